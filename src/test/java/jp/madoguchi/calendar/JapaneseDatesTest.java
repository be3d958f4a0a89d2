package jp.madoguchi.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import jp.madoguchi.kernel.FiscalYear;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requirements §2.3. */
class JapaneseDatesTest {

    @ParameterizedTest
    @CsvSource({
            "2024-12-01, 令和6年12月1日（日）, R6.12.1",
            "2019-05-01, 令和元年5月1日（水）, R元.5.1",
            "2019-04-30, 平成31年4月30日（火）, H31.4.30",
            "1989-01-08, 平成元年1月8日（日）, H元.1.8",
            "1989-01-07, 昭和64年1月7日（土）, S64.1.7",
            "1926-12-25, 昭和元年12月25日（土）, S元.12.25",
            "1926-12-24, 大正15年12月24日（金）, T15.12.24",
            "1912-07-30, 大正元年7月30日（火）, T元.7.30",
            "1873-01-01, 明治6年1月1日（水）, M6.1.1",
            "2024-02-29, 令和6年2月29日（木）, R6.2.29"})
    void writesAndReadsBack(LocalDate day, String full, String compact) {
        assertThat(JapaneseDates.fullWithWeekday(day)).isEqualTo(full);
        assertThat(JapaneseDates.full(day)).isEqualTo(full.replaceAll("（.）", ""));
        assertThat(JapaneseDates.compact(day)).isEqualTo(compact);
        assertThat(JapaneseDates.parse(JapaneseDates.full(day)).day()).contains(day);
        assertThat(JapaneseDates.parse(compact).day()).contains(day);
    }

    @Test
    void beforeTheGregorianCalendarTheYearIsWestern() {
        assertThat(JapaneseDates.full(LocalDate.of(1872, 12, 31))).isEqualTo("1872年12月31日");
    }

    /** The weekdays that the seed documents print (requirements §0.2, A11). */
    @ParameterizedTest
    @CsvSource({"2024-12-01, 日", "2024-12-22, 日", "2025-03-07, 金", "2024-10-01, 火", "2024-10-21, 月",
            "2024-11-01, 金", "2024-12-31, 火", "2025-02-28, 金", "2025-01-01, 水", "2025-03-31, 月"})
    void weekdaysOfTheSeeds(LocalDate day, String weekday) {
        assertThat(JapaneseDates.fullWithWeekday(day)).endsWith("（" + weekday + "）");
    }

    @ParameterizedTest
    @CsvSource({"2024, 令和6年度", "2023, 令和5年度", "2019, 令和元年度", "2018, 平成30年度", "1989, 平成元年度",
            "1988, 昭和63年度"})
    void labelsFiscalYears(int year, String label) {
        assertThat(JapaneseDates.fiscalYearLabel(new FiscalYear(year))).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource({"2023-03-31T17:00, 令和5年3月31日 17時00分", "2019-05-01T00:00, 令和元年5月1日 0時00分",
            "2025-03-07T09:05:59, 令和7年3月7日 9時05分"})
    void writesMoments(LocalDateTime moment, String expected) {
        assertThat(JapaneseDates.dateTime(moment)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
            "令和6年12月1日, 2024-12-01", "令和７年４月１日, 2025-04-01", "令和元年5月1日, 2019-05-01",
            "令和1年5月1日, 2019-05-01", "平成31年4月30日, 2019-04-30", "㍻31年4月30日, 2019-04-30",
            "昭和64年1月7日, 1989-01-07", "R6.12.1, 2024-12-01", "r6.12.1, 2024-12-01", "Ｒ６．１２．１, 2024-12-01",
            "H31/4/30, 2019-04-30", "S64-1-7, 1989-01-07", "T15.12.24, 1926-12-24", "M6.1.1, 1873-01-01",
            "R元.5.1, 2019-05-01", "2024-12-01, 2024-12-01", "2024/12/1, 2024-12-01", "2024年12月1日, 2024-12-01",
            "２０２４／１２／１, 2024-12-01", "2024.12.01, 2024-12-01", "' 令和 6年 12月 1日 ', 2024-12-01",
            "2024-02-29, 2024-02-29"})
    void readsWhatPeopleType(String text, LocalDate expected) {
        assertThat(JapaneseDates.parse(text).day()).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"平成31年5月1日", "昭和64年1月8日", "令和1年4月30日", "令和元年4月30日", "令和6年2月30日",
            "2025-02-29", "2024-02-30", "2024/13/1", "令和0年1月1日", "明治5年12月1日"})
    void refusesDaysThatDoNotExist(String text) {
        assertThat(JapaneseDates.parse(text)).isInstanceOfSatisfying(JapaneseDates.Parsed.Unreadable.class,
                refusal -> assertThat(refusal.wording()).contains("存在しない日付"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "明日", "2024-12", "24-12-01", "6年12月1日", "X6.12.1", "2024-12-01T09:00", "令和6年12月1日まで"})
    void refusesWhatIsNoDate(String text) {
        assertThat(JapaneseDates.parse(text)).isInstanceOfSatisfying(JapaneseDates.Parsed.Unreadable.class,
                refusal -> assertThat(refusal.wording()).contains("令和6年12月1日"));
        assertThat(JapaneseDates.parse(text).day()).isEmpty();
    }
}
