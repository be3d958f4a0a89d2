package jp.madoguchi.site.admin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.Year;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.Closure;
import jp.madoguchi.calendar.HolidayFile;
import jp.madoguchi.calendar.HolidayOverrides;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.kernel.RefusedException;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The days on which the government is closed, its own exceptions, and the Cabinet Office's list. */
@Controller
class CalendarPages {

    private static final int FIRST_YEAR = 2007;
    private static final int LAST_YEAR = 2050;
    private static final Map<Closure.Origin, String> ORIGINS = Map.of(Closure.Origin.RULE, "祝日法による計算", Closure.Origin.ANNOUNCED, "内閣府の発表",
            Closure.Origin.YEAR_END, "年末年始", Closure.Origin.OWN, "この団体の条例・規則");

    private final BusinessCalendars calendars;
    private final HolidayOverrides overrides;
    private final BusinessClock clock;

    CalendarPages(BusinessCalendars calendars, HolidayOverrides overrides, BusinessClock clock) {
        this.calendars = calendars;
        this.overrides = overrides;
        this.clock = clock;
    }

    @GetMapping("/admin/calendar")
    String year(@RequestParam(required = false) Integer year, Actor actor, Model model) {
        int wanted = year == null ? clock.today().getYear() : Math.max(FIRST_YEAR, Math.min(LAST_YEAR, year));
        return show(actor, model, wanted, Shown.Typed.NOTHING, "", "close");
    }

    @PostMapping("/admin/calendar/days")
    String put(@RequestParam String year, @RequestParam String month, @RequestParam String day, @RequestParam String name,
               @RequestParam(defaultValue = "close") String kind, Actor actor, Model model, RedirectAttributes redirect) {
        Shown.Typed typed = new Shown.Typed(year, month, day);
        try {
            LocalDate on = AbsencePages.day("日付", typed);
            GovernmentCode government = new GovernmentCode(actor.government());
            (kind.equals("open") ? overrides.open(actor, government, on, name) : overrides.close(actor, government, on, name)).orThrow();
            Shown.done(redirect, Shown.day(on) + "を" + (kind.equals("open") ? "開庁日" : "閉庁日") + "にしました", "すでに計算された期限は変わりません。");
            return "redirect:/admin/calendar?year=" + on.getYear();
        } catch (RefusedException e) {
            model.addAttribute("refusal", e.refusal().wording());
            return show(actor, model, clock.today().getYear(), typed, name, kind);
        }
    }

    @PostMapping("/admin/calendar/days/{day}/restore")
    String restore(@PathVariable @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate day, Actor actor, RedirectAttributes redirect) {
        overrides.restore(actor, new GovernmentCode(actor.government()), day);
        Shown.done(redirect, Shown.day(day) + "の扱いを元に戻しました", "すでに計算された期限は変わりません。");
        return "redirect:/admin/calendar?year=" + day.getYear();
    }

    /** Shows what the file would change; nothing is changed yet. */
    @PostMapping("/admin/calendar/preview")
    String preview(@RequestParam MultipartFile file, Actor actor, Model model) throws IOException {
        if (file.isEmpty()) {
            model.addAttribute("refusal", "ファイルを選んでください。");
            return year(null, actor, model);
        }
        HolidayFile read = HolidayFile.read(file::getInputStream);
        model.addAttribute("problems", read.problems());
        model.addAttribute("years", read.years().isEmpty() ? "" : Year.of(read.years().first()) + "年から" + Year.of(read.years().last()) + "年まで");
        model.addAttribute("days", read.holidays().size());
        model.addAttribute("closed", days(read.closed()));
        model.addAttribute("opened", days(read.opened()));
        model.addAttribute("content", csv(read));
        return "site/admin/calendar-preview";
    }

    /** @param content the previewed days, as the preview gave them out */
    @PostMapping("/admin/calendar/import")
    String apply(@RequestParam String content, Actor actor, RedirectAttributes redirect) throws IOException {
        HolidayFile file = HolidayFile.read(() -> new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
        overrides.importNational(actor, file).orThrow();
        Shown.done(redirect, "祝日の一覧を取り込みました", file.holidays().size() + "日分を、すべての団体の暦に反映しました。");
        return "redirect:/admin/calendar";
    }

    private String show(Actor actor, Model model, int year, Shown.Typed typed, String name, String kind) {
        model.addAttribute("year", year);
        model.addAttribute("fiscalNote", Shown.day(LocalDate.of(year, 1, 1)).split("年")[0] + "年");
        model.addAttribute("previous", year > FIRST_YEAR ? year - 1 : 0);
        model.addAttribute("next", year < LAST_YEAR ? year + 1 : 0);
        model.addAttribute("typed", typed);
        model.addAttribute("typedName", name);
        model.addAttribute("typedKind", kind);
        model.addAttribute("closures", calendars.closures(new GovernmentCode(actor.government()), year).stream().map(CalendarPages::shown).toList());
        return "site/admin/calendar";
    }

    private static Map<String, Object> shown(Closure closure) {
        return Map.of("machine", closure.day().toString(), "day", Shown.day(closure.day()), "name", closure.name(), "open", closure.open(),
                "origin", ORIGINS.get(closure.origin()), "own", closure.origin() == Closure.Origin.OWN);
    }

    private static List<Map<String, String>> days(SortedMap<LocalDate, String> days) {
        return days.entrySet().stream().map(e -> Map.of("day", Shown.day(e.getKey()), "machine", e.getKey().toString(), "name", e.getValue())).toList();
    }

    private static String csv(HolidayFile file) {
        return file.holidays().entrySet().stream().map(e -> "%d/%d/%d,%s".formatted(e.getKey().getYear(), e.getKey().getMonthValue(),
                e.getKey().getDayOfMonth(), e.getValue())).collect(Collectors.joining("\n", "日付,名称\n", "\n"));
    }
}
