package jp.madoguchi.calendar;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * The one clock of the product: Japanese time, the system's plus an offset that the demo's time machine and tests move.
 * The offset is in the database; a node sees what another moved within a second, and its own moves at once. Without
 * the row it is zero. Nothing else may ask the system for the time.
 */
@Component
public class BusinessClock extends Clock {

    /** Asia/Tokyo; all dates and times of the product are in it (requirements §2.3). */
    public static final ZoneId JST = ZoneId.of("Asia/Tokyo");

    private static final Duration REREAD_AFTER = Duration.ofSeconds(1);

    private final Clock real;
    private final OffsetStore store;
    private final ApplicationEventPublisher events;
    private final Remembered<Duration> offset;

    @Autowired
    BusinessClock(OffsetStore store, ApplicationEventPublisher events) {
        this(Clock.system(JST), store, events);
    }

    private BusinessClock(Clock real, OffsetStore store, ApplicationEventPublisher events) {
        this.real = real;
        this.store = store;
        this.events = events;
        this.offset = new Remembered<>(store::read, REREAD_AFTER);
    }

    /** A running clock without a database. */
    public static BusinessClock fixedOffset(Duration offset) {
        return new BusinessClock(Clock.system(JST), new OffsetStore.InMemory(offset), event -> {});
    }

    /** A clock without a database that stands still until it is moved. */
    public static BusinessClock at(Instant instant) {
        return new BusinessClock(Clock.fixed(instant, JST), new OffsetStore.InMemory(Duration.ZERO), event -> {});
    }

    /** As {@link #at(Instant)}. */
    public static BusinessClock at(LocalDateTime jst) {
        return at(jst.atZone(JST).toInstant());
    }

    /** The moment, in microseconds: what PostgreSQL stores equals what was compared. */
    @Override
    public Instant instant() {
        return real.instant().plus(offset.get()).truncatedTo(ChronoUnit.MICROS);
    }

    public LocalDate today() {
        return LocalDate.ofInstant(instant(), JST);
    }

    public LocalDateTime nowJst() {
        return LocalDateTime.ofInstant(instant(), JST);
    }

    /** How far this clock is ahead of the system's; negative when it is behind. */
    public Duration offset() {
        return offset.get();
    }

    /**
     * Moves the clock forward for all nodes, in whole seconds (rounded up), and publishes {@link ClockMoved}.
     *
     * @throws IllegalArgumentException when the step is negative
     */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("The clock is advanced, not turned back: " + step);
        }
        Instant before = instant();
        moved(before, store.add(step));
    }

    /** Sets the clock to a moment, past or future, at most a second later than asked for; it runs on from there. */
    public void moveTo(LocalDateTime jst) {
        Instant before = instant();
        moved(before, store.replace(Duration.between(real.instant(), jst.atZone(JST))));
    }

    /** Back to the system's time. */
    public void reset() {
        Instant before = instant();
        moved(before, store.replace(Duration.ZERO));
    }

    private void moved(Instant before, Duration newOffset) {
        offset.set(newOffset);
        events.publishEvent(new ClockMoved(before, instant()));
    }

    @Override
    public ZoneId getZone() {
        return JST;
    }

    /** The same moving clock with another zone. */
    @Override
    public Clock withZone(ZoneId zone) {
        BusinessClock self = this;
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return zone;
            }

            @Override
            public Clock withZone(ZoneId other) {
                return self.withZone(other);
            }

            @Override
            public Instant instant() {
                return self.instant();
            }
        };
    }
}
