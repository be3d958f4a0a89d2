package jp.madoguchi.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import jp.madoguchi.kernel.GovernmentCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The golden vectors of requirements §2.4, and what a government's own rows change. */
class BusinessCalendarsTest {

    private static final GovernmentCode MIYAGI = new GovernmentCode("040002");
    private static final GovernmentCode ANNAKA = new GovernmentCode("102113");

    private final BusinessCalendars calendars = BusinessCalendars.byRule();

    @ParameterizedTest(name = "{0} + {1} business days = {2}")
    @CsvSource({
            // S4 plan
            "2024-04-26, 7, 2024-05-10", "2024-05-01, 7, 2024-05-14",
            "2024-06-03, 7, 2024-06-12", "2024-12-24, 7, 2025-01-09",
            // S4 review, resubmission, daily report
            "2024-05-02, 3, 2024-05-09", "2024-09-20, 3, 2024-09-26",
            "2024-11-01, 3, 2024-11-07", "2024-12-27, 3, 2025-01-08",
            // S4 minutes
            "2024-10-10, 5, 2024-10-18", "2024-12-25, 5, 2025-01-08", "2025-02-20, 5, 2025-02-28"})
    void countsBusinessDaysAfterAnEvent(LocalDate event, int days, LocalDate due) {
        assertThat(calendars.plusBusinessDays(MIYAGI, event, days)).isEqualTo(due);
        assertThat(calendars.businessDaysBetween(MIYAGI, event, due)).isEqualTo(days);
        assertThat(calendars.businessDaysBetween(MIYAGI, due, event)).isEqualTo(-days);
    }

