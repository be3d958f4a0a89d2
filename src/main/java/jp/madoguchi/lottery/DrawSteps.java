package jp.madoguchi.lottery;

import java.sql.Timestamp;
import java.util.Locale;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.draw.DrawProgress;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** How far running draws are. Written beside the draw's own transaction, so that a page can show it. */
@Component
public class DrawSteps {

    private final JdbcClient jdbc;
    private final TransactionTemplate beside;
    private final BusinessClock clock;

    DrawSteps(JdbcClient jdbc, PlatformTransactionManager transactions, BusinessClock clock) {
        this.jdbc = jdbc;
        this.beside = new TransactionTemplate(transactions);
        this.beside.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    /** @param step of {@link DrawProgress.Step}, in small letters, or {@code keep} while the files are stored */
    public record Step(String step, long done, long total) {

        /** 0 to 100. */
        public int percent() {
            return total == 0 ? 100 : (int) (100 * done / total);
        }
    }

    DrawProgress of(String draw, String government) {
        return (step, done, total) -> tell(draw, government, step.name().toLowerCase(Locale.ROOT), done, total);
    }

    void tell(String draw, String government, String step, long done, long total) {
        beside.executeWithoutResult(status -> jdbc.sql("""
                insert into draw_progress (draw, government, step, done, total, at) values (?, ?, ?, ?, ?, ?)
                on conflict (draw) do update set step = excluded.step, done = excluded.done, total = excluded.total, at = excluded.at""")
                .params(draw, government, step, done, total, Timestamp.from(clock.instant())).update());
    }

    @Transactional(readOnly = true)
    public Optional<Step> now(String draw) {
        return jdbc.sql("select step, done, total from draw_progress where draw = ?").param(draw).query(Step.class).optional();
    }

    void over(String draw) {
        beside.executeWithoutResult(status -> jdbc.sql("delete from draw_progress where draw = ?").param(draw).update());
    }
}
