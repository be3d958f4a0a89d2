package jp.madoguchi.calendar;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value of the database that is read again at most once per period, so that another node's change arrives without a
 * query for every question. Takes no lock: a thread that holds a connection must never wait for one that needs one.
 */
final class Remembered<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Remembered.class);

    private final Supplier<T> source;
    private final long maxAge;
    private final AtomicReference<Reading<T>> last = new AtomicReference<>();
    private final AtomicBoolean underWay = new AtomicBoolean();

    Remembered(Supplier<T> source, Duration maxAge) {
        this.source = source;
        this.maxAge = maxAge.toNanos();
    }

    T get() {
        Reading<T> known = last.get();
        if (known == null) {
            T first = source.get();
            last.compareAndSet(null, new Reading<>(first, System.nanoTime()));
            return first;
        }
        if (System.nanoTime() - known.readAt > maxAge && underWay.compareAndSet(false, true)) {
            try {
                // Compared, not set: a change made on this node meanwhile is newer than what is being read here.
                last.compareAndSet(known, new Reading<>(source.get(), System.nanoTime()));
            } catch (RuntimeException e) {
                // The question may come from a transaction that has already failed; that must not fail the answer too.
                LOG.warn("Kept the known value, reading it again failed: {}", e.toString());
                last.compareAndSet(known, new Reading<>(known.value, System.nanoTime()));
            } finally {
                underWay.set(false);
            }
        }
        Reading<T> current = last.get();
        return current == null ? known.value : current.value;
    }

    /** A change made on this node, already committed. */
    void set(T value) {
        last.set(new Reading<>(value, System.nanoTime()));
    }

    /** The next question reads again. */
    void forget() {
        last.set(null);
    }

    private record Reading<T>(T value, long readAt) {}
}
