package jp.madoguchi.stockpile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.GovernmentCode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hours to answer, by the clock and by the office's hours (S2-35). */
class SupplyTermsTest {

    private static final GovernmentCode AOMORI = new GovernmentCode("020001");

    @ParameterizedTest(name = "{0} から {1} 時間（{2}）は {3}")
    @DisplayName("回答の期限は、時計の時間では昼夜を問わず、開庁時間では8時30分から17時15分までだけを数える")
    @CsvSource({"2025-05-02T16:00, 4, CLOCK, 2025-05-02T20:00", "2025-12-31T22:00, 4, CLOCK, 2026-01-01T02:00",
        "2025-05-01T09:00, 4, SERVICE, 2025-05-01T13:00", "2025-05-01T07:00, 1, SERVICE, 2025-05-01T09:30", "2025-05-01T16:15, 1, SERVICE, 2025-05-01T17:15",
        "2025-05-02T16:15, 4, SERVICE, 2025-05-07T11:30", "2025-05-03T10:00, 2, SERVICE, 2025-05-07T10:30", "2025-05-01T18:00, 1, SERVICE, 2025-05-02T09:30",
        "2025-12-26T17:00, 10, SERVICE, 2026-01-06T09:30"})
    void hours(LocalDateTime from, int hours, SupplyTerms.Hours counted, LocalDateTime until) {
        SupplyTerms terms = new SupplyTerms(hours, hours, counted);
        Instant decided = from.atZone(BusinessClock.JST).toInstant();
        assertThat(terms.answerBy(decided, AOMORI, BusinessCalendars.byRule())).isEqualTo(until.atZone(BusinessClock.JST).toInstant());
        assertThat(terms.managerTold(decided, AOMORI, BusinessCalendars.byRule())).isEqualTo(until.atZone(BusinessClock.JST).toInstant());
    }
}
