package jp.madoguchi.inbox;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Desk;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Post;
import jp.madoguchi.org.Role;
import jp.madoguchi.org.Section;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reminds whoever has a task before it is due, and tells the section's managers once it is overdue. A sweep over the
 * work list instead of a timer a task; rows are locked and skipped, so that several nodes share the work and each
 * person hears once.
 */
@Service
public class Reminders {

    private static final int AT_ONCE = 200;

    private final JdbcClient jdbc;
    private final Organisation organisation;
    private final Cases cases;
    private final BusinessClock clock;
    private final TransactionTemplate transaction;

    Reminders(JdbcClient jdbc, Organisation organisation, Cases cases, BusinessClock clock, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.organisation = organisation;
        this.cases = cases;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    private record Row(String taskId, String caseNumber, String desk, String taskName, String assignee, Instant dueAt) {}

    /** Does all that is due now. @return how many tasks it told of */
    @Scheduled(initialDelayString = "${madoguchi.reminders-every:PT1M}", fixedDelayString = "${madoguchi.reminders-every:PT1M}")
    public int sweep() {
        return DataScope.within(DataScope.EVERYTHING, () -> {
            int told = 0;
            for (int some = AT_ONCE; some == AT_ONCE; told += some) {
                some = transaction.execute(status -> remind());
            }
            for (int some = AT_ONCE; some == AT_ONCE; told += some) {
                some = transaction.execute(status -> escalate());
            }
            return told;
        });
    }

    private int remind() {
        List<Row> due = rows("reminded_at is null and remind_at <= ?");
        for (Row row : due) {
            Desk desk = Desk.parse(row.desk());
            List<String> people = row.assignee() != null ? List.of(row.assignee()) : holders(desk);
            tell(row, desk.isApplicants() ? "party.reminded" : "task.reminded", desk.isApplicants() ? List.of("") : people);
            mark("reminded_at", row);
        }
        return due.size();
    }

    /** A contractor hears of its delay too. An applicant's own delay is nobody's fault in the office: it shows in the list of what waits on others. */
    private int escalate() {
        List<Row> due = rows("escalated_at is null and due_at < ?");
        for (Row row : due) {
            Desk desk = Desk.parse(row.desk());
            if (!desk.isApplicants()) {
                String section = organisation.inLine(desk.government(), desk.section(), Section.Rank.KA).code();
                Stream<String> managers = holders(new Desk(desk.government(), section, Role.MANAGER)).stream();
                Stream<String> contractor = desk.role() == Role.CONTRACTOR ? holders(desk).stream() : Stream.empty();
                tell(row, "task.escalated", Stream.concat(managers, contractor).toList());
            }
            mark("escalated_at", row);
        }
        return due.size();
    }

    private List<Row> rows(String condition) {
        return jdbc.sql("select task_id, case_number, desk, task_name, assignee, due_at from inbox_item where " + condition
                        + " order by due_at, task_id limit " + AT_ONCE + " for update skip locked")
                .param(Timestamp.from(clock.instant()))
                .query((row, n) -> new Row(row.getString("task_id"), row.getString("case_number"), row.getString("desk"),
                        row.getString("task_name"), row.getString("assignee"), row.getTimestamp("due_at").toInstant())).list();
    }

    private List<String> holders(Desk desk) {
        return organisation.holdersOf(desk, clock.today()).stream().map(Post::account).distinct().toList();
    }

    private void tell(Row row, String kind, List<String> recipients) {
        String due = LocalDate.ofInstant(row.dueAt(), BusinessClock.JST).toString();
        for (String recipient : recipients) {
            cases.tell(new CaseNumber(row.caseNumber()), kind, Actor.SYSTEM, recipient.isEmpty()
                    ? Map.of("task", row.taskName(), "due", due)
                    : Map.of("task", row.taskName(), "due", due, "recipient", recipient));
        }
    }

    private void mark(String column, Row row) {
        jdbc.sql("update inbox_item set " + column + " = ? where task_id = ?").params(Timestamp.from(clock.instant()), row.taskId()).update();
    }
}
