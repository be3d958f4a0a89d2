package jp.madoguchi.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

class DemoShiftTest {

    private final Programme programme = read();

    /** 2024-04-01 to 2025-03-31: the middle is 2024-09-30. */
    private static final LocalDate MIDDLE = LocalDate.of(2024, 9, 30);

    @ParameterizedTest
    @ValueSource(strings = {"2024-09-30", "2026-11-21", "2023-01-02", "2025-12-31"})
    void today_falls_in_the_middle_of_the_programme(LocalDate today) {
        int weeks = DemoShift.weeks(programme, today);
        assertThat(Math.abs(ChronoUnit.DAYS.between(MIDDLE.plusWeeks(weeks), today))).isLessThanOrEqualTo(3);
    }

    @Test
    void the_nearest_whole_week_is_taken() {
        assertThat(List.of(0, 3, 4, 7, 10, 11, -3, -4, -7).stream().map(days -> DemoShift.weeks(programme, MIDDLE.plusDays(days))))
                .containsExactly(0, 0, 1, 1, 1, 2, 0, -1, -1);
    }

    @Test
    void every_date_moves_and_nothing_else() {
        Programme moved = DemoShift.apply(programme, 52, "hash");
        assertThat(moved.hash()).isEqualTo("hash");
        assertThat(moved.from()).isEqualTo("2025-03-31");
        assertThat(moved.to()).isEqualTo("2026-03-30");
        assertThat(moved.calls().get(0).opens()).isEqualTo("2025-06-02T09:00");
        assertThat(moved.calls().get(0).closes()).isEqualTo("2025-06-27T17:00:30");
        assertThat(moved.calls().get(1).opens()).isNull();
        assertThat(moved.targets().get(0).from()).isEqualTo("2025-03-31");
        assertThat(moved.targets().get(1).to()).isNull();
        assertThat(moved.parameters()).containsEntry("day", LocalDate.of(2025, 3, 31))
                .containsEntry("moment", LocalDateTime.of(2025, 3, 31, 9, 0)).containsEntry("quoted", "2024-04-01")
                .containsEntry("limit", null)
                .containsEntry("nested", Map.of("list",
                        List.of(LocalDate.of(2025, 4, 1), "a", Map.of("day", LocalDate.of(2025, 4, 2)))));
        assertThat(DemoShift.apply(moved, -52, programme.hash())).isEqualTo(programme);
    }

    private static Programme read() {
        try {
            return ProgrammeReader.read("good.yaml", new ClassPathResource("programme/good.yaml").getContentAsByteArray(),
                    new FixedSurroundings()).programme();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
