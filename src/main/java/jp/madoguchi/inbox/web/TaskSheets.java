package jp.madoguchi.inbox.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.DeskView;
import jp.madoguchi.casefile.Submission;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.forms.FormCatalogue;
import jp.madoguchi.forms.FormComponent;
import jp.madoguchi.forms.FormDefinition;
import jp.madoguchi.forms.FormView;
import jp.madoguchi.forms.FormViews;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.forms.Step;
import jp.madoguchi.forms.ViewOptions;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.org.Account;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Desk;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import jp.madoguchi.workflow.HumanTask;
import jp.madoguchi.workflow.LettersAhead;
import jp.madoguchi.workflow.Outcome;
import jp.madoguchi.workflow.TaskSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes the working part of a task's page. */
@Component
@Transactional(readOnly = true)
class TaskSheets {

    private final Cases cases;
    private final FormCatalogue forms;
    private final Organisation organisation;
    private final Accounts accounts;
    private final Dossiers dossiers;
    private final LettersAhead lettersAhead;
    private final BusinessCalendars calendars;
    private final BusinessClock clock;

    TaskSheets(Cases cases, FormCatalogue forms, Organisation organisation, Accounts accounts, Dossiers dossiers,
               LettersAhead lettersAhead, BusinessCalendars calendars, BusinessClock clock) {
        this.cases = cases;
        this.forms = forms;
        this.organisation = organisation;
        this.accounts = accounts;
        this.dossiers = dossiers;
        this.lettersAhead = lettersAhead;
        this.calendars = calendars;
        this.clock = clock;
    }

    TaskSheet of(DeskView view, Dossier dossier, Actor actor, Typed typed, List<Problem> problems) {
        HumanTask task = view.task();
        String state = state(view, actor);
        LocalDate due = Shown.day(task.dueAt());
        boolean correcting = task.spec().outcomes().stream().anyMatch(Outcome::corrects);
        boolean anythingTyped = !typed.answers().equals(view.answers()) || !typed.comment().isEmpty();
        ViewOptions options = (state.equals("mine") ? ViewOptions.editable() : ViewOptions.reading()).problems(problems)
                .uploads(dossiers.uploads(typed.answers()));
        if (view.correction() != null) {
            options = options.unlocked(view.correction().items().keySet()).comments(view.correction().items());
        }
        // A form may only tell what is concluded, and ask nothing.
        FormView form = state.equals("mine") || anythingTyped && !view.form().fields().isEmpty() ? FormViews.of(view.form(), typed.answers(), options) : null;
        return new TaskSheet(task.id(), task.spec().name(), deskName(task.desk()),
                view.membership() == null ? null : view.membership().actingForName(),
                task.assignee() == null ? "" : accounts.byId(task.assignee()).map(Account::name).orElse(""), state, view.blockedBecause(),
                Shown.moment(task.createdAt()), JapaneseDates.compact(due), due.toString(),
                Shown.left(calendars.businessDaysBetween(new GovernmentCode(view.file().government()), clock.today(), due),
                        task.dueAt().isBefore(clock.instant())), form, view.form().id(), kept(view, typed),
                task.spec().outcomes().stream().map(outcome -> Map.<String, Object>of("code", outcome.code(), "label", outcome.label(),
                        "reason", outcome.reasonRequired(), "corrects", outcome.corrects(),
                        "checked", outcome.code().equals(typed.outcome()) || task.spec().outcomes().size() == 1)).toList(),
                task.spec().outcomes().stream().anyMatch(Outcome::reasonRequired), task.spec().decides(), typed.comment(),
                correcting ? correctable(view, typed) : List.of(), correcting, colleagues(view, actor), toRead(view, dossier),
                view.correction() == null ? "" : view.correction().comment(), letters(task));
    }

    private Map<String, String> letters(HumanTask task) {
        Map<String, String> letters = new LinkedHashMap<>();
        lettersAhead.of(task).forEach((kind, step) -> letters.put("/cases/" + task.caseNumber() + "/letters/" + kind + "/preview", step));
        return letters;
    }

