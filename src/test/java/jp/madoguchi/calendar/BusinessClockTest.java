package jp.madoguchi.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BusinessClockTest {

    @Test
    void speaksJapaneseTime() {
        BusinessClock clock = BusinessClock.at(Instant.parse("2024-11-30T15:30:00Z"));
        assertThat(clock.today()).isEqualTo("2024-12-01");
        assertThat(clock.nowJst()).isEqualTo("2024-12-01T00:30:00");
        assertThat(clock.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(LocalDate.now(clock)).isEqualTo("2024-12-01");
        assertThat(LocalDate.now(clock.withZone(ZoneOffset.UTC))).isEqualTo("2024-11-30");
    }

    @Test
    void movesForwardAndBackAndTellsWhoListens() {
        List<Object> heard = new ArrayList<>();
        BusinessClock clock = new BusinessClock(new OffsetStore.InMemory(Duration.ZERO), heard::add);
        Clock view = clock.withZone(ZoneOffset.UTC);

        clock.advance(Duration.ofDays(3));
        assertThat(clock.offset()).isEqualTo(Duration.ofDays(3));
        assertThat(view.instant()).isCloseTo(clock.instant(), within(1, ChronoUnit.SECONDS));
        assertThat(heard).singleElement().isInstanceOfSatisfying(ClockMoved.class, moved ->
                assertThat(Duration.between(moved.before(), moved.after()))
                        .isBetween(Duration.ofDays(3), Duration.ofDays(3).plusSeconds(5)));

        clock.advance(Duration.ofHours(1));
        assertThat(clock.offset()).isEqualTo(Duration.ofDays(3).plusHours(1));
        clock.reset();
        assertThat(clock.offset()).isZero();
        assertThat(heard).hasSize(3);
        assertThat(((ClockMoved) heard.get(2)).after()).isBefore(((ClockMoved) heard.get(2)).before());
    }

    @Test
    void isNeverAdvancedBackwards() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> BusinessClock.fixedOffset(Duration.ZERO).advance(Duration.ofSeconds(-1)));
    }

    @Test
    void aTestSetsItToAnyMoment() {
        BusinessClock clock = BusinessClock.at(LocalDateTime.parse("2024-12-01T09:00:00"));
        clock.moveTo(LocalDateTime.parse("2023-03-31T17:00:00"));
        assertThat(clock.nowJst()).isEqualTo("2023-03-31T17:00:00");
        clock.advance(Duration.ofMinutes(1));
        assertThat(clock.nowJst()).isEqualTo("2023-03-31T17:01:00");
    }

    @Test
    void runsAheadOfTheSystemByItsOffset() {
        assertThat(BusinessClock.fixedOffset(Duration.ofDays(10)).instant())
                .isCloseTo(Clock.systemUTC().instant().plus(Duration.ofDays(10)), within(1, ChronoUnit.SECONDS));
    }

    @Test
    void countsInMicrosecondsLikeTheDatabase() {
        assertThat(BusinessClock.at(Instant.parse("2024-12-01T00:00:00.123456789Z")).instant())
                .isEqualTo("2024-12-01T00:00:00.123456Z");
    }

    @Test
    void anotherNodesMoveIsSeenWithinASecond() throws InterruptedException {
        OffsetStore table = new OffsetStore.InMemory(Duration.ZERO);
        BusinessClock here = new BusinessClock(table, event -> {});
        BusinessClock there = new BusinessClock(table, event -> {});
        assertThat(there.offset()).isZero();

        here.advance(Duration.ofDays(1));
        assertThat(here.offset()).isEqualTo(Duration.ofDays(1));
        Thread.sleep(1_050);
        assertThat(there.offset()).isEqualTo(Duration.ofDays(1));
    }
}
