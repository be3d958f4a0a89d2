package jp.madoguchi.booth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.programme.Programme;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** S4-78: the burn-up against dates reckoned by hand. */
class ProgressTest {

    private static final LocalDate TODAY = LocalDate.of(2024, 9, 30);
    private final List<BoothEvent> events = new ArrayList<>();

    @Test
    @DisplayName("直近8週間に8回なら、残り10回は70日後に達成する見込み")
    void at_the_present_pace() {
        for (int week = 0; week < 8; week++) {
            held(TODAY.minusWeeks(week), "booth", 80);
        }
        Progress progress = of(18, "2025-03-07");
        assertThat(progress.held()).isEqualTo(8);
        assertThat(progress.recently()).isEqualTo(8);
        assertThat(progress.reachedOn()).isEqualTo(TODAY.plusDays(70));
        assertThat(progress.behind()).isFalse();
        assertThat(of(18, "2024-11-30").behind()).isTrue();
        assertThat(progress.months()).extracting(month -> month.month() + " " + month.held() + " " + month.total())
                .endsWith("2024-07 0 0", "2024-08 3 3", "2024-09 5 8");
    }

    @Test
    @DisplayName("目標の回数に達した日。規模の小さい会場と、中止・別の種類の開催は数えない")
    void reached_and_what_counts() {
        held(LocalDate.of(2024, 5, 10), "booth", 100);
        held(LocalDate.of(2024, 6, 10), "booth", 99);
        held(LocalDate.of(2024, 7, 10), "booth", 100);
        held(LocalDate.of(2024, 7, 11), "smartphone", 100);
        event(LocalDate.of(2024, 7, 12), "booth", 100, BoothEvent.State.CANCELLED);
        assertThat(of(3, "2025-03-07")).satisfies(progress -> {
            assertThat(progress.reached()).isTrue();
            assertThat(progress.reachedOn()).isEqualTo(LocalDate.of(2024, 7, 10));
        });
        Progress large = Progress.of(programme("large-sessions-held", 15, null, "2025-03-07"), events, List.of(), TODAY).get(0);
        assertThat(large.held()).isEqualTo(2);
        assertThat(large.reachedOn()).as("none in the last eight weeks").isNull();
        assertThat(large.behind()).isTrue();
    }

    @Test
    @DisplayName("S5-44：期間の定めがある目標は、その間の開催だけを数え、均等な計画もその間で引く")
    void within_the_targets_span() {
        held(LocalDate.of(2024, 8, 31), "booth", 50);
        held(LocalDate.of(2024, 9, 1), "booth", 50);
        Progress progress = Progress.of(programme("sessions-held", 5, "2024-09-01", "2024-11-30"), events, List.of(), TODAY).get(0);
        assertThat(progress.held()).isEqualTo(1);
        assertThat(progress.planned(YearMonth.of(2024, 9))).isEqualTo(1.6);
        assertThat(progress.planned(YearMonth.of(2024, 11))).isEqualTo(5.0);
    }

    @Test
    @DisplayName("S4-16：支援した申請は1件ずつ数える。8週間に112件なら1日2件、残り888件は444日後")
    void applications() {
        List<LocalDate> supported = new ArrayList<>(Collections.nCopies(60, TODAY.minusDays(3)));
        supported.addAll(Collections.nCopies(52, TODAY.minusDays(40)));
        Progress progress = Progress.of(programme("applications-supported", 1000, null, "2025-03-07"), events, supported, TODAY).get(0);
        assertThat(progress.held()).isEqualTo(112);
        assertThat(progress.reachedOn()).isEqualTo(TODAY.plusDays(444));
        assertThat(progress.behind()).isTrue();
        assertThat(progress.months()).extracting(month -> month.month() + " " + month.held() + " " + month.total())
                .endsWith("2024-08 52 52", "2024-09 60 112");
    }

    private Progress of(int goal, String by) {
        return Progress.of(programme("sessions-held", goal, null, by), events, List.of(), TODAY).get(0);
    }

    private void held(LocalDate day, String kind, int capacity) {
        event(day, kind, capacity, BoothEvent.State.HELD);
    }

    private void event(LocalDate day, String kind, int capacity, BoothEvent.State state) {
        events.add(new BoothEvent(CaseNumber.of("MBOOTH", events.size() + 1), "040002", "p", kind, "会場", "042153", capacity, day,
                LocalTime.of(10, 0), LocalTime.of(15, 0), 40, state, 10, null));
    }

    private static Programme programme(String measure, int goal, String from, String to) {
        return new Programme("p", "", "事業", null, "040002", "s", List.of(), "P", "", "", null, LocalDate.of(2024, 4, 1), LocalDate.of(2025, 3, 7), null, null,
                List.of(), Map.of("events", Map.of("kinds", List.of("booth"), "municipalities", Map.of("042153", "大崎市"), "large-capacity", 100)),
                List.of(new Programme.Target(measure, "回数", (double) goal, null, "回", from == null ? null : LocalDate.parse(from), LocalDate.parse(to), "S4-14")),
                List.of());
    }
}
