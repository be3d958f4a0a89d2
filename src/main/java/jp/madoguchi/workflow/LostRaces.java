package jp.madoguchi.workflow;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions that the database or the engine ended because another was faster: a deadlock, a failed serialisation, a
 * row that changed meanwhile. A command that has the same effect however often it is sent is simply sent again, because
 * its caller would do nothing else; whoever worked at a task is told instead, because what they saw is out of date.
 */
@Component
public class LostRaces {

    private static final int ATTEMPTS = 4;
    private static final int SHORTEST_PAUSE_MILLIS = 20;
    /** deadlock_detected and serialization_failure, also where the engine has wrapped them. */
    private static final Set<String> STATES = Set.of("40P01", "40001");

    private final TransactionTemplate transaction;

    LostRaces(PlatformTransactionManager transactions) {
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Runs an idempotent command in a transaction of its own, up to four times while it loses. Inside somebody else's
     * transaction, which is lost as a whole, it runs once.
     */
    public <T> T sentAgain(Supplier<T> idempotent) {
        int attempts = TransactionSynchronizationManager.isActualTransactionActive() ? 1 : ATTEMPTS;
        for (int attempt = 1; ; attempt++) {
            try {
                return transaction.execute(status -> idempotent.get());
            } catch (RuntimeException e) {
                if (attempt >= attempts || !isOne(e)) {
                    throw e;
                }
                pause(attempt);
            }
        }
    }

    /** Whether a failure means no more than that somebody else was faster. */
    static boolean isOne(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConcurrencyFailureException || cause instanceof OptimisticLockingException
                    || cause instanceof SQLException sql && STATES.contains(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Not of one length, or those who met once meet again. */
    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(SHORTEST_PAUSE_MILLIS, SHORTEST_PAUSE_MILLIS << attempt + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted before a lost command was sent again", e);
        }
    }
}
