package jp.madoguchi.inbox.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.RefusedException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Finding and reading cases of one's government, whether or not there is a task to do. */
@Controller
@RequestMapping("/cases")
class CasePages {

    private static final int MOST = 100;

    private final Cases cases;
    private final Withdrawal withdrawal;
    private final Dossiers dossiers;
    private final ProgrammeNames names;

    CasePages(Cases cases, Withdrawal withdrawal, Dossiers dossiers, ProgrammeNames names) {
        this.cases = cases;
        this.withdrawal = withdrawal;
        this.dossiers = dossiers;
        this.names = names;
    }

    @GetMapping
    String search(@RequestParam(defaultValue = "") String q, Actor actor, Model model) {
        List<CaseFile> found = cases.search(actor.government(), q.length() > 100 ? q.substring(0, 100) : q, MOST + 1);
        model.addAttribute("q", q);
        model.addAttribute("more", found.size() > MOST);
        model.addAttribute("rows", found.stream().limit(MOST).map(file -> Map.of("number", file.number().value(), "title", file.title(),
                "programme", names.of(file.programme()), "standing", Shown.standing(file), "arrived", Shown.moment(file.arrivedAt()),
                "arrivedMachine", Shown.machine(file.arrivedAt()), "late", file.late(), "channel", file.channel().label())).toList());
        return "inbox/cases";
    }

    @GetMapping("/{number}")
    String show(@PathVariable String number, Actor actor, Locale locale, Model model) {
        CaseFile file = cases.get(number);
        cases.viewed(file, actor, "case");
        return page(file, actor, locale, model);
    }

    @PostMapping("/{number}/notes")
    String note(@PathVariable String number, @RequestParam String text, Actor actor, Locale locale, Model model,
                HttpServletResponse response, RedirectAttributes redirect) {
        CaseFile file = cases.get(number);
        try {
            cases.addNote(file.number(), actor, text.strip());
        } catch (RefusedException e) {
            model.addAttribute("noteText", text);
            return refused(e, file, actor, locale, model, response);
        }
        return done("メモを追加しました", file, redirect);
    }

    @PostMapping("/{number}/withdrawal")
    String withdraw(@PathVariable String number, @RequestParam String reason, Actor actor, Locale locale, Model model,
                    HttpServletResponse response, RedirectAttributes redirect) {
        CaseFile file = cases.get(number);
        try {
            withdrawal.withdraw(file.number(), actor, reason.strip());
        } catch (RefusedException e) {
            model.addAttribute("withdrawalReason", reason);
            return refused(e, file, actor, locale, model, response);
        }
        return done("取下げを記録しました", file, redirect);
    }

    private String refused(RefusedException e, CaseFile file, Actor actor, Locale locale, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.CONFLICT.value());
        model.addAttribute("refusal", e.refusal().wording());
        return page(file, actor, locale, model);
    }

    private static String done(String title, CaseFile file, RedirectAttributes redirect) {
        redirect.addFlashAttribute("flash", List.of(Map.of("type", "success", "title", title)));
        return "redirect:/cases/" + file.number();
    }

    private String page(CaseFile file, Actor actor, Locale locale, Model model) {
        model.addAttribute("withdrawable", withdrawal.isOfferedTo(file, actor));
        model.addAttribute("dossier", dossiers.of(file, locale));
        return "inbox/case";
    }
}
