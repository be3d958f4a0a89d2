package jp.madoguchi.tracing.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import jp.madoguchi.audit.TrailEvent;
import jp.madoguchi.audit.TrailPage;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.tracing.CaseTracing;
import jp.madoguchi.tracing.EventWords;
import jp.madoguchi.tracing.TrailSearch;
import jp.madoguchi.tracing.TrailSearch.Criteria;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** The search over the whole trail of the auditor's government. */
@Controller
class SearchPages {

    /** First words of the kinds, in the order in which a case meets them. */
    private static final List<String> GROUPS = List.of("case", "correction", "task", "decision", "post-view", "letter", "vendor", "note",
            "view", "export", "account", "org", "calendar");

    private final TrailSearch search;
    private final EventLines lines;
    private final EventWords words;
    private final AnswerWords answers;
    private final CaseTracing tracing;
    private final Programmes programmes;
    private final BusinessClock clock;

    SearchPages(TrailSearch search, EventLines lines, EventWords words, AnswerWords answers, CaseTracing tracing, Programmes programmes,
                BusinessClock clock) {
        this.search = search;
        this.lines = lines;
        this.words = words;
        this.answers = answers;
        this.tracing = tracing;
        this.programmes = programmes;
        this.clock = clock;
    }

    /** The fields of the search as typed. */
    public record Typed(String caseNumber, String person, String kind, String programme, String from, String to) {

        boolean isEmpty() {
            return (caseNumber + person + kind + programme + from + to).isEmpty();
        }
    }

    @GetMapping("/tracing")
    String search(@RequestParam(name = "case", defaultValue = "") String caseNumber, @RequestParam(defaultValue = "") String person,
                  @RequestParam(defaultValue = "") String kind, @RequestParam(defaultValue = "") String programme,
                  @RequestParam(defaultValue = "") String from, @RequestParam(defaultValue = "") String to,
                  @RequestParam(required = false) String after, Actor auditor, Model model) {
        Typed typed = typed(caseNumber, person, kind, programme, from, to);
        List<Map<String, String>> errors = errors(typed);
        TrailPage page = errors.isEmpty() ? search.page(criteria(typed), after) : new TrailPage(List.of(), null);
        model.addAttribute("typed", typed);
        model.addAttribute("errors", errors);
        model.addAttribute("lines", lines.found(page.events(), this::words));
        model.addAttribute("first", after == null ? "" : address(typed, null));
        model.addAttribute("older", page.next() == null ? "" : address(typed, page.next()));
        model.addAttribute("csv", errors.isEmpty() ? address(typed, null).replace("/tracing", "/tracing/export.csv") : "");
        model.addAttribute("filtered", !typed.isEmpty());
        model.addAttribute("kinds", kinds(typed.kind()));
        model.addAttribute("programmes", programmes.all().stream().filter(p -> p.government().equals(auditor.government()))
                .sorted(Comparator.comparing(Programme::code)).toList());
        return "tracing/search";
    }

    @GetMapping("/tracing/export.csv")
    void export(@RequestParam(name = "case", defaultValue = "") String caseNumber, @RequestParam(defaultValue = "") String person,
                @RequestParam(defaultValue = "") String kind, @RequestParam(defaultValue = "") String programme,
                @RequestParam(defaultValue = "") String from, @RequestParam(defaultValue = "") String to, Actor auditor,
                HttpServletResponse response) throws IOException {
        Typed typed = typed(caseNumber, person, kind, programme, from, to);
        if (!errors(typed).isEmpty()) {
            response.sendRedirect(address(typed, null));
            return;
        }
        response.setContentType("text/csv; charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"trail-" + clock.today() + ".csv\"");
        search.export(criteria(typed), auditor, response.getOutputStream());
    }

    private UnaryOperator<EventLines.Change> words(TrailEvent event) {
        if (event.caseNumber() == null || event.changes().isEmpty()) {
            return UnaryOperator.identity();
        }
        String number = event.caseNumber().value();
        return change -> answers.shown(change, tracing.header(number).file(), tracing.documents(number));
    }

    private static Typed typed(String caseNumber, String person, String kind, String programme, String from, String to) {
        return new Typed(caseNumber.strip(), person.strip(), kind.strip(), programme.strip(), from.strip(), to.strip());
    }

    private static Criteria criteria(Typed typed) {
        return new Criteria(typed.caseNumber(), typed.person(), typed.kind(), typed.programme(), day(typed.from()), day(typed.to()));
    }

    private static LocalDate day(String text) {
        return text.isEmpty() ? null : JapaneseDates.parse(text).day().orElse(null);
    }

    private static List<Map<String, String>> errors(Typed typed) {
        List<Map<String, String>> errors = new ArrayList<>();
        if (new Criteria(typed.caseNumber(), "", "", "", null, null).hasImpossibleNumber()) {
            errors.add(Map.of("label", "受付番号", "href", "#case", "text", "「GMASK-000123」のような形で入力してください。"));
        }
        check(typed.from(), "期間の初日", "#from", errors);
        check(typed.to(), "期間の末日", "#to", errors);
        return errors;
    }

    private static void check(String text, String label, String href, List<Map<String, String>> errors) {
        if (!text.isEmpty() && JapaneseDates.parse(text) instanceof JapaneseDates.Parsed.Unreadable unreadable) {
            errors.add(Map.of("label", label, "href", href, "text", unreadable.wording()));
        }
    }

    private List<Map<String, String>> kinds(String chosen) {
        List<Map<String, String>> kinds = new ArrayList<>();
        GROUPS.forEach(group -> kinds.add(Map.of("value", group, "label", words.group(group))));
        if (!chosen.isEmpty() && !GROUPS.contains(chosen)) {
            kinds.add(Map.of("value", chosen, "label", words.group(chosen) + "（" + chosen + "）"));
        }
        return kinds;
    }

    private static String address(Typed typed, String after) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath("/tracing");
        Map<String, String> values = new LinkedHashMap<>();
        values.put("case", typed.caseNumber());
        values.put("person", typed.person());
        values.put("kind", typed.kind());
        values.put("programme", typed.programme());
        values.put("from", typed.from());
        values.put("to", typed.to());
        values.put("after", after == null ? "" : after);
        values.values().removeIf(String::isEmpty);
        values.keySet().forEach(name -> address.queryParam(name, "{" + name + "}"));
        return address.encode().buildAndExpand(values).toUriString();
    }
}
