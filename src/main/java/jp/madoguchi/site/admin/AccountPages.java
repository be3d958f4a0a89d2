package jp.madoguchi.site.admin;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import jp.madoguchi.org.StaffAccount;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who of the office may sign in, and with which posts. */
@Controller
class AccountPages {

    /** Roles that a post gives. */
    private static final List<Role> ROLES = Arrays.stream(Role.values())
            .filter(role -> role != Role.APPLICANT && role != Role.CONTRACTOR).toList();

    private final Staffing staffing;
    private final Organisation organisation;
    private final BusinessClock clock;

    AccountPages(Staffing staffing, Organisation organisation, BusinessClock clock) {
        this.staffing = staffing;
        this.organisation = organisation;
        this.clock = clock;
    }

    @GetMapping("/admin/accounts")
    String list(Actor actor, Model model) {
        return show(actor, model, Staffing.NewColleague.NOBODY);
    }

    @PostMapping("/admin/accounts")
    String open(Staffing.NewColleague typed, Actor actor, Model model, RedirectAttributes redirect) {
        try {
            staffing.open(typed, actor);
        } catch (RefusedException e) {
            model.addAttribute("refusal", e.refusal().wording());
            return show(actor, model, typed);
        }
        Shown.done(redirect, typed.name() + "さんのアカウントを開きました", "職員ID「" + typed.login() + "」と初めのパスワードを、本人に直接伝えてください。");
        return "redirect:/admin/accounts";
    }

    @PostMapping("/admin/accounts/{id}/unlock")
    String unlock(@PathVariable String id, Actor actor, RedirectAttributes redirect) {
        staffing.unlock(id, actor);
        Shown.done(redirect, "締切りを解きました", "すぐにログインできます。");
        return "redirect:/admin/accounts";
    }

    @PostMapping("/admin/accounts/{id}/retire")
    String retire(@PathVariable String id, Actor actor, RedirectAttributes redirect) {
        try {
            staffing.retire(id, actor);
        } catch (RefusedException e) {
            Shown.flash(redirect, "error", e.refusal().wording(), "");
            return "redirect:/admin/accounts";
        }
        Shown.done(redirect, "アカウントを閉じました", "受け持っていた作業は、管理者が受信箱から別の職員に割り当ててください。");
        return "redirect:/admin/accounts";
    }

    private String show(Actor actor, Model model, Staffing.NewColleague typed) {
        Instant now = clock.instant();
        model.addAttribute("typed", typed);
        model.addAttribute("me", actor.id());
        model.addAttribute("sections", organisation.sections(actor.government()));
        model.addAttribute("roles", ROLES.stream().map(role -> Map.of("code", role.name(), "label", role.label())).toList());
        model.addAttribute("accounts", organisation.staffAccounts(actor.government(), clock.today()).stream().map(account -> shown(account, now)).toList());
        return "site/admin/accounts";
    }

    private static Map<String, Object> shown(StaffAccount account, Instant now) {
        return Map.of("id", account.id(), "login", account.login(), "name", account.name(), "email", account.email() == null ? "" : account.email(),
                "posts", account.posts(), "retired", account.retired(), "locked", account.isLocked(now),
                "lockedUntil", account.isLocked(now) ? Shown.at(account.lockedUntil()) : "");
    }
}
