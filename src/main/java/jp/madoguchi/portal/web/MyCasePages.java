package jp.madoguchi.portal.web;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Corrections;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.Drafts;
import jp.madoguchi.casefile.StatutoryClock;
import jp.madoguchi.casefile.StoredDocument;
import jp.madoguchi.casefile.Submission;
import jp.madoguchi.casefile.TaskDesk;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.FormCatalogue;
import jp.madoguchi.forms.FormComponent;
import jp.madoguchi.forms.FormDefinition;
import jp.madoguchi.forms.FormViews;
import jp.madoguchi.forms.ViewOptions;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.letters.Letter;
import jp.madoguchi.letters.Letters;
import jp.madoguchi.portal.web.CallBoard.Notice;
import jp.madoguchi.workflow.HumanTask;
import jp.madoguchi.workflow.TaskSpec;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What an applicant has running: the list, one case, its receipt, its letters, taking it back. */
@Controller
class MyCasePages {

    private static final int LONGEST_REASON = 1000;

    private final Cases cases;
    private final Drafts drafts;
    private final TaskDesk desk;
    private final Documents documents;
    private final Corrections corrections;
    private final StatutoryClock statutoryClock;
    private final Withdrawal withdrawal;
    private final Letters letters;
    private final FormCatalogue forms;
    private final CallBoard board;
    private final Applications applications;
    private final Story story;
    private final Words words;

    MyCasePages(Cases cases, Drafts drafts, TaskDesk desk, Documents documents, Corrections corrections, StatutoryClock statutoryClock,
                Withdrawal withdrawal, Letters letters, FormCatalogue forms, CallBoard board, Applications applications, Story story,
                Words words) {
        this.cases = cases;
        this.drafts = drafts;
        this.desk = desk;
        this.documents = documents;
        this.corrections = corrections;
        this.statutoryClock = statutoryClock;
        this.withdrawal = withdrawal;
        this.letters = letters;
        this.forms = forms;
        this.board = board;
        this.applications = applications;
        this.story = story;
        this.words = words;
    }

    /** Something that waits for the applicant. @param due null where there is none */
    public record Todo(HumanTask task, LocalDate due) {}

    /** One line of the list. */
    public record Line(CaseFile file, Notice notice, Standing standing, List<Todo> todos) {}

    /** One draft of the list. @param steps how many its form has */
    public record DraftLine(Drafts.Draft draft, Notice notice, int steps) {}

    /** One round, with what changed since the one before. */
    public record Round(Submission submission, List<Map<String, String>> difference) {}

    @GetMapping("/my/cases")
    String list(Actor actor, Model model) {
        List<Line> lines = cases.ofParty(actor.id()).stream().map(file -> new Line(file, board.get(file.programme(), file.call()),
                Standing.of(file), todos(file))).toList();
        model.addAttribute("waiting", lines.stream().filter(line -> !line.todos().isEmpty())
                .sorted(Comparator.comparing((Line line) -> earliest(line.todos()))).toList());
        model.addAttribute("running", lines.stream().filter(line -> line.todos().isEmpty() && !line.file().isClosed()).toList());
        model.addAttribute("ended", lines.stream().filter(line -> line.todos().isEmpty() && line.file().isClosed()).toList());
        model.addAttribute("drafts", drafts.of(actor).stream().map(draft -> new DraftLine(draft,
                board.get(draft.programme(), draft.call()), drafts.form(draft).shownSteps(draft.answers()).size())).toList());
        return "portal/my-cases";
    }

    @GetMapping("/my/cases/{number}")
    String show(@PathVariable String number, Actor actor, @ModelAttribute("say") Say say, Model model) {
        CaseFile file = own(number, actor);
        frame(file, model);
        model.addAttribute("standing", Standing.of(file));
        model.addAttribute("withdrawable", withdrawal.isOfferedTo(file, actor));
        model.addAttribute("todos", todos(file));
        model.addAttribute("place", applications.placeNow(file.number()).orElse(null));
        model.addAttribute("ledger", statutoryClock.ledger(file).orElse(null));
        model.addAttribute("story", story.of(cases.timeline(file.number()), say));
        model.addAttribute("rounds", rounds(file));
        model.addAttribute("documents", documents.ofCase(number).stream().filter(d -> actor.id().equals(d.uploader())).toList());
        model.addAttribute("letters", letters.ofCase(file.number()));
        return "portal/case";
    }

    /** One round as it was handed in, with what changed since the one before. */
    @GetMapping("/my/cases/{number}/submissions/{round}")
    String submission(@PathVariable String number, @PathVariable int round, Actor actor, Model model) {
        CaseFile file = own(number, actor);
        List<Submission> submissions = cases.submissions(file.number());
        if (round < 1 || round > submissions.size()) {
            throw new NotFoundException("submission " + round + " of " + number);
        }
        Submission one = submissions.get(round - 1);
        FormDefinition form = forms.get(one.form(), one.formHash());
        ViewOptions options = ViewOptions.reading().language(lang(model)).uploads(documents.uploads(form, one.answers(), actor));
        frame(file, model);
        model.addAttribute("submission", one);
        model.addAttribute("view", FormViews.of(form, one.answers(), round == 1 ? options
                : options.before(submissions.get(round - 2).answers())));
        return "portal/submission";
    }

