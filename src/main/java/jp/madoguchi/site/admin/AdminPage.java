package jp.madoguchi.site.admin;

import java.time.Duration;
import jp.madoguchi.audit.SealLag;
import jp.madoguchi.audit.Trail;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.letters.Outbox;
import jp.madoguchi.programme.ProgrammeWarnings;
import jp.madoguchi.workflow.Incidents;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The administrators' first page: what needs them, whether the trail is whole, and where everything else is. */
@Controller
class AdminPage {

    /** A sealer at work is behind by a second or two. */
    private static final Duration USUAL_LAG = Duration.ofSeconds(10);

    private final Incidents incidents;
    private final Outbox outbox;
    private final ProgrammeWarnings warnings;
    private final TrailChecks checks;
    private final Trail trail;
    private final boolean demo;

    AdminPage(Incidents incidents, Outbox outbox, ProgrammeWarnings warnings, TrailChecks checks, Trail trail,
              @Value("${madoguchi.demo}") boolean demo) {
        this.incidents = incidents;
        this.outbox = outbox;
        this.warnings = warnings;
        this.checks = checks;
        this.trail = trail;
        this.demo = demo;
    }

    @GetMapping("/admin")
    String index(Model model) {
        SealLag lag = trail.sealLag();
        model.addAttribute("incidents", incidents.open().size() + outbox.failed().size());
        model.addAttribute("warnings", warnings.warnings().size());
        model.addAttribute("isDemo", demo);
        model.addAttribute("unsealed", lag.unsealed());
        model.addAttribute("lagSeconds", lag.oldest().toSeconds());
        model.addAttribute("lagging", lag.oldest().compareTo(USUAL_LAG) > 0);
        checks.last().ifPresent(check -> {
            model.addAttribute("check", check);
            model.addAttribute("checkedAt", Shown.at(check.at()));
        });
        return "site/admin/index";
    }

    @PostMapping("/admin/trail-check")
    String check(Actor actor, RedirectAttributes redirect) {
        TrailChecks.Check check = checks.run(actor);
        Shown.flash(redirect, check.intact() ? "success" : "error",
                check.intact() ? "監査証跡に書き換えの跡はありません" : "監査証跡に書き換えの跡が見つかりました",
                check.intact() ? "%,d件の記録をすべて検証しました。".formatted(check.events()) : "下の内容を確認し、監査委員と情報セキュリティの担当に知らせてください。");
        return "redirect:/admin";
    }
}
