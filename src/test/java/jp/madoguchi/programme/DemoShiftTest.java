package jp.madoguchi.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

class DemoShiftTest {

    private final Programme programme = read();

    /** The window is 2024-06-03 to 06-28, its middle 06-15. */
    @ParameterizedTest
    @ValueSource(strings = {"2024-06-15", "2026-11-21", "2023-01-02", "2025-12-31"})
    void today_falls_in_the_middle_of_the_window(LocalDate today) {
        int weeks = DemoShift.weeks(programme, today);
        assertThat(Math.abs(ChronoUnit.DAYS.between(LocalDate.of(2024, 6, 15).plusWeeks(weeks), today))).isLessThanOrEqualTo(3);
        Call open = DemoShift.apply(programme, weeks, "h").call("open").orElseThrow();
        assertThat(today.atTime(12, 0)).isBetween(open.opens(), open.closes());
    }

    @Test
    void the_nearest_whole_week_is_taken() {
        LocalDate middle = LocalDate.of(2024, 6, 15);
        assertThat(List.of(0, 3, 4, 7, 10, 11, -3, -4, -7).stream().map(days -> DemoShift.weeks(programme, middle.plusDays(days))))
                .containsExactly(0, 0, 1, 1, 1, 2, 0, -1, -1);
    }

    /** 2024-04-01 to 2025-03-31: the middle is 2024-09-29. */
    @Test
    void calls_as_long_as_the_programme_staff_calls_and_planned_calls_do_not_count() {
        Call open = programme.call("open").orElseThrow();
        Programme allYear = with(window(open, Call.Audience.APPLICANT, false, "2024-04-01T00:00", "2025-03-31T23:59:59"),
                window(open, Call.Audience.STAFF, false, "2024-05-01T00:00", "2024-05-08T00:00"),
                window(open, Call.Audience.APPLICANT, true, "2024-05-01T00:00", "2024-05-08T00:00"));
        assertThat(DemoShift.weeks(allYear, LocalDate.of(2024, 9, 29))).isZero();
        assertThat(DemoShift.weeks(with(), LocalDate.of(2026, 9, 27))).isEqualTo(104);
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

    private Programme with(Call... calls) {
        Programme p = programme;
        return new Programme(p.code(), p.hash(), p.name(), p.nameEn(), p.government(), p.section(), p.sectionPath(), p.casePrefix(),
                p.legalBasis(), p.purpose(), p.from(), p.to(), p.contact(), p.letter(), Arrays.asList(calls), p.parameters(), p.targets());
    }

    private static Call window(Call c, Call.Audience audience, boolean planned, String opens, String closes) {
        return new Call(c.code(), c.name(), c.nameEn(), c.summary(), c.procedure(), c.form(), audience, LocalDateTime.parse(opens),
                LocalDateTime.parse(closes), c.processing(), c.disposition(), c.conditions(), c.papers(), c.decided(), c.rolling(), planned);
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
