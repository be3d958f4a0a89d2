package jp.madoguchi.site.admin;

import java.util.List;
import java.util.Map;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.letters.Outbox;
import jp.madoguchi.workflow.Incident;
import jp.madoguchi.workflow.Incidents;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Steps that stopped and mails that could not be sent, with their causes, and how to set them going again. */
@Controller
class IncidentPages {

    private final Incidents incidents;
    private final Outbox outbox;

    IncidentPages(Incidents incidents, Outbox outbox) {
        this.incidents = incidents;
        this.outbox = outbox;
    }

    @GetMapping("/admin/incidents")
    String list(Model model) {
        model.addAttribute("open", incidents.open().stream().map(IncidentPages::shown).toList());
        model.addAttribute("resolved", incidents.resolved().stream().map(IncidentPages::shown).toList());
        model.addAttribute("mails", outbox.failed().stream().map(IncidentPages::shown).toList());
        return "site/admin/incidents";
    }

    @PostMapping("/admin/incidents/{id}/retry")
    String retry(@PathVariable String id, @RequestParam(defaultValue = "") String note, Actor actor, Model model,
                 RedirectAttributes redirect) {
        try {
            incidents.retry(id, note, actor);
        } catch (RefusedException e) {
            model.addAttribute("refusal", e.refusal().wording());
            model.addAttribute("refused", id);
            model.addAttribute("typedNote", note);
            return list(model);
        }
        Shown.done(redirect, "再実行を指示しました", "数秒のうちに処理をやり直します。同じ原因で失敗したときは、もう一度この一覧に現れます。");
        return "redirect:/admin/incidents";
    }

    @PostMapping("/admin/incidents/mails/{id}/retry")
    String resend(@PathVariable String id, Actor actor, RedirectAttributes redirect) {
        outbox.retry(id, actor);
        Shown.done(redirect, "メールの再送を指示しました", "送れなかったときは、間隔を空けて繰り返し、それでも送れなければこの一覧に現れます。");
        return "redirect:/admin/incidents";
    }

    private static Map<String, Object> shown(Incident incident) {
        return Map.of("id", incident.id(), "number", incident.caseNumber().value(), "title", incident.caseTitle(),
                "procedure", incident.procedure(), "step", incident.step(), "cause", incident.cause(), "trace", incident.stackTrace(),
                "since", Shown.at(incident.since()), "retries", incident.retries(),
                "endedAt", incident.endedAt() == null ? "" : Shown.at(incident.endedAt()));
    }

    private static Map<String, Object> shown(Outbox.Mail mail) {
        return Map.of("id", mail.id(), "subject", mail.subject(), "number", mail.caseNumber() == null ? "" : mail.caseNumber(),
                "recipient", mail.recipient() == null ? "" : mail.recipient(), "attempts", mail.attempts(),
                "since", Shown.at(mail.queuedAt()), "cause", mail.lastError() == null ? "" : mail.lastError());
    }
}
