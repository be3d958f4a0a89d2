package jp.madoguchi.portal.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.Drafts;
import jp.madoguchi.casefile.Drafts.Draft;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.casefile.Receipt;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.FormDefinition;
import jp.madoguchi.forms.FormReader;
import jp.madoguchi.forms.FormValidator;
import jp.madoguchi.forms.FormViews;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.forms.ViewOptions;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.portal.web.CallBoard.Notice;
import jp.madoguchi.programme.Call;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** From "apply" to the receipt: the wizard over a draft. Applicants use it, and staff for what came on paper. */
@Controller
class DraftPages {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    private final CallBoard board;
    private final Drafts drafts;
    private final Documents documents;
    private final Applications applications;
    private final TypedForm typedForm;
    private final BusinessClock clock;
    private final Words words;

    DraftPages(CallBoard board, Drafts drafts, Documents documents, Applications applications, TypedForm typedForm,
               BusinessClock clock, Words words) {
        this.board = board;
        this.drafts = drafts;
        this.documents = documents;
        this.applications = applications;
        this.typedForm = typedForm;
        this.clock = clock;
        this.words = words;
    }

    @GetMapping("/apply/{programme}/{call}")
    String start(@PathVariable String programme, @PathVariable String call, Actor actor, Model model) {
        Notice notice = mayApply(programme, call, actor);
        model.addAttribute("notice", notice);
        model.addAttribute("drafts", existing(actor, notice));
        model.addAttribute("staff", actor.isStaff());
        return "portal/start";
    }

    /** @param fresh begin another one although there is a draft */
    @PostMapping("/apply/{programme}/{call}")
    String begin(@PathVariable String programme, @PathVariable String call, @RequestParam(defaultValue = "false") boolean fresh,
                 Actor actor, RedirectAttributes redirect) {
        Notice notice = mayApply(programme, call, actor);
        if (notice.soon() || notice.planned()) {
            Flash.error(redirect, words.of("apply.not-open"), words.of("apply.not-open.text"));
            return "redirect:" + notice.href();
        }
        if (!fresh && !existing(actor, notice).isEmpty()) {
            return "redirect:" + notice.applyHref();
        }
        return "redirect:/drafts/" + drafts.begin(actor, programme, call).id() + "?step=1";
    }

    @GetMapping("/drafts/{id}")
    String step(@PathVariable String id, @RequestParam(defaultValue = "0") int step, Actor actor, Model model, RedirectAttributes redirect) {
        Optional<Draft> draft = find(actor, id);
        if (draft.isEmpty()) {
            return gone(actor, id, redirect);
        }
        Wizard wizard = wizard(draft.get(), draft.get().answers(), actor);
        return show(draft.get(), wizard, wizard.shown(step > 0 ? step : draft.get().step()), List.of(), actor, model);
    }

