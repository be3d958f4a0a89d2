package jp.madoguchi.casefile;

import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Work work = work(taskId, actor);
        FormDefinition form = form(work);
        return new DeskView(work.task(), work.file(), work.mayWork(), work.membership(), form,
                work.onTheCasesForm() ? cases.submission(work.file().number()).answers() : start(work.task(), work.file(), form),
                correction(work));
    }

    /** The open tasks of a case that wait for its own party. */
    public List<HumanTask> partyTasks(CaseFile file) {
        return tasks.openOf(file.number()).stream().filter(task -> task.desk().isApplicants()).toList();
    }

    /** @throws RefusedException when somebody else has it, or this person may not do it */
    public void claim(String taskId, Actor actor) {
        Work work = work(taskId, actor);
        work.mayWork().orThrow();
        if (work.task().assignee() != null && !work.task().assignee().equals(actor.id())) {
            throw takenBy(work.task());
        }
        tasks.claim(taskId, actor.id());
        tell(work, "task.claimed", actor, Map.of());
    }

    /** Gives a claimed task back to its desk. @throws RefusedException when it is somebody else's */
    public void release(String taskId, Actor actor) {
        Work work = work(taskId, actor);
        work.mayWork().orThrow();
        if (!actor.id().equals(work.task().assignee())) {
            throw new RefusedException("task.not-yours", "この作業はあなたの担当ではありません。");
        }
        tasks.assign(taskId, null);
        tell(work, "task.released", actor, Map.of());
    }

    /**
     * Gives a task to a member of its desk.
     *
     * @throws RefusedException when either side does not belong to the desk, or may not do the task
     */
    public void assign(String taskId, String account, Actor actor) {
        Work work = work(taskId, actor);
        boolean manages = organisation.desksOf(actor.id(), clock.today()).stream().map(DeskMembership::desk)
                .anyMatch(d -> d.role() == jp.madoguchi.org.Role.MANAGER && d.government().equals(work.file().government()));
        if (!manages) {
            work.mayWork().orThrow();
        }
        Account to = accounts.get(account);
        mayWork(work.task(), work.file(), to.asActor(), membership(work.task().desk(), to.asActor())).orThrow();
        tasks.assign(taskId, account);
        tell(work, "task.assigned", actor, Map.of("to", to.name()));
    }

    /**
     * Concludes a task.
     *
     * @throws IncompleteException when the form's answers cannot be taken
     * @throws RefusedException    when the task is gone or not this person's, a reason is missing, or four eyes forbid it
     */
    public void conclude(String taskId, Actor actor, Conclusion conclusion) {
        Work work = work(taskId, actor);
        HumanTask task = work.task();
        CaseFile file = work.file();
        TaskSpec spec = task.spec();
        work.mayWork().orThrow();
        if (actor.isStaff() && !actor.id().equals(task.assignee())) {
            throw task.assignee() == null
                    ? new RefusedException("task.unclaimed", "先に「担当する」を押してください。")
                    : takenBy(task);
        }
        Outcome outcome = spec.outcome(conclusion.outcome()).orElseThrow(() ->
                new RefusedException("task.outcome", "処理の結果を選んでください。"));
        mustHaveReason(outcome, conclusion);
        FormDefinition form = form(work);
        Corrections.Correction correction = correction(work);
        Answers answers = correction == null ? validated(form, conclusion.answers(), outcome, actor) : Answers.NONE;
        CaseKind kind = kinds.of(file.procedure());
        if (correction == null && !outcome.answersOptional()) {
            refuseHard(kind.problems(file, spec.key(), answers));
        }
        kind.mayConclude(file, spec.key(), outcome.code(), answers).orThrow();
        record(work, form, outcome, conclusion, answers, actor);
        if (correction == null) {
            documents.attach(file, form, answers, actor);
        } else {
            answerCorrection(file, form, correction, conclusion.answers(), actor);
        }
        if (outcome.corrects()) {
            Submission round = cases.submission(task.caseNumber());
            corrections.request(file, forms.get(round.form(), round.formHash()), conclusion.corrections(), conclusion.comment(),
                    correctionDays(file), actor);
        }
        kind.concluded(file, spec.key(), outcome.code(), answers);
        if (spec.decides()) {
            decide(work, outcome, conclusion, actor);
        } else {
            tell(work, "task.concluded", actor, Map.of("outcome", outcome.label(), "comment", conclusion.comment()));
        }
        Map<String, Object> variables = new HashMap<>();
        variables.put(spec.outcomeVariable(), outcome.code());
        if (spec.decides()) {
            variables.put(BY_DEPUTY, work.membership() != null && work.membership().asDeputy());
        }
        tasks.complete(taskId, variables);
    }

    /** A task and what one person may do with it. */
    private record Work(HumanTask task, CaseFile file, DeskMembership membership, Verdict mayWork) {

        boolean onTheCasesForm() {
            return task.spec().form().equals(TaskSpec.CASE_FORM);
        }
    }

    private Work work(String taskId, Actor actor) {
        HumanTask task = tasks.find(taskId).orElseThrow(HumanTasks::gone);
        CaseFile file = cases.get(task.caseNumber());
        DeskMembership membership = membership(task.desk(), actor);
        return new Work(task, file, membership, mayWork(task, file, actor, membership));
    }

    private Corrections.Correction correction(Work work) {
        return work.onTheCasesForm() ? corrections.open(work.file().number().value()).orElse(null) : null;
    }

    /** A task that comes round again starts with what was written the last time. */
    private Answers start(HumanTask task, CaseFile file, FormDefinition form) {
        return cases.lastRecord(file.number(), task.spec().key()).filter(last -> form.id().equals(last.form()))
                .map(last -> FormReader.normalise(form, Answers.fromJson(last.answers())))
                .or(() -> kinds.of(file.procedure()).start(file, task.spec().key()).map(answers -> FormReader.normalise(form, answers)))
                .orElseGet(() -> task.spec().prefilled()
                        ? FormReader.normalise(form, cases.submission(file.number()).answers()) : form.blank());
    }

    private FormDefinition form(Work work) {
        if (work.onTheCasesForm()) {
            Submission round = cases.submission(work.file().number());
            return forms.get(round.form(), round.formHash());
        }
        CaseFile file = work.file();
        return forms.get(kinds.of(file.procedure()).form(file, work.task().spec().key()).orElse(work.task().spec().form()));
    }

    /** An own post goes before a deputy's. */
    private DeskMembership membership(Desk desk, Actor actor) {
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
        return task.spec().decides() ? fourEyes(file, actor) : secondPerson(task, file, actor);
    }

    /** Nobody decides what they reviewed, for themselves or for somebody absent. */
    private Verdict fourEyes(CaseFile file, Actor actor) {
        boolean reviewed = jdbc.sql("select exists (select from task_record where case_number = ? and opinion and (actor = ? or on_behalf_of = ?))")
                .params(file.number().value(), actor.id(), actor.id()).query(Boolean.class).single();
        return reviewed ? Verdict.refused("task.four-eyes", "あなたはこの案件を審査したため、決裁はできません。別の決裁者（または代決者）が決裁します。")
                : Verdict.ACCEPTED;
    }

    /** What one person did, another checks. */
    private Verdict secondPerson(HumanTask task, CaseFile file, Actor actor) {
        for (String first : task.spec().notBy()) {
            Optional<TaskRecord> done = cases.lastRecord(file.number(), first);
            if (done.filter(last -> actor.id().equals(last.actor()) || actor.id().equals(last.onBehalfOf())).isPresent()) {
                return Verdict.refused("task.second-person", "「%s」をあなたが行ったため、この作業はできません。別の職員が行います。".formatted(done.get().taskName()));
            }
        }
        return Verdict.ACCEPTED;
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

    private Answers validated(FormDefinition form, Answers given, Outcome outcome, Actor actor) {
        Answers answers = FormValidator.prune(form, FormReader.normalise(form, given));
        Options options = Options.whole(clock.today()).uploads(documents.uploads(form, answers, actor));
        refuseHard(FormValidator.validate(form, answers, outcome.answersOptional() ? options.asDraft() : options));
        return answers;
    }

    /** Only the asked fields are taken from what came in; everything else stays as it was. */
    private void answerCorrection(CaseFile file, FormDefinition form, Corrections.Correction correction, Answers given, Actor actor) {
        Set<String> asked = correction.items().keySet();
        Answers before = cases.submission(file.number()).answers();
        Answers merged = before;
        for (String path : asked) {
            merged = merged.with(path, given.get(path));
        }
        Answers answers = FormValidator.prune(form, FormReader.normalise(form, merged));
        refuseHard(FormValidator.validate(form, answers,
                Options.whole(clock.today()).only(asked).uploads(documents.uploads(form, answers, actor))));
        CaseKind kind = kinds.of(file.procedure());
        refuseHard(kind.problems(cases.programme(file), cases.call(file), answers).stream()
                .filter(problem -> asked.contains(problem.path())).toList());
        int round = file.nextRound(kind.title(answers), kinds.searchText(kind, file.number(), answers));
        files.saveAndFlush(file);
        filing.store(file, answers, filing.contentHash(answers), actor, clock.instant());
        journal.write(file, "case.resubmitted", actor, null, Map.of("round", "" + round), changes(before, answers));
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

    /**
     * The first thing a conclusion writes. Whoever concludes the same task at the same moment waits here for the other's
     * commit, and is told.
     */
    private void record(Work work, FormDefinition form, Outcome outcome, Conclusion conclusion, Answers answers, Actor actor) {
        HumanTask task = work.task();
        CaseFile file = work.file();
        DeskMembership as = work.membership();
        boolean ownForm = work.onTheCasesForm();
        int rows = jdbc.sql("""
                insert into task_record (task_id, case_number, government, party, task_key, task_name, actor, actor_name, title,
                                         on_behalf_of, on_behalf_of_name, outcome, outcome_label, comment, form, form_hash, answers,
                                         opinion, decides, concluded_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing""")
                .params(task.id(), file.number().value(), file.government(), file.party(), task.spec().key(), task.spec().name(),
                        actor.id(), actor.name(), as == null ? "申請者" : as.title(), as == null ? null : as.actingFor(),
                        as == null ? null : as.actingForName(), outcome.code(), outcome.label(), conclusion.comment(),
                        ownForm ? null : form.id(), ownForm ? null : form.hash(), ownForm ? null : answers.toJson(),
                        task.spec().opinion(), task.spec().decides(), Timestamp.from(clock.instant())).update();
        if (rows == 0) {
            throw HumanTasks.gone();
        }
    }

    private void decide(Work work, Outcome outcome, Conclusion conclusion, Actor actor) {
        CaseFile file = work.file();
        boolean granted = outcome.code().equals("granted");
        boolean effective = granted || outcome.code().equals("refused");
        boolean settles = kinds.of(file.procedure()).settles(file, outcome.code());
        if (effective && settles) {
            file.decided(granted, clock.instant());
            statutoryClock.end(file, clock.today());
        }
        DeskMembership as = work.membership();
        Actor absent = as.asDeputy() ? accounts.get(as.actingFor()).asActor() : null;
        journal.write(file, !effective ? "case.sent-back" : (settles ? "case." : "decision.") + (granted ? "granted" : "refused"), actor, absent,
                Map.of("outcome", outcome.label(), "comment", conclusion.comment(), "title", as.title(), "daiketsu", "" + as.asDeputy()),
                List.of());
    }

    private void tell(Work work, String kind, Actor actor, Map<String, String> facts) {
        Map<String, String> all = new HashMap<>(facts);
        all.put("task", work.task().spec().name());
        DeskMembership as = work.membership();
        Actor absent = as != null && as.asDeputy() ? accounts.get(as.actingFor()).asActor() : null;
        journal.write(work.file(), kind, actor, absent, all, List.of());
    }

    private RefusedException takenBy(HumanTask task) {
        return new RefusedException("task.taken", "この作業は、" + accounts.get(task.assignee()).name() + "さんがすでに担当しています。");
    }
}
