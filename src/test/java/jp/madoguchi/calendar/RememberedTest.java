package jp.madoguchi.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RememberedTest {

    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void asksOnceWithinItsPeriodAndAgainWhenForgotten() {
        Remembered<Integer> value = new Remembered<>(reads::incrementAndGet, Duration.ofHours(1));
        assertThat(value.get()).isEqualTo(1);
        assertThat(value.get()).isEqualTo(1);
        value.forget();
        assertThat(value.get()).isEqualTo(2);
        value.set(7);
        assertThat(value.get()).isEqualTo(7);
    }

    @Test
    void keepsWhatItKnowsWhenReadingAgainFails() {
        Remembered<Integer> value = new Remembered<>(() -> {
            if (reads.incrementAndGet() == 2) {
                throw new IllegalStateException("transaction is aborted");
            }
            return reads.get();
        }, Duration.ZERO);
        assertThat(value.get()).isEqualTo(1);
        assertThat(value.get()).isEqualTo(1);
        assertThat(value.get()).isEqualTo(3);
    }

    @Test
    void failsWhenItNeverKnewAnything() {
        Remembered<Integer> value = new Remembered<>(() -> {
            throw new IllegalStateException("no table");
        }, Duration.ZERO);
        assertThatIllegalStateException().isThrownBy(value::get);
    }

    @Test
    void aChangeDuringAReadIsNotOverwrittenByIt() {
        AtomicReference<Supplier<String>> source = new AtomicReference<>(() -> "first");
        Remembered<String> value = new Remembered<>(() -> source.get().get(), Duration.ZERO);
        value.get();
        source.set(() -> {
            value.set("changed here");
            return "read before the change";
        });
        assertThat(value.get()).isEqualTo("changed here");
    }
}
