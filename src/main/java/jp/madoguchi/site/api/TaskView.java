package jp.madoguchi.site.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import jp.madoguchi.casefile.Corrections;
import jp.madoguchi.casefile.DeskView;
import jp.madoguchi.org.Desk;
import jp.madoguchi.org.DeskMembership;
import jp.madoguchi.workflow.HumanTask;

/**
 * A human task with everything needed to do it.
 *
 * @param mayWork        whether this person may do it at all
 * @param blockedBecause why not, or ""
 * @param answers        what the form starts with
 * @param correction     what was asked, when the task answers a correction
 */
record TaskView(String id, String key, String name, String caseNumber, String caseTitle, String procedure, DeskName desk, String assignee,
                List<Member> members, OffsetDateTime createdAt, OffsetDateTime dueAt, List<Choice> outcomes, boolean mayWork,
                String blockedBecause, String title, String actingFor, String formId, String formHash,
                @JsonRawValue @Schema(type = "object", description = "Camunda Forms (form-js) schema") String form,
                @JsonRawValue @Schema(type = "object") String answers, Asked correction) {

    /** In short, for lists. @param assignee account */
    record Line(String id, String key, String name, DeskName desk, String assignee, OffsetDateTime dueAt) {

        static Line of(HumanTask task) {
            return new Line(task.id(), task.spec().key(), task.spec().name(), DeskName.of(task.desk()), task.assignee(), Jst.of(task.dueAt()));
        }
    }

    record DeskName(String government, String section, String role) {

        static DeskName of(Desk desk) {
            return new DeskName(desk.government(), desk.section(), desk.role().name());
        }
    }

    /** Who the task can be assigned to. */
    record Member(String account, String name, String title) {}

    /** A way to conclude it. */
    record Choice(String code, String label, boolean reasonRequired, boolean answersOptional, boolean corrects) {}

    /** @param field path in the form: {@code sites[0].name} */
    record Pinned(String field, String comment) {}

    record Asked(String comment, OffsetDateTime requestedAt, LocalDate dueOn, List<Pinned> items) {

        static Asked of(Corrections.Correction correction) {
            return new Asked(correction.comment(), Jst.of(correction.requestedAt()), correction.dueOn(),
                    correction.items().entrySet().stream().map(item -> new Pinned(item.getKey(), item.getValue())).toList());
        }
    }

    static TaskView of(DeskView view, List<Member> members) {
        HumanTask task = view.task();
        DeskMembership as = view.membership();
        return new TaskView(task.id(), task.spec().key(), task.spec().name(), task.caseNumber().value(), view.file().title(), task.procedure(),
                DeskName.of(task.desk()), task.assignee(), members, Jst.of(task.createdAt()), Jst.of(task.dueAt()),
                task.spec().outcomes().stream().map(o -> new Choice(o.code(), o.label(), o.reasonRequired(), o.answersOptional(),
                        o.corrects())).toList(), view.workable(), view.blockedBecause(), as == null ? null : as.title(),
                as == null ? null : as.actingForName(), view.form().id(), view.form().hash(), view.form().schema(),
                view.answers().toJson(), view.correction() == null ? null : Asked.of(view.correction()));
    }
}
