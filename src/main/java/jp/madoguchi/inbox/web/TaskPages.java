package jp.madoguchi.inbox.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.DeskView;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.casefile.TaskDesk;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.FormCatalogue;
import jp.madoguchi.forms.FormComponent;
import jp.madoguchi.forms.FormDefinition;
import jp.madoguchi.forms.FormReader;
import jp.madoguchi.forms.FormViews;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.forms.ViewOptions;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.workflow.Outcome;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where staff work one task: the case to read, the task to do. Nothing typed is lost, whatever became of the task meanwhile. */
@Controller
@RequestMapping("/tasks/{id}")
class TaskPages {

    private static final String KEPT = "_kept";
    private static final Set<String> FORM_BUTTONS = Set.of("_add", "_remove", "_dropfile", "_refresh");

    private final TaskDesk desk;
    private final Cases cases;
    private final Documents documents;
    private final FormCatalogue forms;
    private final Dossiers dossiers;
    private final TaskSheets sheets;

    TaskPages(TaskDesk desk, Cases cases, Documents documents, FormCatalogue forms, Dossiers dossiers, TaskSheets sheets) {
        this.desk = desk;
        this.cases = cases;
        this.documents = documents;
        this.forms = forms;
        this.dossiers = dossiers;
        this.sheets = sheets;
    }

    /** A request about one task, with where it came from. */
    private record Visit(String id, String back, String next, Actor actor, Locale locale, Model model, HttpServletRequest request,
                         HttpServletResponse response) {

        Visit {
            back = BackLink.of(back);
            next = BackLink.taskOrNone(next);
        }

        String again() {
            return "redirect:/tasks/" + id + "?back=" + URLEncoder.encode(back, StandardCharsets.UTF_8) + (next.isEmpty() ? "" : "&next=" + next);
        }
    }

    @GetMapping
    String show(@PathVariable String id, @RequestParam(required = false) String back, @RequestParam(required = false) String next,
                Actor actor, Locale locale, Model model, HttpServletRequest request, HttpServletResponse response) {
        Visit visit = new Visit(id, back, next, actor, locale, model, request, response);
        DeskView view;
        try {
            view = desk.view(id, actor);
        } catch (RefusedException e) {
            return gone(visit, e.refusal().wording());
        }
        cases.viewed(view.file(), actor, "case");
        return page(visit, view, Typed.nothing(view.answers()), List.of());
    }

    @PostMapping("/claim")
    String claim(@PathVariable String id, @RequestParam(required = false) String back, @RequestParam(required = false) String next,
                 Actor actor, Locale locale, Model model, HttpServletRequest request, HttpServletResponse response, RedirectAttributes redirect) {
        return act(new Visit(id, back, next, actor, locale, model, request, response), redirect, () -> desk.claim(id, actor),
                "この作業の担当になりました");
    }

    @PostMapping("/release")
    String release(@PathVariable String id, @RequestParam(required = false) String back, @RequestParam(required = false) String next,
                   Actor actor, Locale locale, Model model, HttpServletRequest request, HttpServletResponse response, RedirectAttributes redirect) {
        return act(new Visit(id, back, next, actor, locale, model, request, response), redirect, () -> desk.release(id, actor),
                "担当を外れ、係に戻しました");
    }

    @PostMapping("/assign")
    String assign(@PathVariable String id, @RequestParam String to, @RequestParam(required = false) String back,
                  @RequestParam(required = false) String next, Actor actor, Locale locale, Model model, HttpServletRequest request,
                  HttpServletResponse response, RedirectAttributes redirect) {
        return act(new Visit(id, back, next, actor, locale, model, request, response), redirect, () -> desk.assign(id, to, actor),
                "担当者を変更しました");
    }

    @PostMapping("/conclude")
    String conclude(@PathVariable String id, @RequestParam(required = false) String back, @RequestParam(required = false) String next,
                    Actor actor, Locale locale, Model model, HttpServletRequest request, HttpServletResponse response, RedirectAttributes redirect) {
        Visit visit = new Visit(id, back, next, actor, locale, model, request, response);
        DeskView view;
        try {
            view = desk.view(id, actor);
        } catch (RefusedException e) {
            return gone(visit, e.refusal().wording());
        }
        Set<String> unlocked = view.correction() == null ? null : view.correction().items().keySet();
        Answers answers = FormReader.read(view.form(), request.getParameterMap(), withKept(view, request, actor), unlocked);
        Typed typed = Typed.read(request.getParameterMap(), answers);
        try {
            typed = Typed.read(request.getParameterMap(), withUploads(view.form(), answers, request, actor));
        } catch (RefusedException e) {
            return refused(visit, view, typed, e, HttpStatus.UNPROCESSABLE_ENTITY);
        }
        if (FORM_BUTTONS.stream().anyMatch(request.getParameterMap()::containsKey)) {
            return page(visit, view, typed, List.of());
        }
        try {
            desk.conclude(id, actor, typed.conclusion(corrects(view, typed.outcome())));
        } catch (IncompleteException e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(visit, view, typed, e.problems());
        } catch (NotFoundException e) {
            throw e;
        } catch (RuntimeException e) {
            return lost(visit, view, typed, e);
        }
        String outcome = view.task().spec().outcome(typed.outcome()).map(Outcome::label).orElse("");
        redirect.addFlashAttribute("flash", List.of(Map.of("type", "success", "title", "「" + view.task().spec().name() + "」を完了しました",
                "text", view.file().number() + "　" + view.file().title() + "：" + outcome)));
        return "redirect:" + BackLink.continuing(visit.back(), visit.next());
    }

    private static boolean corrects(DeskView view, String outcome) {
        return view.task().spec().outcome(outcome).filter(Outcome::corrects).isPresent();
    }

