package jp.madoguchi.duty.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.duty.Duties;
import jp.madoguchi.duty.DutyCalendar;
import jp.madoguchi.duty.Occurrence.Punctuality;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.Csv.Column;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Duty;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** 報告の予定: what is due, for the contractor's office its own programmes, for a government all of its. */
@Controller
class DutyPages {

    private static final int LONGEST_PERIOD = 60;

    private final Duties duties;
    private final DutyCalendar calendar;
    private final Programmes programmes;
    private final Organisation organisation;
    private final MessageSource messages;
    private final BusinessClock clock;
    private final String baseUrl;

    DutyPages(Duties duties, DutyCalendar calendar, Programmes programmes, Organisation organisation, MessageSource messages,
              BusinessClock clock, @Value("${madoguchi.base-url}") String baseUrl) {
        this.duties = duties;
        this.calendar = calendar;
        this.programmes = programmes;
        this.organisation = organisation;
        this.messages = messages;
        this.clock = clock;
        this.baseUrl = baseUrl;
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

    /** How many of a month stand so. */
    public record Count(Punctuality punctuality, long number) {}

    @GetMapping("/duties")
    String month(@RequestParam(defaultValue = "") String month, @RequestParam(defaultValue = "") String programme, Actor actor, Model model) {
        YearMonth shown = month.matches("\\d{4}-(0[1-9]|1[0-2])") ? YearMonth.parse(month) : YearMonth.from(clock.today());
        List<DutyCalendar.Entry> entries = calendar.due(shown.atDay(1), shown.atEndOfMonth()).stream()
                .filter(entry -> programme.isEmpty() || entry.programme().code().equals(programme)).toList();
        model.addAttribute("month", shown);
        model.addAttribute("entries", entries);
        model.addAttribute("missing", calendar.missing().stream().filter(e -> programme.isEmpty() || e.programme().code().equals(programme)).toList());
        model.addAttribute("programmes", calendar.mine().toList());
        model.addAttribute("chosen", programme);
        model.addAttribute("onDemand", mayAsk(actor) ? calendar.onDemand() : List.of());
        model.addAttribute("counts", Stream.of(Punctuality.values()).map(one -> new Count(one, entries.stream().filter(e -> e.punctuality() == one).count()))
                .filter(count -> count.number() > 0).toList());
        model.addAttribute("say", new Say());
        return "duty/calendar";
    }

    @GetMapping("/duties.csv")
    ResponseEntity<byte[]> table(@RequestParam LocalDate from, @RequestParam LocalDate to) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Csv.Table table = Csv.write(out, Csv.Format.SPREADSHEET, Column.text("提出期限"), Column.text("事業"), Column.text("報告"), Column.text("対象"),
                Column.text("受付番号"), Column.text("状態"), Column.text("最初の提出日"), Column.text("受理日"), Column.number("再提出の回数"))) {
            for (DutyCalendar.Entry entry : calendar.due(from, to)) {
                var now = entry.occurrence();
                table.row(entry.dueOn(), entry.programme().name(), entry.title(), entry.period(), now == null ? "" : now.number().value(),
                        messages.getMessage("duty.punctuality." + entry.punctuality(), null, Locale.JAPANESE), now == null || now.handedInOn() == null ? "" : now.handedInOn(),
                        now == null || now.acceptedOn() == null ? "" : now.acceptedOn(), now == null ? 0 : now.returns());
            }
        }
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, "text/csv; charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"duties-" + from + "-" + to + ".csv\"").body(out.toByteArray());
    }

    /** A feed for calendar programs (RFC 5545), which sign in by HTTP Basic: all of the programmes' time that is not accepted yet. */
    @GetMapping("/api/v1/duties.ics")
    ResponseEntity<byte[]> feed() {
        LocalDate today = clock.today();
        List<DutyCalendar.Entry> open = calendar.due(today.minusYears(1), today.plusYears(1)).stream()
                .filter(entry -> entry.occurrence() == null || entry.occurrence().by() != null).toList();
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, "text/calendar; charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"duties.ics\"")
                .body(Feed.of(open, clock.instant(), baseUrl).getBytes(StandardCharsets.UTF_8));
    }

    /** Somebody asks for what is owed on demand: the office, or the contractor of itself. */
    @PostMapping("/duties/{programme}/{duty}")
    String arise(@PathVariable String programme, @PathVariable String duty, @RequestParam(required = false) LocalDate on,
                 @RequestParam(defaultValue = "") String period, Actor actor, RedirectAttributes redirect) {
        Programme found = programmes.get(programme);
        Duty owed = found.duty(duty).filter(d -> d.every() == Duty.Every.DEMAND).orElseThrow(() -> new NotFoundException("duty " + duty));
        if (!DataScope.coversProgramme(found.government(), found.code()) || !mayAsk(actor)) {
            throw new NotFoundException("programme " + programme);
        }
        String what = period.strip();
        if (on == null || on.isAfter(clock.today()) || what.isEmpty() || what.length() > LONGEST_PERIOD) {
            say(redirect, "error", "報告を始められません", "今日までの日付と、60文字以内の件名を入力してください。");
            return "redirect:/duties#on-demand";
        }
        CaseNumber number = duties.arise(programme, owed.code(), on + " " + what, on, what);
        say(redirect, "success", owed.name() + "（" + what + "）の提出を待っています", "提出期限までに、受託者の受信箱から提出します。");
        return "redirect:/cases/" + number;
    }

    /** Who works on reports, not who only watches. */
    private boolean mayAsk(Actor actor) {
        return organisation.desksOf(actor.id(), clock.today()).stream().map(membership -> membership.desk().role())
                .anyMatch(role -> role == Role.REVIEWER || role == Role.CONTRACTOR);
    }

    private static void say(RedirectAttributes redirect, String type, String title, String text) {
        redirect.addFlashAttribute("flash", List.of(Map.of("type", type, "title", title, "text", text)));
    }
}
