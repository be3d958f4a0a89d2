package jp.madoguchi.tracing.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseStatus;
import jp.madoguchi.casefile.StatutoryClock;
import jp.madoguchi.tracing.CaseTracing;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What stands above every page of a case: its header and its tabs. */
@Component
class CaseFrame {

    private static final List<String> TABS = List.of("timeline", "path", "rules", "submissions", "work", "letters", "views", "verification");
    private static final Map<CaseStatus, String> LOOKS = Map.of(CaseStatus.OPEN, "progress", CaseStatus.GRANTED, "approved",
            CaseStatus.REFUSED, "rejected", CaseStatus.WITHDRAWN, "withdrawn", CaseStatus.COMPLETED, "done");

    private final CaseTracing tracing;
    private final Moments moments;
    private final MessageSource messages;

    CaseFrame(CaseTracing tracing, Moments moments, MessageSource messages) {
        this.tracing = tracing;
        this.moments = moments;
        this.messages = messages;
    }

    /** Adds {@code header}, {@code arrived}, {@code decided}, {@code closed}, {@code pauses}, {@code look}, {@code base} and {@code tabs} to the model. */
    CaseTracing.Header fill(String number, String tab, Model model) {
        CaseTracing.Header header = tracing.header(number);
        CaseFile file = header.file();
        String base = "/tracing/cases/" + file.number();
        model.addAttribute("header", header);
        model.addAttribute("arrived", moments.moment(file.arrivedAt()));
        model.addAttribute("decided", moments.moment(file.decidedAt()));
        model.addAttribute("closed", moments.moment(file.closedAt()));
        model.addAttribute("pauses", header.ledger() == null ? List.of() : header.ledger().pauses().stream().map(CaseFrame::text).toList());
        model.addAttribute("look", LOOKS.get(file.status()));
        model.addAttribute("base", base);
        List<Map<String, Object>> tabs = new ArrayList<>();
        for (String name : TABS) {
            tabs.add(Map.of("label", messages.getMessage("tracing.tab." + name, null, LocaleContextHolder.getLocale()),
                    "href", name.equals("timeline") ? base : base + "/" + name, "current", name.equals(tab)));
        }
        model.addAttribute("tabs", tabs);
        return header;
    }

    private static Map<String, String> text(StatutoryClock.Pause pause) {
        return Map.of("from", JapaneseDates.full(pause.from()), "to", pause.to() == null ? "" : JapaneseDates.full(pause.to()),
                "reason", pause.reason());
    }
}
