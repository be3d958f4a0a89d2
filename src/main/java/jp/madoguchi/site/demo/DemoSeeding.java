package jp.madoguchi.site.demo;

import jakarta.annotation.PreDestroy;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.workflow.DueJobs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Plays what the {@link DemoPlay}s tell once, through the use cases, as soon as the application is ready. To spread the cases over
 * the past weeks it turns the clock back and lets the days pass while people file and work; visitors wait that long
 * ({@link WaitForTheDemo}). Each step commits together with its mark, and whatever interrupts the play, the next start
 * begins in the present and plays on from the first step without a mark.
 */
@Component
@ConditionalOnBooleanProperty("madoguchi.demo")
class DemoSeeding {

    private static final Logger log = LoggerFactory.getLogger(DemoSeeding.class);
    private static final String WHOLE = "whole";
    private static final LocalTime OFFICE_OPENS = LocalTime.of(8, 31);
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(2);

    private final List<DemoPlay> plays;
    private final DueJobs dueJobs;
    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final BusinessClock clock;
    private final boolean wanted;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean playing;
    private volatile boolean closing;

    DemoSeeding(List<DemoPlay> plays, DueJobs dueJobs, JdbcClient jdbc, TransactionOperations transaction, BusinessClock clock,
                @Value("${madoguchi.demo-data:true}") boolean wanted) {
        this.plays = plays;
        this.dueJobs = dueJobs;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
        this.wanted = wanted;
    }

    /** A play that was killed left the clock in its past. */
    void comeBackToThePresent() {
        if (wanted && !isDone(WHOLE) && !clock.offset().isZero()) {
            clock.reset();
        }
    }

    /** Readiness must not wait for it, so it comes after that, on a thread of its own; the job executor has started by then. */
    @EventListener
    void begin(AvailabilityChangeEvent<ReadinessState> event) {
        if (event.getState() != ReadinessState.ACCEPTING_TRAFFIC || playing) {
            return;
        }
        if (!wanted || isDone(WHOLE)) {
            over.countDown();
            return;
        }
        playing = true;
        Thread thread = new Thread(() -> {
            try {
                play();
            } catch (RuntimeException e) {
                if (!closing) {
                    log.error("The demo's cases are incomplete; the next start goes on with them", e);
                }
            } finally {
                over.countDown();
            }
        }, "demo");
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether the play is over, or was not wanted, within the given time. */
    boolean isOver(Duration within) throws InterruptedException {
        return over.await(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Does a deed that this installation has not seen yet, in the scope of the thread. */
    void once(String id, Runnable deed) {
        transaction.executeWithoutResult(status -> {
            if (mark(id)) {
                deed.run();
            }
        });
    }

    private void play() {
        long begun = System.nanoTime();
        dueJobs.withoutExecutor(() -> {
            try {
                LocalDateTime present = clock.nowJst();
                past(plays.stream().flatMap(play -> play.past().stream()).filter(step -> step.at().isBefore(present))
                        .sorted(Comparator.comparing(DemoStep::at)).toList());
            } finally {
                clock.reset();
            }
            if (!closing) {
                dueJobs.run();
                plays.forEach(play -> play.present().forEach(this::take));
            }
        });
        if (!closing) {
            DataScope.within(DataScope.EVERYTHING, () -> once(WHOLE, () -> { }));
            log.info("The demo's cases are ready after {} ms", Duration.ofNanos(System.nanoTime() - begun).toMillis());
        }
    }

    private void past(List<DemoStep> steps) {
        LocalDate day = null;
        for (DemoStep step : steps) {
            if (closing) {
                return;
            }
            if (isDone(step.id())) {
                continue;
            }
            if (!step.at().toLocalDate().equals(day)) {
                day = step.at().toLocalDate();
                clock.moveTo(day.atTime(OFFICE_OPENS));
                dueJobs.run();
            }
            if (clock.nowJst().isBefore(step.at())) {
                clock.moveTo(step.at());
            }
            take(step);
        }
    }

    private void take(DemoStep step) {
        CaseNumber known = caseOf(step.course());
        CaseNumber number = DataScope.within(step.scope(), () -> transaction.execute(status -> {
            if (!mark(step.id())) {
                return known;
            }
            CaseNumber about = step.deed().apply(known);
            jdbc.sql("update demo_step set case_number = ? where id = ?").params(about == null ? null : about.value(), step.id()).update();
            return about;
        }));
        if (number != null) {
            dueJobs.run(number);
        }
    }

    private boolean mark(String id) {
        return jdbc.sql("insert into demo_step (id, at) values (?, ?) on conflict do nothing")
                .params(id, Timestamp.from(clock.instant())).update() == 1;
    }

    private boolean isDone(String id) {
        return jdbc.sql("select exists (select from demo_step where id = ?)").param(id).query(Boolean.class).single();
    }

    /** The case that the first step of a course filed, or null before. */
    private CaseNumber caseOf(String course) {
        return jdbc.sql("select case_number from demo_step where id = ?").param(course + "/0").query(String.class).optional()
                .map(CaseNumber::new).orElse(null);
    }

    @PreDestroy
    void close() throws InterruptedException {
        closing = true;
        if (playing) {
            isOver(LONGEST_FAREWELL);
        }
    }
}