    @PostMapping("/drafts/{id}")
    String save(@PathVariable String id, @RequestParam(name = "_step", defaultValue = "1") int step, HttpServletRequest request,
                HttpServletResponse response, Actor actor, Model model, RedirectAttributes redirect) {
        Optional<Draft> found = find(actor, id);
        if (found.isEmpty()) {
            return gone(actor, id, redirect);
        }
        Draft draft = found.get();
        TypedForm.Typed typed = typedForm.read(drafts.form(draft), request, draft.answers(), null, actor);
        Wizard wizard = wizard(draft, typed.answers(), actor);
        boolean onward = request.getParameter("_next") != null;
        List<Problem> problems = new ArrayList<>(typed.problems());
        problems.addAll(onward ? wizard.problems(step) : wizard.unsafe());
        boolean stays = problems.stream().anyMatch(problem -> !problem.soft());
        int next = onward && !stays ? wizard.after(step) : step;
        Draft saved = drafts.save(actor, id, FormValidator.keepable(wizard.form(), typed.answers()), Math.max(draft.step(), next));
        if (stays) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return show(saved, wizard, step, problems, actor, model);
        }
        if (request.getParameter("_save") != null) {
            Flash.success(redirect, words.of("draft.saved"), words.of("draft.saved.text"));
            return "redirect:" + (actor.isStaff() ? "/drafts/" + id + "?step=" + step : "/my/cases");
        }
        if (request.getParameter("_back") != null) {
            next = Math.max(1, wizard.before(step));
        }
        return "redirect:/drafts/" + id + (next == wizard.confirmation() ? "/preview" : "?step=" + next + fragment(request, wizard));
    }

    /** What was typed so far, sent by the page's script. What may not be kept is left out; the next step says so. */
    @PostMapping("/drafts/{id}/autosave")
    ResponseEntity<Map<String, String>> autosave(@PathVariable String id, HttpServletRequest request, Actor actor) {
        Optional<Draft> found = find(actor, id);
        if (found.isEmpty()) {
            return ResponseEntity.status(HttpStatus.CONFLICT).build();
        }
        FormDefinition form = drafts.form(found.get());
        Answers typed = typedForm.read(form, request, found.get().answers(), null, actor).answers();
        Draft saved = drafts.save(actor, id, FormValidator.keepable(form, typed), found.get().step());
        return ResponseEntity.ok(Map.of("savedAt", saved.savedAt().toString(), "at", CLOCK.format(Say.jst(saved.savedAt()))));
    }

    @PostMapping("/drafts/{id}/delete")
    String delete(@PathVariable String id, Actor actor, RedirectAttributes redirect) {
        Optional<Draft> draft = find(actor, id);
        draft.ifPresent(d -> {
            applications.discard(actor, id);
            Flash.success(redirect, words.of("draft.deleted"), "");
        });
        return "redirect:" + (!actor.isStaff() ? "/my/cases"
                : draft.isPresent() && applications.call(draft.get()).internal() ? "/office" : "/postal");
    }

    @GetMapping("/drafts/{id}/preview")
    String preview(@PathVariable String id, Actor actor, Model model, RedirectAttributes redirect) {
        Optional<Draft> draft = find(actor, id);
        return draft.isEmpty() ? gone(actor, id, redirect) : confirm(draft.get(), actor, model);
    }

    /** @param version of the draft that the confirmation showed */
    @PostMapping("/drafts/{id}/submit")
    String submit(@PathVariable String id, @RequestParam(defaultValue = "-1") long version,
                  @RequestParam(required = false) MultipartFile scan, Actor actor, HttpServletResponse response, Model model,
                  RedirectAttributes redirect) throws IOException {
        Optional<Draft> found = find(actor, id);
        if (found.isEmpty()) {
            return gone(actor, id, redirect);
        }
        Draft draft = found.get();
        if (draft.version() != version) {
            Flash.error(redirect, words.of("preview.changed"), words.of("preview.changed.text"));
            return "redirect:/drafts/" + id + "/preview";
        }
        try {
            if (scan != null) {
                Documents.checkSize(scan.getOriginalFilename(), scan.getSize());
            }
            Receipt receipt = applications.file(actor, draft, scan == null || scan.isEmpty() ? null
                    : new Applications.Scan(scan.getOriginalFilename(), scan.getBytes()));
            return filed(actor, receipt, redirect);
        } catch (IncompleteException e) {
            // the confirmation lists every problem with a link to its step
        } catch (RefusedException e) {
            model.addAttribute("refusal", e.refusal().wording());
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return confirm(draft, actor, model);
    }

    private String show(Draft draft, Wizard wizard, int step, List<Problem> problems, Actor actor, Model model) {
        frame(draft, wizard, step, actor, model);
        model.addAttribute("view", FormViews.of(wizard.form(), wizard.answers(), ViewOptions.editable().step(step).problems(problems)
                .language(lang(model)).uploads(wizard.uploads())));
        model.addAttribute("problems", problems);
        model.addAttribute("back", wizard.before(step) > 0);
        model.addAttribute("last", wizard.after(step) == wizard.confirmation());
        return "portal/draft";
    }

    private String confirm(Draft draft, Actor actor, Model model) {
        Wizard wizard = wizard(draft, FormValidator.prune(drafts.form(draft), FormReader.normalise(drafts.form(draft), draft.answers())), actor);
        List<Wizard.Placed> problems = wizard.problems();
        frame(draft, wizard, wizard.confirmation(), actor, model);
        model.addAttribute("view", FormViews.of(wizard.form(), wizard.answers(),
                ViewOptions.reading().language(lang(model)).uploads(wizard.uploads())));
        model.addAttribute("hard", links(draft, wizard, problems, false, lang(model)));
        model.addAttribute("soft", links(draft, wizard, problems, true, lang(model)));
        model.addAttribute("late", board.get(draft.programme(), draft.call()).closed());
        model.addAttribute("paper", actor.isStaff() && applications.call(draft).audience() == Call.Audience.APPLICANT);
        return "portal/preview";
    }

    private void frame(Draft draft, Wizard wizard, int step, Actor actor, Model model) {
        String address = "/drafts/" + draft.id();
        model.addAttribute("draft", draft);
        model.addAttribute("notice", board.get(draft.programme(), draft.call()));
        model.addAttribute("bar", wizard.bar(address, step, draft.step(), lang(model).equals("en"), words.of("preview.step")));
        model.addAttribute("address", address);
        model.addAttribute("staff", actor.isStaff());
        model.addAttribute("renewal", drafts.renewal(draft).orElse(null));
    }

    private List<Map<String, String>> links(Draft draft, Wizard wizard, List<Wizard.Placed> problems, boolean soft, String lang) {
        return problems.stream().filter(placed -> placed.problem().soft() == soft).map(placed -> {
            Map<String, String> link = new LinkedHashMap<>();
            link.put("href", "/drafts/" + draft.id() + "?step=" + placed.step() + placed.problem().anchor());
            link.put("label", wizard.form().field(placed.problem().path()).map(f -> lang.equals("en") && !f.labelEn().isEmpty()
                    ? f.labelEn() : f.label()).orElse(""));
            link.put("text", lang.equals("en") ? placed.problem().messageEn() : placed.problem().messageJa());
            return link;
        }).toList();
    }

    private Wizard wizard(Draft draft, Answers answers, Actor actor) {
        FormDefinition form = drafts.form(draft);
        return new Wizard(form, answers, documents.uploads(form, answers, actor), clock.today(),
                applications.problems(draft, answers));
    }

    private Optional<Draft> find(Actor actor, String id) {
        try {
            return Optional.of(drafts.get(actor, id));
        } catch (NotFoundException filedOrDeletedOrSomebodyElses) {
            return Optional.empty();
        }
    }

    /** A page of a draft that is no more: filed, so here is its receipt; or deleted. */
    private String gone(Actor actor, String id, RedirectAttributes redirect) {
        Receipt receipt = applications.receipt(actor, id).orElseThrow(() -> new NotFoundException("draft " + id));
        Flash.info(redirect, words.of("draft.filed-before"), words.of("draft.filed-before.text", receipt.caseNumber().value()));
        return address(actor, receipt);
    }

    private String filed(Actor actor, Receipt receipt, RedirectAttributes redirect) {
        if (actor.isStaff()) {
            Flash.success(redirect, words.of("postal.filed"), words.of("postal.filed.text", receipt.caseNumber().value()));
        }
        return address(actor, receipt);
    }

    private static String address(Actor actor, Receipt receipt) {
        return "redirect:" + (actor.isStaff() ? "/cases/" + receipt.caseNumber() : "/my/cases/" + receipt.caseNumber() + "/receipt");
    }

    private List<Draft> existing(Actor actor, Notice notice) {
        return drafts.of(actor).stream().filter(draft -> draft.programme().equals(notice.programme().code())
                && draft.call().equals(notice.call().code())).toList();
    }

    /** Staff enter only what came to their own government; nobody else starts an office's own procedure. */
    private Notice mayApply(String programme, String call, Actor actor) {
        Notice notice = board.get(programme, call);
        boolean own = actor.isStaff() && DataScope.coversProgramme(notice.government().code(), notice.programme().code());
        if (actor.isStaff() && !own || notice.call().internal() && !notice.call().isStartedBy(actor)) {
            throw new NotFoundException("call " + call);
        }
        return notice;
    }

    /** Back to where a row was added or a file removed, instead of to the top. */
    private static String fragment(HttpServletRequest request, Wizard wizard) {
        String list = request.getParameter("_add");
        if (list != null && wizard.form().fields().get(list) != null && !wizard.answers().rows(list).isEmpty()) {
            return wizard.form().fields().keySet().stream().filter(path -> path.startsWith(list + "[].")).findFirst()
                    .map(path -> path.replace("[]", "[" + (wizard.answers().rows(list).size() - 1) + "]"))
                    .map(DraftPages::anchor).orElse("");
        }
        for (String button : List.of("_remove", "_dropfile")) {
            String path = request.getParameter(button);
            if (path != null) {
                return anchor(path.replaceAll("\\|.*", "").replaceAll("\\[\\d+]$", ""));
            }
        }
        return "";
    }

    private static String anchor(String path) {
        return path.matches("[\\w.\\[\\]]+") ? new Problem(path, "", "", "", true).anchor() : "";
    }

    private static String lang(Model model) {
        return String.valueOf(model.getAttribute("lang"));
    }
}
