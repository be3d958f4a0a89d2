package jp.madoguchi.casefile;

import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.FormCatalogue;
import jp.madoguchi.forms.FormDefinition;
import jp.madoguchi.forms.FormReader;
import jp.madoguchi.forms.FormValidator;
import jp.madoguchi.forms.Options;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.org.Account;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Desk;
import jp.madoguchi.org.DeskMembership;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.workflow.HumanTask;
import jp.madoguchi.workflow.HumanTasks;
import jp.madoguchi.workflow.Outcome;
import jp.madoguchi.workflow.TaskSpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where human tasks are worked: checks desk, claim, four eyes, form and reasons before the engine hears of it. The
 * applicant's own tasks pass here too.
 */
@Service
@Transactional
public class TaskDesk {

    private static final int LONGEST_COMMENT = 4000;
    /** Told to the procedure with every decision: whether a deputy took it. */
    private static final String BY_DEPUTY = "daiketsu";

    private final HumanTasks tasks;
    private final Cases cases;
    private final CaseFileRepository files;
    private final Organisation organisation;
    private final Accounts accounts;
    private final FormCatalogue forms;
    private final Corrections corrections;
    private final Documents documents;
    private final Filing filing;
    private final CaseKinds kinds;
    private final StatutoryClock statutoryClock;
    private final CaseJournal journal;
    private final JdbcClient jdbc;
    private final BusinessClock clock;