    private static String state(DeskView view, Actor actor) {
        if (!view.workable()) {
            return "blocked";
        }
        String assignee = view.task().assignee();
        return assignee == null ? "free" : assignee.equals(actor.id()) ? "mine" : "taken";
    }

    private String deskName(Desk desk) {
        return organisation.section(desk.government(), desk.section()).name() + "　" + desk.role().label();
    }

    /** Files of this task that were stored with an earlier attempt. */
    private static List<String> kept(DeskView view, Typed typed) {
        List<String> kept = new ArrayList<>();
        view.form().fields().forEach((path, field) -> {
            if (field.type() == FormComponent.Type.FILEPICKER && !path.contains("[")) {
                typed.answers().texts(path).stream().filter(id -> !view.answers().texts(path).contains(id))
                        .forEach(id -> kept.add(path + "|" + id));
            }
        });
        return kept;
    }

    /** Every field the applicant saw and may correct, by step; a repeated group is sent back as a whole. */
    private List<Map<String, Object>> correctable(DeskView view, Typed typed) {
        Submission round = cases.submission(view.file().number());
        FormDefinition form = forms.get(round.form(), round.formHash());
        List<Map<String, Object>> steps = new ArrayList<>();
        for (Step step : form.shownSteps(round.answers())) {
            FormView shown = FormViews.of(form, round.answers(), ViewOptions.reading().step(step.number()).uploads(dossiers.uploads(round.answers())));
            List<Map<String, Object>> fields = new ArrayList<>();
            collect(form, shown.nodes(), typed, fields);
            if (!fields.isEmpty()) {
                steps.add(Map.of("title", step.titleJa(), "fields", fields));
            }
        }
        return steps;
    }

    private static void collect(FormDefinition form, List<FormView.Node> nodes, Typed typed, List<Map<String, Object>> fields) {
        for (FormView.Node node : nodes) {
            if (node instanceof FormView.Group group) {
                collect(form, group.nodes(), typed, fields);
            } else if (node instanceof FormView.Field field && !form.field(field.path()).map(FormComponent::fixed).orElse(false)) {
                fields.add(correctable(field.path(), field.label(), String.join("、", field.lines()), typed));
            } else if (node instanceof FormView.Rows rows) {
                fields.add(correctable(rows.path(), rows.label(), rows.rows().size() + "件", typed));
            }
        }
    }

    private static Map<String, Object> correctable(String path, String label, String value, Typed typed) {
        return Map.of("path", path, "id", path.replaceAll("\\W", "-"), "label", label, "value", value,
                "checked", typed.corrections().containsKey(path), "comment", typed.corrections().getOrDefault(path, ""));
    }

    /** Holders of the desk, for those who may hand the task over: its own people and managers. */
    private List<Map<String, Object>> colleagues(DeskView view, Actor actor) {
        boolean manages = organisation.desksOf(actor.id(), clock.today()).stream().anyMatch(m -> m.desk().role() == Role.MANAGER
                && m.desk().government().equals(view.file().government()));
        if (view.task().desk().isApplicants() || !view.workable() && !manages) {
            return List.of();
        }
        return organisation.holdersOf(view.task().desk(), clock.today()).stream()
                .filter(post -> !post.account().equals(view.task().assignee()))
                .map(post -> Map.<String, Object>of("id", post.account(), "name",
                        accounts.byId(post.account()).map(Account::name).orElse(post.account()) + "（" + post.title() + "）")).toList();
    }

    private List<Dossier.Recorded> toRead(DeskView view, Dossier dossier) {
        CaseNumber number = view.file().number();
        TaskSpec spec = view.task().spec();
        Stream<TaskRecord> records = spec.decides() ? cases.records(number).stream().filter(TaskRecord::opinion).reduce((earlier, later) -> later).stream()
                : Stream.concat(cases.newest(number, spec.answersTo()).stream(), cases.lastCheck(number, spec).stream());
        return records.flatMap(record -> dossier.records().stream().filter(shown -> shown.id().equals("record-" + record.taskId()))).toList();
    }
}
