package jp.madoguchi.dashboard.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import jp.madoguchi.dashboard.Figures;
import jp.madoguchi.dashboard.Period;
import jp.madoguchi.dashboard.ProgrammeFigures.Headline;
import jp.madoguchi.dashboard.ProgrammeFigures.OpenCase;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import org.springframework.context.MessageSource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Each block of the figures as a file: UTF-8 with a byte order mark, or windows-31j when asked for. Dates are ISO 8601.
 * Before a file in which 〓 stands for a character of somebody's name, a page tells which (T20).
 */
@Controller
class FigureFiles {

    private final Figures figures;
    private final MessageSource messages;

    FigureFiles(Figures figures, MessageSource messages) {
        this.figures = figures;
        this.messages = messages;
    }

    /** A column: the key of its heading, whether it holds numbers, and where its cells come from. */
    private record Field<T>(String key, boolean numeric, Function<T, Object> cell) {

        static <T> Field<T> text(String key, Function<T, Object> cell) {
            return new Field<>(key, false, cell);
        }

        static <T> Field<T> number(String key, Function<T, Object> cell) {
            return new Field<>(key, true, cell);
        }
    }

    /**
     * How the file is wanted.
     *
     * @param replace 〓 for what the encoding lacks is known and accepted
     */
    private record Wish(String encoding, boolean replace, Locale locale) {}

    @GetMapping("/dashboard/programmes.csv")
    Object programmes(Actor actor, @RequestParam(name = "encoding", required = false) String encoding,
                      @RequestParam(name = "replace", defaultValue = "false") boolean replace, Locale locale) throws IOException {
        Wish wish = new Wish(encoding, replace, locale);
        List<Programme> programmes = figures.programmes(actor);
        Map<String, Headline> headlines = figures.headlines(programmes);
        return file("programmes", wish, programmes, List.of(
                Field.text("dashboard.programme.code", Programme::code),
                Field.text("dashboard.programme", Programme::name),
                Field.number("dashboard.open", p -> headlines.get(p.code()).open()),
                Field.number("dashboard.open.before", p -> headlines.get(p.code()).openBefore()),
                Field.number("dashboard.overdue", p -> headlines.get(p.code()).overdue()),
                Field.number("dashboard.overdue.before", p -> headlines.get(p.code()).overdueBefore()),
                Field.number("dashboard.overdueTasks", p -> headlines.get(p.code()).overdueTasks()),
                Field.number("dashboard.waiting", p -> headlines.get(p.code()).waiting()),
                Field.number("dashboard.decidedThisMonth", p -> headlines.get(p.code()).decidedThisMonth()),
                Field.number("dashboard.decidedLastMonth", p -> headlines.get(p.code()).decidedLastMonth()),
                Field.number("dashboard.following", p -> headlines.get(p.code()).following())));
    }