    private String act(Visit visit, RedirectAttributes redirect, Runnable deed, String done) {
        try {
            deed.run();
        } catch (NotFoundException e) {
            throw e;
        } catch (RuntimeException e) {
            DeskView now;
            try {
                now = desk.view(visit.id(), visit.actor());
            } catch (RefusedException gone) {
                return gone(visit, gone.refusal().wording());
            }
            return lost(visit, now, Typed.nothing(now.answers()), e);
        }
        redirect.addFlashAttribute("flash", List.of(Map.of("type", "success", "title", done)));
        return visit.again();
    }

    /**
     * Something stood in the way. A refusal says what; a race lost deep in the engine or the database says nothing a person
     * understands, but what became of the task does.
     */
    private String lost(Visit visit, DeskView before, Typed typed, RuntimeException cause) {
        DeskView now;
        try {
            now = desk.view(visit.id(), visit.actor());
        } catch (RefusedException e) {
            return gone(visit, e.refusal().wording());
        }
        if (cause instanceof RefusedException refused) {
            return refused(visit, now, typed, refused, HttpStatus.CONFLICT);
        }
        if (now.task().assignee() != null && !now.task().assignee().equals(visit.actor().id())) {
            return refused(visit, now, typed, new RefusedException("task.taken", "この作業は、ほかの職員がすでに担当しています。"),
                    HttpStatus.CONFLICT);
        }
        throw cause;
    }

    private String refused(Visit visit, DeskView view, Typed typed, RefusedException refused, HttpStatus status) {
        visit.response().setStatus(status.value());
        visit.model().addAttribute("refusal", refused.refusal().wording());
        return page(visit, view, typed, List.of());
    }

    private String page(Visit visit, DeskView view, Typed typed, List<Problem> problems) {
        Dossier dossier = dossiers.of(view.file(), visit.locale());
        visit.model().addAttribute("dossier", dossier);
        visit.model().addAttribute("sheet", sheets.of(view, dossier, visit.actor(), typed, problems));
        visit.model().addAttribute("problems", problems);
        visit.model().addAttribute("back", visit.back());
        visit.model().addAttribute("next", visit.next());
        return "inbox/task";
    }

    /** The task is no more. What was typed is shown, to be copied; who concluded it is told where it is known. */
    private String gone(Visit visit, String wording) {
        Model model = visit.model();
        HttpServletRequest request = visit.request();
        visit.response().setStatus(HttpStatus.CONFLICT.value());
        model.addAttribute("wording", wording);
        model.addAttribute("back", visit.back());
        String number = request.getParameter("_case");
        if (number != null) {
            CaseFile file = cases.get(number);
            Optional<TaskRecord> record = cases.records(file.number()).stream().filter(r -> r.taskId().equals(visit.id())).findFirst();
            model.addAttribute("number", number);
            model.addAttribute("title", file.title());
            record.ifPresent(r -> model.addAttribute("by", Shown.moment(r.concludedAt()) + "　" + r.title() + "　" + r.actorName() + "：" + r.outcomeLabel()));
        }
        Typed typed = Typed.read(request.getParameterMap(), Answers.NONE);
        model.addAttribute("comment", typed.comment());
        String formId = request.getParameter("_task_form");
        if (formId != null && forms.exists(formId)) {
            FormDefinition form = forms.get(formId);
            Answers answers = FormReader.read(form, request.getParameterMap(), Answers.NONE);
            model.addAttribute("corrections", typed.corrections().entrySet().stream().map(e -> Map.of("field", e.getKey(), "comment", e.getValue())).toList());
            if (!form.fields().isEmpty() && !answers.isEmpty()) {
                model.addAttribute("form", FormViews.of(form, answers, ViewOptions.reading()));
            }
        }
        return "inbox/gone";
    }

    /** Files taken in with an earlier attempt; only one's own, or the case's, count. */
    private Answers withKept(DeskView view, HttpServletRequest request, Actor actor) {
        Answers answers = view.answers();
        for (String kept : Optional.ofNullable(request.getParameterValues(KEPT)).orElse(new String[0])) {
            int bar = kept.indexOf('|');
            String path = bar < 0 ? "" : kept.substring(0, bar);
            if (isFile(view.form(), path) && documents.find(kept.substring(bar + 1)).filter(d -> d.uploader().equals(actor.id())).isPresent()) {
                answers = with(answers, path, kept.substring(bar + 1));
            }
        }
        return answers;
    }

    private Answers withUploads(FormDefinition form, Answers answers, HttpServletRequest request, Actor actor) {
        Answers all = answers;
        if (request instanceof MultipartHttpServletRequest multipart) {
            for (Map.Entry<String, List<MultipartFile>> part : multipart.getMultiFileMap().entrySet()) {
                String path = part.getKey().replaceFirst("\\.file$", "");
                if (part.getKey().equals(FormReader.fileParameter(path)) && isFile(form, path)) {
                    for (MultipartFile file : part.getValue()) {
                        all = file.isEmpty() && file.getOriginalFilename().isEmpty() ? all
                                : with(all, path, documents.store(actor, file.getOriginalFilename(), bytes(file)).id());
                    }
                }
            }
        }
        return all;
    }

    private static boolean isFile(FormDefinition form, String path) {
        return form.field(path).filter(field -> field.type() == FormComponent.Type.FILEPICKER).isPresent();
    }

    private static Answers with(Answers answers, String path, String id) {
        List<String> ids = new ArrayList<>(answers.texts(path));
        if (!ids.contains(id)) {
            ids.add(id);
        }
        return answers.with(path, ids);
    }

    private static byte[] bytes(MultipartFile file) {
        Documents.checkSize(file.getOriginalFilename(), file.getSize());
        try {
            return file.getBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
