package jp.madoguchi.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.stream.Collectors;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.GovernmentCode;
import org.junit.jupiter.api.Test;

/** The import of {@code syukujitsu.csv}, requirements §2.4. */
class HolidayFileTest {

    private static final String HEADER = "国民の祝日・休日月日,国民の祝日・休日名称\r\n";
    private static final GovernmentCode ANNAKA = new GovernmentCode("102113");

    @Test
    void isTheTruthForItsYears() throws IOException {
        HolidayFile file = read(HEADER + "1955/1/1,元日\r\n" + ruleOf(2030)
                .replace("2030/7/15,海の日", "2030/7/18,海の日").replace("2030/8/12,振替休日\r\n", ""));

        assertThat(file.problems()).isEmpty();
        assertThat(file.years()).as("no case is older than the rule").containsExactly(2030);
        assertThat(file.opened()).containsOnlyKeys(LocalDate.of(2030, 7, 15), LocalDate.of(2030, 8, 12));
        assertThat(file.closed()).containsOnlyKeys(LocalDate.of(2030, 7, 18));

        HolidayRows rows = new HolidayRows(file.rows());
        BusinessCalendars calendars = new BusinessCalendars(() -> rows);
        assertThat(calendars.isBusinessDay(ANNAKA, LocalDate.of(2030, 7, 15))).isTrue();
        assertThat(calendars.isBusinessDay(ANNAKA, LocalDate.of(2030, 8, 12))).isTrue();
        assertThat(calendars.isBusinessDay(ANNAKA, LocalDate.of(2030, 7, 18))).isFalse();
        assertThat(calendars.holidayName(ANNAKA, LocalDate.of(2030, 7, 18))).contains("海の日");
        assertThat(calendars.isBusinessDay(ANNAKA, LocalDate.of(2031, 7, 21))).as("a year not covered").isFalse();
    }

    @Test
    void anAnnouncementThatEqualsTheRuleChangesNothing() throws IOException {
        HolidayFile file = read(HEADER + ruleOf(2026));
        assertThat(file.holidays()).isEqualTo(HolidayRule.of(2026));
        assertThat(file.opened()).isEmpty();
        assertThat(file.closed()).isEmpty();
    }

    @Test
    void isReadInUnicodeToo() throws IOException {
        HolidayFile file = read("\uFEFF" + HEADER + "2026/01/01,元日\n", StandardCharsets.UTF_8);
        assertThat(file.problems()).isEmpty();
        assertThat(file.holidays()).containsEntry(LocalDate.of(2026, 1, 1), "元日");
    }

    @Test
    void reportsLinesByNumber() throws IOException {
        HolidayFile file = read(HEADER + """
                2026/1/1,元日
                2026/2/30,建国記念の日
                2026-03-20,春分の日
                2026/4/29
                2026/5/3,
                2026/1/1,元日
                2100/1/1,元日
                """);
        assertThat(file.problems()).extracting(Csv.Problem::row).containsExactly(3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(file.problems()).extracting(Csv.Problem::message).containsExactly(
                "日付を読み取れません（2026/2/30）。2025/1/1 の形にしてください。",
                "日付を読み取れません（2026-03-20）。2025/1/1 の形にしてください。",
                "列の数が見出しと違います（見出し2列、この行1列）。", "名称がありません。",
                "同じ日付が二度あります（2026/1/1）。", "2099年より後の日付は扱えません。");
    }

    @Test
    void aFileWithoutHolidaysIsNoHolidayFile() throws IOException {
        assertThat(read("").problems()).isNotEmpty();
        assertThat(read(HEADER).problems()).isNotEmpty();
        assertThat(read("a\r\n1\r\n").problems()).isNotEmpty();
    }

    private static String ruleOf(int year) {
        return HolidayRule.of(year).entrySet().stream().map(day -> "%d/%d/%d,%s\r\n".formatted(day.getKey().getYear(),
                day.getKey().getMonthValue(), day.getKey().getDayOfMonth(), day.getValue()))
                .collect(Collectors.joining());
    }

    private static HolidayFile read(String text) throws IOException {
        return read(text, Csv.WINDOWS_31J);
    }

    private static HolidayFile read(String text, Charset charset) throws IOException {
        byte[] bytes = text.getBytes(charset);
        return HolidayFile.read(() -> new ByteArrayInputStream(bytes));
    }
}