    @ParameterizedTest(name = "{0} {1} business days = {2}")
    @CsvSource({"2024-05-07, 0, 2024-05-07", "2024-05-05, 0, 2024-05-05", "2024-05-07, -1, 2024-05-02",
            "2025-01-06, -1, 2024-12-27", "2025-01-01, -2, 2024-12-26"})
    void zeroStaysAndNegativeCountsBack(LocalDate from, int days, LocalDate expected) {
        assertThat(calendars.plusBusinessDays(MIYAGI, from, days)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "S3: 10th business day of {0} is {1}")
    @CsvSource({"2024-12, 2024-12-13", "2025-01, 2025-01-20", "2025-02, 2025-02-17",
            "2025-03, 2025-03-14", "2025-04, 2025-04-14", "2025-05, 2025-05-16"})
    void findsTheTenthBusinessDayOfAMonth(YearMonth month, LocalDate expected) {
        assertThat(calendars.nthBusinessDay(ANNAKA, month, 10)).isEqualTo(expected);
    }

    @Test
    void aMonthHasNoThirtiethBusinessDay() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calendars.nthBusinessDay(ANNAKA, YearMonth.of(2024, 12), 30));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calendars.nthBusinessDay(ANNAKA, YearMonth.of(2024, 12), 0));
    }

    @ParameterizedTest(name = "S2: {0} rolls to {1}")
    @CsvSource({"2025-05-10, 2025-05-12", "2025-06-10, 2025-06-10", "2025-07-10, 2025-07-10",
            "2025-08-10, 2025-08-12", "2025-09-10, 2025-09-10", "2025-10-10, 2025-10-10",
            "2025-11-10, 2025-11-10", "2025-12-10, 2025-12-10", "2026-01-10, 2026-01-13",
            "2026-02-10, 2026-02-10", "2026-03-10, 2026-03-10", "2026-04-10, 2026-04-10"})
    void rollsTheTenthOfTheMonth(LocalDate tenth, LocalDate next) {
        assertThat(calendars.roll(ANNAKA, tenth, RollRule.NEXT)).isEqualTo(next);
        assertThat(calendars.roll(ANNAKA, tenth, RollRule.NONE)).isEqualTo(tenth);
    }

    @ParameterizedTest(name = "S5: closed {0}, pays 14 days later {1}, on a bank day {2}")
    @CsvSource({"2024-11-30, 2024-12-14, 2024-12-16", "2024-12-31, 2025-01-14, 2025-01-14",
            "2025-01-31, 2025-02-14, 2025-02-14", "2025-02-28, 2025-03-14, 2025-03-14"})
    void payoutsRollToTheNextBankDay(LocalDate closing, LocalDate calendarDay, LocalDate payout) {
        assertThat(closing.plusDays(14)).isEqualTo(calendarDay);
        assertThat(BankCalendar.byRule().roll(calendarDay, RollRule.NEXT)).isEqualTo(payout);
        assertThat(calendars.roll(ANNAKA, calendarDay, RollRule.NEXT)).isEqualTo(payout);
    }

    @Test
    void anInvoiceIsPaidWithinThirtyDays() {
        assertThat(calendars.roll(ANNAKA, LocalDate.of(2025, 3, 31).plusDays(30), RollRule.NEXT))
                .isEqualTo("2025-04-30");
    }

    @ParameterizedTest(name = "{0} by {1} is {2}")
    @CsvSource({"2025-08-31, NEXT, 2025-09-01", "2025-08-31, MODIFIED_NEXT, 2025-08-29",
            "2025-08-31, PREVIOUS, 2025-08-29", "2025-08-30, MODIFIED_NEXT, 2025-08-29",
            "2025-08-10, MODIFIED_NEXT, 2025-08-12", "2025-08-10, PREVIOUS, 2025-08-08",
            "2024-12-29, MODIFIED_NEXT, 2024-12-27", "2024-12-29, NEXT, 2025-01-06",
            "2025-08-29, PREVIOUS, 2025-08-29"})
    void rollRules(LocalDate date, RollRule rule, LocalDate expected) {
        assertThat(calendars.roll(ANNAKA, date, rule)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "A10: {2} help-desk days from {0} to {1}")
    @CsvSource({"2024-12-01, 2025-03-31, 77", "2024-10-01, 2025-03-31, 119"})
    void helpDeskDays(LocalDate first, LocalDate last, int expected) {
        assertThat(calendars.businessDaysBetween(ANNAKA, first.minusDays(1), last)).isEqualTo(expected);
    }

    @Test
    void s3CallCentreOpensOnASundaySoItsFirstStaffedDayIsMonday() {
        assertThat(calendars.isBusinessDay(ANNAKA, LocalDate.of(2024, 12, 1))).isFalse();
        assertThat(calendars.roll(ANNAKA, LocalDate.of(2024, 12, 1), RollRule.NEXT)).isEqualTo("2024-12-02");
    }

    @ParameterizedTest(name = "{0}: town hall open {1}, bank open {2}")
    @CsvSource({"2025-12-26, true, true", "2025-12-29, false, true", "2025-12-30, false, true",
            "2025-12-31, false, false", "2026-01-01, false, false", "2026-01-02, false, false",
            "2026-01-03, false, false", "2026-01-05, true, true", "2026-02-11, false, false",
            "2026-07-11, false, false"})
    void banksWorkWhenTownHallsRestAtYearEnd(LocalDate day, boolean townHall, boolean bank) {
        assertThat(calendars.isBusinessDay(ANNAKA, day)).isEqualTo(townHall);
        assertThat(BankCalendar.byRule().isBusinessDay(day)).isEqualTo(bank);
    }

    @Test
    void bankDaysCountAcrossTheYearEnd() {
        BankCalendar banks = BankCalendar.byRule();
        assertThat(banks.plusBusinessDays(LocalDate.of(2025, 12, 26), 3)).isEqualTo("2026-01-05");
        assertThat(banks.plusBusinessDays(LocalDate.of(2026, 1, 5), -1)).isEqualTo("2025-12-30");
        assertThat(banks.nthBusinessDay(YearMonth.of(2026, 1), 1)).isEqualTo("2026-01-05");
        assertThat(banks.businessDaysBetween(LocalDate.of(2025, 12, 26), LocalDate.of(2026, 1, 5))).isEqualTo(3);
        assertThat(banks.holidayName(LocalDate.of(2025, 12, 30))).isEmpty();
        assertThat(banks.holidayName(LocalDate.of(2025, 12, 31))).contains("銀行の年末年始休業日");
    }

    @Test
    void namesAreThoseOfTheLaw() {
        assertThat(calendars.holidayName(ANNAKA, LocalDate.of(2025, 1, 1))).contains("元日");
        assertThat(calendars.holidayName(ANNAKA, LocalDate.of(2025, 1, 2))).contains("年末年始の休日");
        assertThat(calendars.holidayName(ANNAKA, LocalDate.of(2025, 1, 4))).as("a plain Saturday").isEmpty();
        assertThat(calendars.holidayName(ANNAKA, LocalDate.of(2025, 1, 6))).isEmpty();
    }

    @Test
    void aGovernmentsOwnDaysWinAndStayItsOwn() {
        GovernmentCode okinawa = new GovernmentCode("470007");
        LocalDate irei = LocalDate.of(2025, 6, 23);
        LocalDate saturday = LocalDate.of(2025, 6, 28);
        LocalDate yearEnd = LocalDate.of(2025, 12, 29);
        LocalDate marineDay = LocalDate.of(2025, 7, 21);
        BusinessCalendars own = with(
                new HolidayRows.Row("470007", irei, "慰霊の日", false),
                new HolidayRows.Row("470007", saturday, "休日開庁", true),
                new HolidayRows.Row("470007", yearEnd, "年末開庁", true),
                new HolidayRows.Row("470007", marineDay, "祝日開庁", true));

        assertThat(own.isBusinessDay(okinawa, irei)).isFalse();
        assertThat(own.holidayName(okinawa, irei)).contains("慰霊の日");
        assertThat(List.of(saturday, yearEnd, marineDay)).allMatch(day -> own.isBusinessDay(okinawa, day));
        assertThat(own.holidayName(okinawa, marineDay)).isEmpty();
        assertThat(own.isBusinessDay(ANNAKA, irei)).isTrue();
        assertThat(List.of(saturday, yearEnd, marineDay)).noneMatch(day -> own.isBusinessDay(ANNAKA, day));
        assertThat(own.closures(okinawa, 2025))
                .extracting(Closure::day, Closure::name, Closure::open, Closure::origin)
                .contains(tuple(irei, "慰霊の日", false, Closure.Origin.OWN),
                        tuple(saturday, "休日開庁", true, Closure.Origin.OWN),
                        tuple(LocalDate.of(2025, 1, 1), "元日", false, Closure.Origin.RULE),
                        tuple(LocalDate.of(2025, 12, 31), "年末年始の休日", false, Closure.Origin.YEAR_END))
                .doesNotContain(tuple(marineDay, "海の日", false, Closure.Origin.RULE))
                .hasSize(19 + 5 + 2)
                .isSortedAccordingTo((a, b) -> ((LocalDate) a.toList().get(0)).compareTo((LocalDate) b.toList().get(0)));
    }

    @Test
    void nationalRowsWinOverTheRuleButOpenNoWeekendAndNoYearEnd() {
        LocalDate monday = LocalDate.of(2030, 7, 15);
        LocalDate thursday = LocalDate.of(2030, 7, 18);
        LocalDate newYear = LocalDate.of(2030, 1, 1);
        LocalDate sunday = LocalDate.of(2030, 8, 11);
        BusinessCalendars announced = with(
                new HolidayRows.Row(null, monday, "海の日", true),
                new HolidayRows.Row(null, thursday, "海の日", false),
                new HolidayRows.Row(null, newYear, "元日", true),
                new HolidayRows.Row(null, sunday, "山の日", true));

        assertThat(announced.isBusinessDay(ANNAKA, monday)).isTrue();
        assertThat(announced.isBusinessDay(ANNAKA, thursday)).isFalse();
        assertThat(announced.isBusinessDay(ANNAKA, newYear)).isFalse();
        assertThat(announced.isBusinessDay(ANNAKA, sunday)).isFalse();
        assertThat(announced.holidayName(ANNAKA, newYear)).contains("年末年始の休日");
        assertThat(announced.closures(ANNAKA, 2030)).extracting(Closure::day, Closure::origin)
                .contains(tuple(thursday, Closure.Origin.ANNOUNCED)).doesNotContain(tuple(monday, Closure.Origin.RULE));
    }

    @Test
    void yearsWithoutARuleAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calendars.isBusinessDay(ANNAKA, LocalDate.of(2006, 5, 1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calendars.plusBusinessDays(ANNAKA, LocalDate.of(2099, 12, 1), 30));
    }

    private static BusinessCalendars with(HolidayRows.Row... rows) {
        HolidayRows all = new HolidayRows(List.of(rows));
        return new BusinessCalendars(() -> all);
    }
}
