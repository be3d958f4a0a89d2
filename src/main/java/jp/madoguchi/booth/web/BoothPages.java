package jp.madoguchi.booth.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jp.madoguchi.booth.BoothEvent;
import jp.madoguchi.booth.BoothFigures;
import jp.madoguchi.booth.DailyFile;
import jp.madoguchi.booth.Progress;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.duty.Occurrence;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.Csv.Column;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.multipart.MultipartFile;

/** ブース・説明会: a programme's events, how far they are towards its targets, and where they were (S4-78, S4-79). */
@Controller
class BoothPages {

    private final BoothFigures figures;
    private final DailyFile dailyFile;
    private final Programmes programmes;
    private final MessageSource messages;

    BoothPages(BoothFigures figures, DailyFile dailyFile, Programmes programmes, MessageSource messages) {
        this.figures = figures;
        this.dailyFile = dailyFile;
        this.programmes = programmes;
        this.messages = messages;
    }

    /** How the page writes days and months. */
    public static final class Say {

        public String day(LocalDate day) {
            return JapaneseDates.fullWithWeekday(day);
        }

        public String month(YearMonth month) {
            return JapaneseDates.month(month);
        }
    }

    @GetMapping("/booth/{programme}")
    String events(@PathVariable String programme, Model model) {
        return page(ofOurs(programme), model);
    }

    private String page(Programme found, Model model) {
        model.addAttribute("programme", found);
        model.addAttribute("owed", dailyFile.owed(found).size());
        model.addAttribute("events", figures.events(found));
        model.addAttribute("names", figures.municipalities(found));
        model.addAttribute("places", figures.places(found));
        model.addAttribute("progress", figures.progress(found));
        model.addAttribute("say", new Say());
        return "booth/events";
    }

    /** The lines of one target: what there was until each month's end, and the straight way to the goal. */
    @GetMapping(value = "/booth/{programme}/burn-up.json", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Map<String, Object> burnUp(@PathVariable String programme, @RequestParam(defaultValue = "") String measure, Locale locale) {
        Progress progress = figures.progress(ofOurs(programme)).stream().filter(one -> one.measure().equals(measure)).findFirst()
                .orElseThrow(() -> new NotFoundException("target " + measure));
        List<String> labels = new ArrayList<>();
        List<Number> held = new ArrayList<>();
        List<Number> planned = new ArrayList<>();
        for (YearMonth month = YearMonth.from(progress.from()); !month.isAfter(YearMonth.from(progress.by())); month = month.plusMonths(1)) {
            YearMonth now = month;
            labels.add(month.getYear() + "/" + month.getMonthValue());
            held.add(progress.months().stream().filter(one -> one.month().equals(now)).findFirst().map(Progress.Month::total).orElse(null));
            planned.add(progress.planned(month));
        }
        return Map.of("type", "line", "unit", progress.unit(), "labels", labels, "series", List.of(
                Map.of("name", messages.getMessage("booth.done", null, locale), "data", held),
                Map.of("name", messages.getMessage("booth.plan", null, locale), "data", planned)));
    }

    @GetMapping("/booth/{programme}/events.csv")
    ResponseEntity<byte[]> table(@PathVariable String programme, @RequestParam(defaultValue = "") String encoding) throws IOException {
        Programme found = ofOurs(programme);
        Map<String, String> names = figures.municipalities(found);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.Format format = encoding.equals("windows-31j") ? Csv.Format.LEGACY_SPREADSHEET : Csv.Format.SPREADSHEET;
        try (Csv.Table table = Csv.write(out, format, Column.text("受付番号"), Column.text("種類"), Column.text("開催日"), Column.text("開始"),
                Column.text("終了"), Column.text("市町村"), Column.text("会場"), Column.number("収容人数"), Column.number("見込み"), Column.text("状態"),
                Column.number("来場者数"), Column.text("変更・中止の理由"))) {
            for (BoothEvent event : figures.events(found)) {
                table.row(event.number().value(), word("booth.kind." + event.kind()), event.on(), event.from(), event.to(),
                        names.getOrDefault(event.municipality(), event.municipality()), event.venue(), event.capacity(), event.expected(),
                        word("booth.state." + event.state()), event.visitors() == null ? "" : event.visitors(), event.reason() == null ? "" : event.reason());
            }
        }
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, "text/csv; charset=" + (format == Csv.Format.LEGACY_SPREADSHEET ? "windows-31j" : "UTF-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"events-" + found.code() + ".csv\"").body(out.toByteArray());
    }

    /** A file to fill in without a connection: a row for each report that is owed, its event filled in. */
    @GetMapping("/booth/{programme}/daily-reports.csv")
    ResponseEntity<byte[]> blank(@PathVariable String programme) throws IOException {
        Programme found = ofOurs(programme);
        List<String> header = dailyFile.header();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Csv.Table table = Csv.write(out, Csv.Format.SPREADSHEET, header.stream().map(Column::text).toArray(Column[]::new))) {
            for (Occurrence owed : dailyFile.owed(found)) {
                BoothEvent event = figures.event(owed);
                List<Object> cells = new ArrayList<>(Collections.nCopies(header.size(), ""));
                cells.set(0, event.number().value());
                cells.set(1, event.on());
                cells.set(2, event.venue());
                cells.set(3, 1);
                table.row(cells.toArray());
            }
        }
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, "text/csv; charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"daily-reports-" + found.code() + ".csv\"").body(out.toByteArray());
    }

    @PostMapping("/booth/{programme}/daily-reports")
    String take(@PathVariable String programme, @RequestParam MultipartFile file, Actor actor, Model model, HttpServletResponse response) throws IOException {
        Programme found = ofOurs(programme);
        DailyFile.Taken taken = dailyFile.take(found, file::getInputStream, actor);
        model.addAttribute("taken", taken);
        if (!taken.problems().isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        }
        return page(found, model);
    }

    private Programme ofOurs(String code) {
        Programme programme = programmes.get(code);
        if (!DataScope.coversProgramme(programme.government(), programme.code()) || !BoothFigures.areOf(programme)) {
            throw new NotFoundException("events of " + code);
        }
        return programme;
    }

    private String word(String key) {
        return messages.getMessage(key, null, Locale.JAPANESE);
    }
}
