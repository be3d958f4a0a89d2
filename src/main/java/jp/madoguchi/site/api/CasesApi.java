package jp.madoguchi.site.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.Corrections;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.StatutoryClock;
import jp.madoguchi.casefile.Submission;
import jp.madoguchi.casefile.TaskDesk;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.workflow.HumanTask;
import jp.madoguchi.workflow.HumanTasks;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Cases, for their party and for the staff of their government; to everybody else there are none. */
@RestController
@RequestMapping(path = "/api/v1/cases/{number}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "cases", description = "案件 — cases")
class CasesApi {

    private static final String CORRECTION = "UserTask_AnswerCorrection";

    private final Cases cases;
    private final TaskDesk desk;
    private final HumanTasks tasks;
    private final Corrections corrections;
    private final Documents documents;
    private final StatutoryClock statutoryClock;
    private final Withdrawal withdrawal;

    CasesApi(Cases cases, TaskDesk desk, HumanTasks tasks, Corrections corrections, Documents documents, StatutoryClock statutoryClock,
             Withdrawal withdrawal) {
        this.cases = cases;
        this.desk = desk;
        this.tasks = tasks;
        this.corrections = corrections;
        this.documents = documents;
        this.statutoryClock = statutoryClock;
        this.withdrawal = withdrawal;
    }

    record Answering(
            @Schema(description = "for a correction: all asked fields, unchanged ones too; others are ignored", requiredMode = Schema.RequiredMode.REQUIRED)
            Map<String, Object> answers,
            @Schema(description = "key of the task that is answered; without it the open correction")
            String task,
            @Schema(description = "one of the task's outcomes; may be left out where there is only one")
            String outcome,
            String comment) {}

    /** @param round the newest round of the case's own form; other tasks make none */
    record Answered(String caseNumber, int round, OffsetDateTime submittedAt, String contentHash, String standing) {}

    record Reason(@Schema(description = "staff must say how the withdrawal reached them") String reason) {}

    record Withdrawn(String caseNumber, String status, OffsetDateTime closedAt) {}

    @GetMapping
    @Operation(summary = "案件 / a case; when staff read it, that is recorded")
    CaseView show(@PathVariable String number, Actor actor) {
        CaseFile file = cases.get(number);
        if (actor.isStaff()) {
            cases.viewed(file, actor, "case");
        }
        boolean party = actor.id().equals(file.party());
        return CaseView.of(file, cases.programme(file).name(), cases.call(file).name(),
                statutoryClock.ledger(file).map(CaseView.Clock::of).orElse(null),
                cases.submissions(file.number()).stream().map(round -> new CaseView.Round(round.round(), Jst.of(round.submittedAt()),
                        round.submittedByName(), round.contentHash(), round.form(), round.formHash(), round.answers().toJson())).toList(),
                documents.ofCase(file.number().value()).stream().map(CaseView.File::of).toList(),
                corrections.open(file.number().value()).map(TaskView.Asked::of).orElse(null),
                party ? desk.partyTasks(file).stream().map(task -> TaskView.of(desk.view(task.id(), actor), List.of())).toList() : List.of(),
                actor.isStaff() ? office(file) : null);
    }

    @PostMapping(path = "/submissions", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "補正 / answer the open correction, or another task that waits for the party")
    Answered answer(@PathVariable String number, @RequestBody Answering given, Actor actor) {
        CaseFile file = cases.get(number);
        HumanTask task = waiting(file, given.task() == null ? CORRECTION : given.task());
        String outcome = given.outcome() == null && task.spec().outcomes().size() == 1 ? task.spec().outcomes().get(0).code() : given.outcome();
        desk.conclude(task.id(), actor, Conclusion.of(outcome, Given.requiredAnswers(given.answers()), Given.text(given.comment())));
        Submission newest = cases.submission(file.number());
        return new Answered(number, newest.round(), Jst.of(newest.submittedAt()), newest.contentHash(), cases.get(number).standing());
    }

    @PostMapping(path = "/withdrawal", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "取下げ / withdraw; staff record one that came on paper")
    Withdrawn withdraw(@PathVariable String number, @RequestBody Reason reason, Actor actor) {
        withdrawal.withdraw(cases.get(number).number(), actor, Given.text(reason.reason()));
        CaseFile file = cases.get(number);
        return new Withdrawn(number, file.status().name(), Jst.of(file.closedAt()));
    }

    private HumanTask waiting(CaseFile file, String key) {
        return desk.partyTasks(file).stream().filter(task -> task.spec().key().equals(key)).findFirst()
                .orElseThrow(() -> key.equals(CORRECTION)
                        ? new RefusedException("correction.none", "この案件に、回答を待っている補正はありません。")
                        : new RefusedException("task.none", "この案件に、その作業で申請者の対応を待っているものはありません。"));
    }

    private CaseView.Office office(CaseFile file) {
        return new CaseView.Office(tasks.openOf(file.number()).stream().map(TaskView.Line::of).toList(),
                cases.records(file.number()).stream().map(CaseView.Concluded::of).toList(),
                cases.notes(file.number()).stream().map(note -> new CaseView.Note(note.authorName(), Jst.of(note.at()), note.text())).toList(),
                cases.timeline(file.number()).stream().map(CaseView.Event::of).toList());
    }
}
