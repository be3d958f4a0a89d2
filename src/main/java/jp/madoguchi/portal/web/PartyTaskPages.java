package jp.madoguchi.portal.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.DeskView;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.casefile.TaskDesk;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.FormCatalogue;
import jp.madoguchi.forms.FormDefinition;
import jp.madoguchi.forms.FormValidator;
import jp.madoguchi.forms.FormView;
import jp.madoguchi.forms.FormViews;
import jp.madoguchi.forms.Options;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.forms.ViewOptions;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What a procedure asks of its applicant: a correction, an answer, a further paper. */
@Controller
@RequestMapping("/my/cases/{number}/tasks/{task}")
class PartyTaskPages {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    private final TaskDesk desk;
    private final Cases cases;
    private final Documents documents;
    private final FormCatalogue forms;
    private final TaskAnswers kept;
    private final TypedForm typedForm;
    private final CallBoard board;
    private final BusinessClock clock;
    private final Words words;

    PartyTaskPages(TaskDesk desk, Cases cases, Documents documents, FormCatalogue forms, TaskAnswers kept, TypedForm typedForm,
                   CallBoard board, BusinessClock clock, Words words) {
        this.desk = desk;
        this.cases = cases;
        this.documents = documents;
        this.forms = forms;
        this.kept = kept;
        this.typedForm = typedForm;
        this.board = board;
        this.clock = clock;
        this.words = words;
    }

    @GetMapping
    String show(@PathVariable String number, @PathVariable String task, Actor actor, Model model, RedirectAttributes redirect) {
        Optional<DeskView> view = find(number, task, actor);
        return view.isEmpty() ? gone(number, redirect)
                : show(view.get(), start(view.get()), List.of(), "", actor, model);
    }