    @GetMapping("/my/cases/{number}/receipt")
    String receipt(@PathVariable String number, Actor actor, Model model) {
        CaseFile file = own(number, actor);
        Submission first = cases.submissions(file.number()).get(0);
        FormDefinition form = forms.get(first.form(), first.formHash());
        frame(file, model);
        model.addAttribute("submission", first);
        model.addAttribute("documents", documents.uploads(form, first.answers(), actor).keySet().stream()
                .map(documents::find).flatMap(Optional::stream).toList());
        model.addAttribute("place", applications.placeOnArrival(file.number()).orElse(null));
        return "portal/receipt";
    }

    @GetMapping("/my/cases/{number}/letters/{letter}")
    ResponseEntity<byte[]> letter(@PathVariable String number, @PathVariable String letter, Actor actor) {
        CaseFile file = own(number, actor);
        Letter found = letters.get(letter);
        if (!found.caseNumber().equals(file.number())) {
            throw new NotFoundException("letter " + letter);
        }
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_PDF)
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment()
                        .filename(found.fileName(), StandardCharsets.UTF_8).build().toString())
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .body(letters.pdf(letter));
    }

    @GetMapping("/my/cases/{number}/withdrawal")
    String askToWithdraw(@PathVariable String number, Actor actor, Model model) {
        CaseFile file = own(number, actor);
        frame(file, model);
        model.addAttribute("reason", "");
        return withdrawal.isOfferedTo(file, actor) ? "portal/withdrawal" : "redirect:/my/cases/" + number;
    }

    @PostMapping("/my/cases/{number}/withdrawal")
    String withdraw(@PathVariable String number, @RequestParam(defaultValue = "") String reason, Actor actor, Model model,
                    RedirectAttributes redirect) {
        CaseFile file = own(number, actor);
        try {
            if (reason.length() > LONGEST_REASON) {
                throw new RefusedException("withdrawal.length", words.of("withdrawal.long", LONGEST_REASON));
            }
            withdrawal.withdraw(file.number(), actor, reason.strip());
        } catch (RefusedException e) {
            frame(file, model);
            model.addAttribute("reason", reason);
            model.addAttribute("refusal", e.refusal().wording());
            return "portal/withdrawal";
        }
        Flash.success(redirect, words.of("withdrawal.done"), words.of("withdrawal.done.text"));
        return "redirect:/my/cases/" + number;
    }

    private void frame(CaseFile file, Model model) {
        model.addAttribute("file", file);
        model.addAttribute("programme", cases.programme(file));
        model.addAttribute("call", cases.call(file));
        model.addAttribute("notice", board.get(file.programme(), file.call()));
    }

    /** @throws NotFoundException also for staff, who have their own page of a case */
    private CaseFile own(String number, Actor actor) {
        CaseFile file = cases.get(number);
        if (!actor.id().equals(file.party())) {
            throw new NotFoundException("case " + number);
        }
        return file;
    }

    /** Newest first. */
    private List<Round> rounds(CaseFile file) {
        List<Submission> submissions = cases.submissions(file.number());
        List<Corrections.Correction> asked = corrections.of(file.number().value());
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < submissions.size(); i++) {
            Submission one = submissions.get(i);
            Submission before = i == 0 ? null : submissions.get(i - 1);
            List<Map<String, String>> changed = before == null ? List.of() : asked.stream()
                    .filter(correction -> correction.round() == before.round()).reduce((a, b) -> b)
                    .map(correction -> difference(forms.get(one.form(), one.formHash()), correction, before, one)).orElse(List.of());
            rounds.add(0, new Round(one, changed));
        }
        return rounds;
    }

    private List<Map<String, String>> difference(FormDefinition form, Corrections.Correction asked, Submission before, Submission after) {
        return Corrections.difference(asked, before.answers(), after.answers()).stream().map(d -> Map.of(
                "label", form.field(d.field()).map(f -> f.label()).orElse(d.field()), "asked", d.asked(),
                "before", shown(form, before.answers(), d.field()), "after", shown(form, after.answers(), d.field()))).toList();
    }

    private String shown(FormDefinition form, Answers answers, String path) {
        boolean files = form.field(path).filter(field -> field.type() == FormComponent.Type.FILEPICKER).isPresent();
        return !files ? FormViews.text(form, answers, path) : answers.texts(path).stream().map(documents::find)
                .flatMap(Optional::stream).map(StoredDocument::name).collect(Collectors.joining("、"));
    }

    /** A correction is due on the day its request named. */
    private List<Todo> todos(CaseFile file) {
        return desk.partyTasks(file).stream().map(task -> new Todo(task, task.spec().form().equals(TaskSpec.CASE_FORM)
                ? corrections.open(file.number().value()).map(Corrections.Correction::dueOn).orElse(null)
                : task.dueAt() == null ? null : Say.jst(task.dueAt()).toLocalDate())).toList();
    }

    private static LocalDate earliest(List<Todo> todos) {
        return todos.stream().map(Todo::due).filter(Objects::nonNull).min(Comparator.naturalOrder()).orElse(LocalDate.MAX);
    }

    private static String lang(Model model) {
        return String.valueOf(model.getAttribute("lang"));
    }
}
