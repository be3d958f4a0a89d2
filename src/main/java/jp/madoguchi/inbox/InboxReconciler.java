package jp.madoguchi.inbox;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.workflow.CaseRegistry;
import jp.madoguchi.workflow.HumanTasks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares the work list with the engine. There is no known way for them to differ; if one is found, it is found here, in
 * the log, before people miss work.
 */
@Service
public class InboxReconciler {

    private static final Logger log = LoggerFactory.getLogger(InboxReconciler.class);

    private final HumanTasks tasks;
    private final CaseRegistry cases;
    private final InboxWriter writer;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final TransactionTemplate snapshot;

    InboxReconciler(HumanTasks tasks, CaseRegistry cases, InboxWriter writer, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.tasks = tasks;
        this.cases = cases;
        this.writer = writer;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.snapshot.setReadOnly(true);
    }

    /** Ids of open tasks without a row, and of rows without an open task. */
    public record Differences(Set<String> missing, Set<String> surplus) {

        public boolean none() {
            return missing.isEmpty() && surplus.isEmpty();
        }
    }

    @Scheduled(initialDelayString = "PT10M", fixedDelayString = "PT6H")
    void check() {
        reconcile();
    }

    /** Compares, heals and tells what differed. */
    public Differences reconcile() {
        return DataScope.within(DataScope.EVERYTHING, () -> {
            Differences found = snapshot.execute(status -> compare());
            found.missing().forEach(id -> transaction.executeWithoutResult(status -> restore(id)));
            found.surplus().forEach(id -> transaction.executeWithoutResult(status -> writer.remove(id)));
            if (!found.none()) {
                log.error("The work list differed from the engine and was healed: missing {}, surplus {}", found.missing(), found.surplus());
            }
            return found;
        });
    }

    /** Throws every row away and writes the list anew from the engine, in one transaction. @return rows written */
    public int rebuild() {
        return DataScope.within(DataScope.EVERYTHING, () -> transaction.execute(status -> {
            jdbc.sql("delete from inbox_item").update();
            Set<String> open = tasks.openIds();
            open.forEach(this::restore);
            return open.size();
        }));
    }

    /** Both sides are read in one snapshot, so that tasks which come and go meanwhile make no difference. */
    private Differences compare() {
        Set<String> rows = jdbc.sql("select task_id from inbox_item").query(String.class).list().stream()
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> missing = new TreeSet<>(tasks.openIds());
        Set<String> surplus = new TreeSet<>(rows);
        surplus.removeAll(missing);
        missing.removeAll(rows);
        return new Differences(missing, surplus);
    }

    private void restore(String taskId) {
        tasks.find(taskId).ifPresent(task -> writer.write(task, cases.facts(task.caseNumber())));
    }
}
