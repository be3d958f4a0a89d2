package jp.madoguchi.calendar;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one row of {@code clock_offset}: whole seconds, fractions rounded up so that a moment moved to is never missed.
 * Changes commit on their own, because whoever hears {@link ClockMoved} must find them on every node.
 */
@Repository
class ClockOffsetTable implements OffsetStore {

    private final JdbcClient jdbc;
    private final TransactionTemplate ownTransaction;

    ClockOffsetTable(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.ownTransaction = new TransactionTemplate(transactions);
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public Duration read() {
        return jdbc.sql("select seconds from clock_offset").query(Long.class).optional()
                .map(Duration::ofSeconds).orElse(Duration.ZERO);
    }

    @Override
    public Duration add(Duration step) {
        return store("""
                insert into clock_offset (seconds) values (:seconds)
                on conflict (one_row) do update set seconds = clock_offset.seconds + excluded.seconds
                returning seconds""", step);
    }

    @Override
    public Duration replace(Duration offset) {
        return store("""
                insert into clock_offset (seconds) values (:seconds)
                on conflict (one_row) do update set seconds = excluded.seconds
                returning seconds""", offset);
    }

    private Duration store(String statement, Duration duration) {
        return ownTransaction.execute(status -> Duration.ofSeconds(jdbc.sql(statement)
                .param("seconds", wholeSeconds(duration)).query(Long.class).single()));
    }

    private static long wholeSeconds(Duration duration) {
        return duration.getNano() == 0 ? duration.getSeconds() : duration.getSeconds() + 1;
    }
}
