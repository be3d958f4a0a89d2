package jp.madoguchi.inbox;

import java.sql.Timestamp;
import java.time.Instant;
import jp.madoguchi.forms.SearchKeys;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.workflow.CaseFacts;
import jp.madoguchi.workflow.HumanTask;
import jp.madoguchi.workflow.TaskEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the work list in the engine's own transactions: a task and its row come and go together, or not at all. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class InboxWriter {

    private final JdbcClient jdbc;

    InboxWriter(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @EventListener
    void opened(TaskEvent.Opened event) {
        write(event.task(), event.facts());
    }

    @EventListener
    void assigned(TaskEvent.Assigned event) {
        jdbc.sql("update inbox_item set assignee = :to, assignee_name = coalesce((select name from account where id = :to), :to) where task_id = :task")
                .param("to", event.assignee()).param("task", event.taskId()).update();
    }

    /** Who was reminded or told of a delay hears again, by the new dates. */
    @EventListener
    void redated(TaskEvent.Redated event) {
        jdbc.sql("update inbox_item set due_at = ?, remind_at = ?, reminded_at = null, escalated_at = null where task_id = ?")
                .params(at(event.dueAt()), at(event.remindAt()), event.taskId()).update();
    }

    @EventListener
    void closed(TaskEvent.Closed event) {
        remove(event.taskId());
        if (event.concluded()) {
            follow(event.caseNumber().value());
        }
    }

    /** A corrected application may have another name and other words to be found by. */
    @EventListener(condition = "#event.kind() == 'case.resubmitted'")
    void resubmitted(CaseEvent event) {
        jdbc.sql("""
                update inbox_item i set title = c.title, search = c.search from case_file c
                where i.case_number = ? and c.number = i.case_number""").param(event.caseNumber().value()).update();
    }

    void write(HumanTask task, CaseFacts facts) {
        jdbc.sql("""
                insert into inbox_lane (desk, programme, task_key, task_name) values (?, ?, ?, ?)
                on conflict (desk, programme, task_key) do update set task_name = excluded.task_name
                where inbox_lane.task_name <> excluded.task_name""")
                .params(task.desk().id(), facts.programme(), task.spec().key(), task.spec().name()).update();
        jdbc.sql("""
                insert into inbox_item (task_id, government, party, desk, programme, task_key, task_name, case_number, procedure,
                                        title, search, assignee, assignee_name, created_at, due_at, remind_at, decides, opinion)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce((select search from case_file where number = ?), ?), ?,
                        coalesce((select name from account where id = ?), ?), ?, ?, ?, ?, ?)
                on conflict do nothing""")
                .params(task.id(), facts.government(), facts.party(), task.desk().id(), facts.programme(), task.spec().key(),
                        task.spec().name(), task.caseNumber().value(), task.procedure(), facts.title(), task.caseNumber().value(),
                        SearchKeys.of(task.caseNumber() + "\n" + facts.title()), task.assignee(), task.assignee(),
                        task.assignee(), at(task.createdAt()), at(task.dueAt()), at(task.remindAt()), task.spec().decides(), task.spec().opinion())
                .update();
        jdbc.sql("""
                insert into inbox_follower (account, task_id, government, party)
                select distinct actor, ?, ?, ? from task_record where case_number = ? and actor is distinct from ?
                on conflict do nothing""")
                .params(task.id(), facts.government(), facts.party(), task.caseNumber().value(), facts.party()).update();
    }

    void remove(String taskId) {
        jdbc.sql("delete from inbox_item where task_id = ?").param(taskId).update();
    }

    /** Whoever worked on a case follows its open tasks; the applicant has pages of their own. */
    private void follow(String caseNumber) {
        jdbc.sql("""
                insert into inbox_follower (account, task_id, government, party)
                select distinct r.actor, i.task_id, i.government, i.party
                from inbox_item i join task_record r on r.case_number = i.case_number
                where i.case_number = ? and r.actor is distinct from i.party
                on conflict do nothing""").param(caseNumber).update();
    }

    private static Timestamp at(Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