    @GetMapping("/dashboard/{programme}/{block}.csv")
    Object block(Actor actor, @PathVariable("programme") String code, @PathVariable("block") String block,
                 @RequestParam(name = "period", required = false) String periodCode,
                 @RequestParam(name = "encoding", required = false) String encoding,
                 @RequestParam(name = "replace", defaultValue = "false") boolean replace, Locale locale) throws IOException {
        Wish wish = new Wish(encoding, replace, locale);
        Programme programme = figures.programme(actor, code);
        Period period = Period.of(periodCode);
        String name = code + "-" + block;
        return switch (block) {
            case "processing" -> file(name, wish, figures.processing(programme, period), List.of(
                    Field.text("dashboard.span", row -> word("dashboard.span." + row.span(), locale)),
                    Field.text("dashboard.call", row -> row.call() == null ? word("dashboard.call.all", locale) : row.callName()),
                    Field.number("dashboard.standard", row -> row.standardDays()),
                    Field.number("dashboard.decided", row -> row.decided()),
                    Field.number("dashboard.granted", row -> row.granted()),
                    Field.number("dashboard.measured", row -> row.measured()),
                    Field.number("dashboard.within", row -> row.within()),
                    Field.number("dashboard.rate", row -> row.rate()),
                    Field.number("dashboard.median", row -> row.median()),
                    Field.number("dashboard.percentile90", row -> row.percentile90())));
            case "weeks" -> file(name, wish, figures.weeks(programme, period), List.of(
                    Field.text("dashboard.week.from", row -> row.from()),
                    Field.text("dashboard.week.to", row -> row.to()),
                    Field.number("dashboard.arrived", row -> row.arrived()),
                    Field.number("dashboard.granted", row -> row.granted()),
                    Field.number("dashboard.refused", row -> row.refused()),
                    Field.number("dashboard.ended", row -> row.ended()),
                    Field.number("dashboard.week.open", row -> row.open())));
            case "places" -> file(name, wish, figures.places(programme), List.of(
                    Field.text("dashboard.procedure", row -> figures.procedureName(row.procedure())),
                    Field.text("dashboard.step", row -> row.name() == null ? word("dashboard.step.none", locale) : row.name()),
                    Field.text("dashboard.role", row -> row.role() == null ? "" : Role.valueOf(row.role()).label()),
                    Field.number("dashboard.count", row -> row.count()),
                    Field.number("dashboard.overdueTasks", row -> row.overdue()),
                    Field.number("dashboard.longest", row -> row.longest())));
            case "targets" -> file(name, wish, figures.targets(programme), List.of(
                    Field.text("dashboard.target.code", row -> row.measure()),
                    Field.text("dashboard.target", row -> row.label()),
                    Field.number("dashboard.target.atLeast", row -> plain(row.atLeast())),
                    Field.number("dashboard.target.atMost", row -> plain(row.atMost())),
                    Field.number("dashboard.target.actual", row -> plain(row.actual())),
                    Field.text("dashboard.target.unit", row -> row.unit()),
                    Field.text("dashboard.target.to", row -> row.to()),
                    Field.text("dashboard.target.source", row -> row.source())));
            case "ageing" -> cases(name, wish, actor, programme, figures.undecided(programme, null, null, Integer.MAX_VALUE));
            case "outlook" -> cases(name, wish, actor, programme, figures.outlook(programme));
            default -> throw new NotFoundException("figures " + block);
        };
    }

    private Object cases(String name, Wish wish, Actor actor, Programme programme, List<OpenCase> cases) throws IOException {
        Locale locale = wish.locale;
        figures.exported(actor, programme, name);
        return file(name, wish, cases, List.of(
                Field.text("dashboard.case", OpenCase::number),
                Field.text("dashboard.title", OpenCase::title),
                Field.text("dashboard.call", OpenCase::callName),
                Field.text("dashboard.arrivedOn", OpenCase::arrivedOn),
                Field.number("dashboard.used", OpenCase::used),
                Field.number("dashboard.standard", OpenCase::standard),
                Field.number("dashboard.left", OpenCase::left),
                Field.text("dashboard.dueOn", OpenCase::dueOn),
                Field.text("dashboard.stopped", row -> row.stopped() ? word("dashboard.stopped.yes", locale) : ""),
                Field.text("dashboard.step", OpenCase::steps),
                Field.text("dashboard.waitingOn", row -> word("dashboard.waiting." + row.waiting(), locale))));
    }

    /** @return the file, or the page that comes before it */
    private <T> Object file(String name, Wish wish, List<T> rows, List<Field<T>> fields) throws IOException {
        boolean legacy = "windows-31j".equalsIgnoreCase(wish.encoding);
        Csv.Format format = legacy ? Csv.Format.LEGACY_SPREADSHEET : Csv.Format.SPREADSHEET;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.Table table = Csv.write(out, format, fields.stream()
                .map(field -> new Csv.Column(word(field.key(), wish.locale), field.numeric())).toArray(Csv.Column[]::new));
        try (table) {
            rows.forEach(row -> table.row(fields.stream().map(field -> field.cell().apply(row)).toArray()));
        }
        if (table.replacedCount() > 0 && !wish.replace) {
            ServletUriComponentsBuilder here = ServletUriComponentsBuilder.fromCurrentRequest();
            String anyway = here.cloneBuilder().replaceQueryParam("replace", "true").build().getQuery();
            String unicode = here.replaceQueryParam("encoding", "utf-8").build().getQuery();
            return new ModelAndView("dashboard/replaced", Map.of("replaced", table.replaced(), "count", table.replacedCount(),
                    "anyway", "?" + anyway, "unicode", "?" + unicode));
        }
        return ResponseEntity.ok().contentType(new MediaType("text", "csv", format.charset()))
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(name + ".csv").build().toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store").body(out.toByteArray());
    }

    /** 160 rather than 160.0. */
    private static String plain(Double number) {
        return number == null ? null : new java.math.BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }

    private String word(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
