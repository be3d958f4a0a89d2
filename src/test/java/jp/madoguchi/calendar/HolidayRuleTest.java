package jp.madoguchi.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requirements §2.4. */
class HolidayRuleTest {

    @ParameterizedTest(name = "{0} has {1} holidays")
    @CsvSource({"2007, 19", "2008, 17", "2009, 17", "2010, 16", "2011, 15", "2012, 18", "2013, 17", "2014, 17",
            "2015, 17", "2016, 17", "2017, 17", "2018, 20", "2019, 22", "2020, 18", "2021, 17", "2022, 16",
            "2023, 17", "2024, 21", "2025, 19", "2026, 18", "2027, 17", "2028, 16", "2029, 19", "2030, 19",
            "2031, 19", "2032, 17", "2033, 17", "2034, 17", "2035, 19", "2036, 18", "2037, 18", "2038, 16",
            "2039, 16", "2040, 18", "2041, 19", "2042, 19", "2043, 18", "2044, 17", "2045, 17", "2046, 19",
            "2047, 19", "2048, 18", "2049, 17", "2050, 17"})
    void countsPerYear(int year, int count) {
        assertThat(HolidayRule.of(year)).hasSize(count);
    }

    /** SHA-256 of all 781 days, one a line, as the holiday-jp data set 2.5.1 has them: no day differs. */
    @Test
    void everyDayFrom2007To2050() throws Exception {
        String days = IntStream.rangeClosed(2007, 2050).boxed().flatMap(year -> HolidayRule.of(year).keySet().stream())
                .map(day -> day + "\n").collect(Collectors.joining());
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(days.getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(digest))
                .isEqualTo("bc1d11bd45d7a3f9dede981be7018f6252255c0a2a633b4f1452097dffae75c2");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
            "2020-05-06, 振替休日", "2025-05-06, 振替休日", "2026-05-06, 振替休日", "2024-02-12, 振替休日",
            "2024-08-12, 振替休日", "2024-09-23, 振替休日", "2025-02-24, 振替休日", "2025-11-24, 振替休日",
            "2027-03-22, 振替休日", "2026-09-22, 国民の休日", "2032-09-21, 国民の休日", "2009-09-22, 国民の休日",
            "2019-04-30, 国民の休日", "2019-05-01, 天皇の即位の日", "2019-05-02, 国民の休日",
            "2019-10-22, 即位礼正殿の儀の行われる日", "2020-07-23, 海の日", "2020-07-24, スポーツの日",
            "2020-08-10, 山の日", "2021-07-22, 海の日", "2021-07-23, スポーツの日", "2021-08-08, 山の日",
            "2021-08-09, 振替休日", "2018-12-23, 天皇誕生日", "2018-12-24, 振替休日", "2020-02-23, 天皇誕生日",
            "2019-10-14, 体育の日", "2022-10-10, スポーツの日", "2016-08-11, 山の日", "2024-03-20, 春分の日",
            "2024-09-22, 秋分の日", "2025-03-20, 春分の日", "2025-09-23, 秋分の日", "2026-03-20, 春分の日",
            "2026-09-23, 秋分の日", "2027-03-21, 春分の日", "2012-09-22, 秋分の日"})
    void namesSpecialDays(LocalDate day, String name) {
        assertThat(HolidayRule.of(day.getYear())).containsEntry(day, name);
    }

    @ParameterizedTest(name = "{0} is none")
    @ValueSource(strings = {"2019-02-23", "2019-12-23", "2024-12-23", "2015-08-11", "2020-07-20", "2020-08-11",
            "2020-10-12", "2021-07-19", "2021-08-11", "2021-10-11", "2018-05-01"})
    void someDaysNoLongerAre(LocalDate day) {
        assertThat(HolidayRule.of(day.getYear())).doesNotContainKey(day);
    }

    @ParameterizedTest
    @ValueSource(ints = {2006, 2100})
    void knowsItsLimits(int year) {
        assertThatIllegalArgumentException().isThrownBy(() -> HolidayRule.of(year));
    }
}
