package jp.madoguchi.site.admin;

import java.time.LocalDate;
import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.org.Absence;
import jp.madoguchi.org.Organisation;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who is away when, and who decides meanwhile (代決). Managers and administrators. */
@Controller
class AbsencePages {

    private static final int LONGEST_REASON = 200;

    private final Organisation organisation;
    private final BusinessClock clock;

    AbsencePages(Organisation organisation, BusinessClock clock) {
        this.organisation = organisation;
        this.clock = clock;
    }

    /** What was typed. */
    record Typed(String person, String deputy, String fromYear, String fromMonth, String fromDay, String toYear, String toMonth,
                 String toDay, String reason) {

        static final Typed NOTHING = new Typed("", "", "", "", "", "", "", "", "");

        Typed {
            reason = reason == null ? "" : reason;
        }

        Shown.Typed from() {
            return new Shown.Typed(fromYear, fromMonth, fromDay);
        }

        Shown.Typed to() {
            return new Shown.Typed(toYear, toMonth, toDay);
        }
    }

    @GetMapping("/admin/absences")
    String list(Actor actor, Model model) {
        return show(actor, model, Typed.NOTHING);
    }

    @PostMapping("/admin/absences")
    String register(Typed typed, Actor actor, Model model, RedirectAttributes redirect) {
        try {
            if (typed.person().isBlank() || typed.deputy().isBlank()) {
                throw new RefusedException("absence.who", "不在になる職員と代決者を選んでください。");
            }
            if (typed.reason().length() > LONGEST_REASON) {
                throw new RefusedException("absence.reason", "理由は" + LONGEST_REASON + "文字以内で書いてください。");
            }
            LocalDate from = day("開始日", typed.from());
            LocalDate to = day("終了日", typed.to());
            organisation.registerAbsence(actor.government(), typed.person(), typed.deputy(), from, to, typed.reason().strip(), actor);
            Shown.done(redirect, "不在を登録しました", Shown.day(from) + "から" + Shown.day(to) + "まで、代決者が決裁できます。");
            return "redirect:/admin/absences";
        } catch (RefusedException e) {
            model.addAttribute("refusal", e.refusal().wording());
            return show(actor, model, typed);
        }
    }

    @PostMapping("/admin/absences/{id}/cancel")
    String cancel(@PathVariable long id, Actor actor, RedirectAttributes redirect) {
        organisation.cancelAbsence(actor.government(), id, actor);
        Shown.done(redirect, "不在の登録を取り消しました", "すでに行われた代決の記録は残ります。");
        return "redirect:/admin/absences";
    }

    private String show(Actor actor, Model model, Typed typed) {
        LocalDate today = clock.today();
        model.addAttribute("typed", typed);
        model.addAttribute("people", organisation.staff(actor.government(), today));
        model.addAttribute("absences", organisation.absences(actor.government(), today).stream().map(absence -> shown(absence, today)).toList());
        return "site/admin/absences";
    }

    private static Map<String, Object> shown(Absence absence, LocalDate today) {
        return Map.of("id", absence.id(), "name", absence.accountName(), "deputy", absence.deputyName(), "reason", absence.reason(),
                "from", Shown.day(absence.from()), "fromMachine", absence.from().toString(), "to", Shown.day(absence.to()),
                "toMachine", absence.to().toString(), "now", !today.isBefore(absence.from()));
    }

    static LocalDate day(String what, Shown.Typed typed) {
        JapaneseDates.Parsed parsed = typed.parsed();
        return parsed.day().orElseThrow(() ->
                new RefusedException("date", what + "：" + ((JapaneseDates.Parsed.Unreadable) parsed).wording()));
    }
}