    @PostMapping
    String post(@PathVariable String number, @PathVariable String task, @RequestParam(name = "_outcome", required = false) String outcome,
                @RequestParam(defaultValue = "") String comment, HttpServletRequest request, HttpServletResponse response, Actor actor,
                Model model, RedirectAttributes redirect) {
        Optional<DeskView> found = find(number, task, actor);
        if (found.isEmpty()) {
            return gone(number, redirect);
        }
        DeskView view = found.get();
        TypedForm.Typed typed = typedForm.read(view.form(), request, start(view), asked(view), actor);
        kept.keep(task, view.file(), FormValidator.keepable(view.form(), typed.answers()));
        List<Problem> problems = new ArrayList<>(typed.problems());
        problems.addAll(FormValidator.validate(view.form(), typed.answers(), Options.whole(clock.today()).asDraft()));
        if (problems.isEmpty() && outcome == null) {
            if (request.getParameter("_save") != null) {
                Flash.success(redirect, words.of("draft.saved"), words.of("task.saved.text"));
            }
            return "redirect:/my/cases/" + number + "/tasks/" + task;
        }
        if (problems.isEmpty()) {
            try {
                kept.conclude(task, actor, Conclusion.of(outcome, typed.answers(), comment.strip()));
                Flash.success(redirect, words.of("task.done"), words.of(view.correction() == null ? "task.done.text" : "task.corrected.text"));
                return "redirect:/my/cases/" + number;
            } catch (IncompleteException e) {
                problems.addAll(e.problems());
            } catch (RefusedException e) {
                model.addAttribute("refusal", e.refusal().wording());
            }
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return show(view, typed.answers(), problems, comment, actor, model);
    }

    @PostMapping("/autosave")
    ResponseEntity<Map<String, String>> autosave(@PathVariable String number, @PathVariable String task, HttpServletRequest request, Actor actor) {
        Optional<DeskView> found = find(number, task, actor);
        if (found.isEmpty()) {
            return ResponseEntity.status(HttpStatus.CONFLICT).build();
        }
        DeskView view = found.get();
        Answers typed = typedForm.read(view.form(), request, start(view), asked(view), actor).answers();
        kept.keep(task, view.file(), FormValidator.keepable(view.form(), typed));
        Instant at = clock.instant();
        return ResponseEntity.ok(Map.of("savedAt", at.toString(), "at", CLOCK.format(Say.jst(at))));
    }

    private String show(DeskView view, Answers answers, List<Problem> problems, String comment, Actor actor, Model model) {
        String lang = String.valueOf(model.getAttribute("lang"));
        ViewOptions options = ViewOptions.editable().language(lang).problems(problems)
                .uploads(documents.uploads(view.form(), answers, actor));
        if (view.correction() != null) {
            options = options.unlocked(view.correction().items().keySet()).comments(view.correction().items());
        }
        model.addAttribute("desk", view);
        model.addAttribute("file", view.file());
        model.addAttribute("task", view.task());
        model.addAttribute("notice", board.get(view.file().programme(), view.file().call()));
        FormView whole = FormViews.of(view.form(), answers, options);
        model.addAttribute("view", view.correction() == null ? whole : AskedFields.of(whole));
        model.addAttribute("problems", problems);
        model.addAttribute("fixes", fixes(view));
        model.addAttribute("comment", comment);
        model.addAttribute("reasonAsked", view.task().spec().outcomes().stream().anyMatch(o -> o.reasonRequired()));
        model.addAttribute("proposal", proposal(view, lang));
        model.addAttribute("returned", returned(view).map(TaskRecord::comment).orElse(""));
        return "portal/task";
    }

    /** What was typed before; else, for a paper that was sent back, the one handed in last. */
    private Answers start(DeskView view) {
        return kept.of(view.task().id()).orElseGet(() -> view.correction() != null ? view.answers()
                : returned(view).flatMap(check -> cases.lastRecord(view.file().number(), view.task().spec().key()))
                        .map(TaskRecord::answers).map(Answers::fromJson).orElse(view.answers()));
    }

    private Object proposal(DeskView view, String lang) {
        return cases.newest(view.file().number(), view.task().spec().answersTo()).stream().filter(record -> record.answers() != null).findFirst().map(record -> {
            FormDefinition form = forms.get(record.form(), record.formHash());
            return FormViews.of(form, Answers.fromJson(record.answers()), ViewOptions.reading().language(lang));
        }).orElse(null);
    }

    private Optional<TaskRecord> returned(DeskView view) {
        return cases.lastCheck(view.file().number(), view.task().spec());
    }

    /** The list of what is asked, each a link to its field. */
    private static List<Map<String, String>> fixes(DeskView view) {
        if (view.correction() == null) {
            return List.of();
        }
        List<Map<String, String>> fixes = new ArrayList<>();
        view.form().fields().forEach((path, field) -> view.correction().items().forEach((asked, comment) -> {
            if (asked.replaceAll("\\[\\d+]", "[]").equals(path)) {
                Map<String, String> fix = new LinkedHashMap<>();
                fix.put("href", new Problem(asked, "", "", "", true).anchor());
                fix.put("label", field.label());
                fix.put("comment", comment);
                fixes.add(fix);
            }
        }));
        return fixes;
    }

    private static Set<String> asked(DeskView view) {
        return view.correction() == null ? null : view.correction().items().keySet();
    }

    /** @return empty when the task is done or gone @throws NotFoundException when it is not this applicant's */
    private Optional<DeskView> find(String number, String task, Actor actor) {
        if (!actor.id().equals(cases.get(number).party())) {
            throw new NotFoundException("case " + number);
        }
        try {
            DeskView view = desk.view(task, actor);
            if (!view.file().number().value().equals(number) || !view.task().desk().isApplicants()) {
                throw new NotFoundException("task " + task);
            }
            return Optional.of(view);
        } catch (RefusedException concludedMeanwhile) {
            return Optional.empty();
        }
    }

    private String gone(String number, RedirectAttributes redirect) {
        Flash.info(redirect, words.of("task.gone"), words.of("task.gone.text"));
        return "redirect:/my/cases/" + number;
    }
}