    TaskDesk(HumanTasks tasks, Cases cases, CaseFileRepository files, Organisation organisation, Accounts accounts,
             FormCatalogue forms, Corrections corrections, Documents documents, Filing filing, CaseKinds kinds,
             StatutoryClock statutoryClock, CaseJournal journal, JdbcClient jdbc, BusinessClock clock) {
        this.tasks = tasks;
        this.cases = cases;
        this.files = files;
        this.organisation = organisation;
        this.accounts = accounts;
        this.forms = forms;
        this.corrections = corrections;
        this.documents = documents;
        this.filing = filing;
        this.kinds = kinds;
        this.statutoryClock = statutoryClock;
        this.journal = journal;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A task with its case, as one person may see it.
     *
     * @throws RefusedException  when the task is gone
     * @throws NotFoundException when the case is another government's or another applicant's
     */
    public DeskView view(String taskId, Actor actor) {
        HumanTask task = tasks.find(taskId).orElseThrow(HumanTasks::gone);
        CaseFile file = cases.get(task.caseNumber());
        DeskMembership membership = membership(task.desk(), file, actor);
        FormDefinition form = form(task, file);
        boolean ownForm = task.spec().form().equals(TaskSpec.CASE_FORM);
        return new DeskView(task, file, mayWork(task, file, actor, membership), membership, form,
                ownForm ? cases.submission(file.number()).answers() : start(task, file, form),
                ownForm ? corrections.open(file.number().value()).orElse(null) : null);
    }

    /** The open tasks of a case that wait for its own party. */
    public List<HumanTask> partyTasks(CaseFile file) {
        return tasks.openOf(file.number()).stream().filter(task -> task.desk().isApplicants()).toList();
    }

    /** @throws RefusedException when somebody else has it, or this person may not do it */
    public void claim(String taskId, Actor actor) {
        DeskView view = view(taskId, actor);
        view.mayWork().orThrow();
        if (view.task().assignee() != null && !view.task().assignee().equals(actor.id())) {
            throw takenBy(view.task());
        }
        tasks.claim(taskId, actor.id());
        tell(view, "task.claimed", actor, Map.of());
    }

    /** Gives a claimed task back to its desk. @throws RefusedException when it is somebody else's */
    public void release(String taskId, Actor actor) {
        DeskView view = view(taskId, actor);
        view.mayWork().orThrow();
        if (!actor.id().equals(view.task().assignee())) {
            throw new RefusedException("task.not-yours", "この作業はあなたの担当ではありません。");
        }
        tasks.assign(taskId, null);
        tell(view, "task.released", actor, Map.of());
    }

    /**
     * Gives a task to a member of its desk.
     *
     * @throws RefusedException when either side does not belong to the desk, or may not do the task
     */
    public void assign(String taskId, String account, Actor actor) {
        DeskView view = view(taskId, actor);
        boolean manages = organisation.desksOf(actor.id(), clock.today()).stream().map(DeskMembership::desk)
                .anyMatch(d -> d.role() == jp.madoguchi.org.Role.MANAGER && d.government().equals(view.file().government()));
        if (!manages) {
            view.mayWork().orThrow();
        }
        Account to = accounts.get(account);
        mayWork(view.task(), view.file(), to.asActor(), membership(view.task().desk(), view.file(), to.asActor())).orThrow();
        tasks.assign(taskId, account);
        tell(view, "task.assigned", actor, Map.of("to", to.name()));
    }

    /**
     * Concludes a task.
     *
     * @throws IncompleteException when the form's answers cannot be taken
     * @throws RefusedException    when the task is gone or not this person's, a reason is missing, or four eyes forbid it
     */
    public void conclude(String taskId, Actor actor, Conclusion conclusion) {
        DeskView view = view(taskId, actor);
        HumanTask task = view.task();
        TaskSpec spec = task.spec();
        view.mayWork().orThrow();
        if (actor.isStaff() && !actor.id().equals(task.assignee())) {
            throw task.assignee() == null
                    ? new RefusedException("task.unclaimed", "先に「担当する」を押してください。")
                    : takenBy(task);
        }
        Outcome outcome = spec.outcome(conclusion.outcome()).orElseThrow(() ->
                new RefusedException("task.outcome", "処理の結果を選んでください。"));
        mustHaveReason(outcome, conclusion);
        Answers answers = view.correction() != null ? answerCorrection(view, conclusion.answers(), actor)
                : validated(view.file(), view.form(), conclusion.answers(), outcome, actor);
        if (outcome.corrects()) {
            Submission round = cases.submission(task.caseNumber());
            corrections.request(view.file(), forms.get(round.form(), round.formHash()), conclusion.corrections(), conclusion.comment(),
                    correctionDays(view.file()), actor);
        }
        CaseKind kind = kinds.of(view.file().procedure());
        if (view.correction() == null && !outcome.answersOptional()) {
            refuseHard(kind.problems(view.file(), spec.key(), answers));
        }
        kind.mayConclude(view.file(), spec.key(), outcome.code(), answers).orThrow();
        record(view, outcome, conclusion, answers, actor);
        kind.concluded(view.file(), spec.key(), outcome.code(), answers);
        if (spec.decides()) {
            decide(view, outcome, conclusion, actor);
        } else {
            tell(view, "task.concluded", actor, Map.of("outcome", outcome.label(), "comment", conclusion.comment()));
        }
        Map<String, Object> variables = new HashMap<>();
        variables.put(spec.outcomeVariable(), outcome.code());
        if (spec.decides()) {
            variables.put(BY_DEPUTY, view.membership() != null && view.membership().asDeputy());
        }
        tasks.complete(taskId, variables);
    }

    /** A task that comes round again starts with what was written the last time. */
    private Answers start(HumanTask task, CaseFile file, FormDefinition form) {
        return cases.lastRecord(file.number(), task.spec().key()).filter(last -> form.id().equals(last.form()))
                .map(last -> FormReader.normalise(form, Answers.fromJson(last.answers())))
                .orElseGet(() -> task.spec().prefilled()
                        ? FormReader.normalise(form, cases.submission(file.number()).answers()) : form.blank());
    }

    private FormDefinition form(HumanTask task, CaseFile file) {
        if (task.spec().form().equals(TaskSpec.CASE_FORM)) {
            Submission round = cases.submission(file.number());
            return forms.get(round.form(), round.formHash());
        }
        return forms.get(task.spec().form());
    }

    /** An own post goes before a deputy's. */
    private DeskMembership membership(Desk desk, CaseFile file, Actor actor) {
        if (!actor.isStaff()) {
            return null;
        }
        return organisation.desksOf(actor.id(), clock.today()).stream().filter(d -> d.desk().equals(desk)).findFirst().orElse(null);
    }

    private Verdict mayWork(HumanTask task, CaseFile file, Actor actor, DeskMembership membership) {
        if (task.desk().isApplicants()) {
            return actor.id().equals(file.party()) ? Verdict.ACCEPTED
                    : Verdict.refused("task.party", "申請者の対応を待っています。");
        }
        if (membership == null) {
            return Verdict.refused("task.desk", "この作業は、あなたの所属・職の担当ではありません。");
        }
        return task.spec().decides() ? fourEyes(file, actor) : Verdict.ACCEPTED;
    }

    /** Nobody decides what they reviewed, for themselves or for somebody absent. */
    private Verdict fourEyes(CaseFile file, Actor actor) {
        boolean reviewed = jdbc.sql("select exists (select from task_record where case_number = ? and opinion and (actor = ? or on_behalf_of = ?))")
                .params(file.number().value(), actor.id(), actor.id()).query(Boolean.class).single();
        return reviewed ? Verdict.refused("task.four-eyes", "あなたはこの案件を審査したため、決裁はできません。別の決裁者（または代決者）が決裁します。")
                : Verdict.ACCEPTED;
    }

    private static void mustHaveReason(Outcome outcome, Conclusion conclusion) {
        if (outcome.reasonRequired() && conclusion.comment().isBlank()) {
            throw new RefusedException("task.reason", "「" + outcome.label() + "」を選ぶときは、理由を書いてください。");
        }
        if (conclusion.comment().length() > LONGEST_COMMENT) {
            throw new RefusedException("task.comment-length", "理由・所見は" + LONGEST_COMMENT + "文字以内で書いてください。");
        }
        Cases.refuseMyNumber(conclusion.comment());
        conclusion.corrections().forEach(item -> Cases.refuseMyNumber(item.comment()));
    }

    private Answers validated(CaseFile file, FormDefinition form, Answers given, Outcome outcome, Actor actor) {
        Answers answers = FormValidator.prune(form, FormReader.normalise(form, given));
        Options options = Options.whole(clock.today()).uploads(documents.uploads(form, answers, actor));
        refuseHard(FormValidator.validate(form, answers, outcome.answersOptional() ? options.asDraft() : options));
        documents.attach(file, form, answers, actor);
        return answers;
    }

    /** Only the asked fields are taken from what came in; everything else stays as it was. */
    private Answers answerCorrection(DeskView view, Answers given, Actor actor) {
        Set<String> asked = view.correction().items().keySet();
        Answers merged = view.answers();
        for (String path : asked) {
            merged = merged.with(path, given.get(path));
        }
        Answers answers = FormValidator.prune(view.form(), FormReader.normalise(view.form(), merged));
        refuseHard(FormValidator.validate(view.form(), answers,
                Options.whole(clock.today()).only(asked).uploads(documents.uploads(view.form(), answers, actor))));
        CaseFile file = view.file();
        CaseKind kind = kinds.of(file.procedure());
        refuseHard(kind.problems(cases.programme(file), cases.call(file), answers).stream()
                .filter(problem -> asked.contains(problem.path())).toList());
        int round = file.nextRound(kind.title(answers), kinds.searchText(kind, file.number(), answers));
        files.saveAndFlush(file);
        filing.store(file, answers, filing.contentHash(answers), actor, clock.instant());
        journal.write(file, "case.resubmitted", actor, null, Map.of("round", "" + round), changes(view.answers(), answers));
        return Answers.NONE;
    }

    /** Which answers changed; the values themselves are in the rounds, not in the trail (personal data). */
    private static List<jp.madoguchi.kernel.CaseEvent.Change> changes(Answers before, Answers after) {
        return after.differences(before).stream().map(path -> new jp.madoguchi.kernel.CaseEvent.Change(path,
                shown(before.get(path)), shown(after.get(path)))).toList();
    }

    private static String shown(Object value) {
        return value == null ? null : value.toString();
    }

    private static void refuseHard(List<Problem> problems) {
        List<Problem> hard = problems.stream().filter(problem -> !problem.soft()).toList();
        if (!hard.isEmpty()) {
            throw new IncompleteException(hard);
        }
    }

    private int correctionDays(CaseFile file) {
        Object days = cases.programme(file).parameters().get("correction-days");
        return days instanceof Number number ? number.intValue() : Corrections.DAYS;
    }

    private void record(DeskView view, Outcome outcome, Conclusion conclusion, Answers answers, Actor actor) {
        HumanTask task = view.task();
        CaseFile file = view.file();
        DeskMembership as = view.membership();
        boolean ownForm = task.spec().form().equals(TaskSpec.CASE_FORM);
        jdbc.sql("""
                insert into task_record (task_id, case_number, government, party, task_key, task_name, actor, actor_name, title,
                                         on_behalf_of, on_behalf_of_name, outcome, outcome_label, comment, form, form_hash, answers,
                                         opinion, decides, concluded_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(task.id(), file.number().value(), file.government(), file.party(), task.spec().key(), task.spec().name(),
                        actor.id(), actor.name(), as == null ? "申請者" : as.title(), as == null ? null : as.actingFor(),
                        as == null ? null : as.actingForName(), outcome.code(), outcome.label(), conclusion.comment(),
                        ownForm ? null : view.form().id(), ownForm ? null : view.form().hash(), ownForm ? null : answers.toJson(),
                        task.spec().opinion(), task.spec().decides(), Timestamp.from(clock.instant())).update();
    }

    private void decide(DeskView view, Outcome outcome, Conclusion conclusion, Actor actor) {
        CaseFile file = view.file();
        boolean granted = outcome.code().equals("granted");
        boolean effective = granted || outcome.code().equals("refused");
        if (effective) {
            file.decided(granted, clock.instant());
            statutoryClock.end(file, clock.today());
        }
        DeskMembership as = view.membership();
        Actor absent = as.asDeputy() ? accounts.get(as.actingFor()).asActor() : null;
        journal.write(file, !effective ? "case.sent-back" : granted ? "case.granted" : "case.refused", actor, absent,
                Map.of("outcome", outcome.label(), "comment", conclusion.comment(), "title", as.title(), "daiketsu", "" + as.asDeputy()),
                List.of());
    }

    private void tell(DeskView view, String kind, Actor actor, Map<String, String> facts) {
        Map<String, String> all = new HashMap<>(facts);
        all.put("task", view.task().spec().name());
        DeskMembership as = view.membership();
        Actor absent = as != null && as.asDeputy() ? accounts.get(as.actingFor()).asActor() : null;
        journal.write(view.file(), kind, actor, absent, all, List.of());
    }

    private RefusedException takenBy(HumanTask task) {
        return new RefusedException("task.taken", "この作業は、" + accounts.get(task.assignee()).name() + "さんがすでに担当しています。");
    }
}
