package jp.madoguchi.calendar;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.chrono.JapaneseDate;
import java.time.chrono.JapaneseEra;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jp.madoguchi.kernel.FiscalYear;

/**
 * Dates as Japanese official documents write them, and what people type. Own code because the JDK's formatters neither
 * print nor parse 元年 and its lenient parser accepts days outside an era (requirements §2.3). Dates before 1873, when
 * Japan had another calendar, are written with the western year.
 */
public final class JapaneseDates {

    private static final LocalDate GREGORIAN_SINCE = LocalDate.of(1873, 1, 1);
    private static final String REST = "\\s*[年./-]\\s*(\\d{1,2})\\s*[月./-]\\s*(\\d{1,2})\\s*日?";
    private static final Pattern IN_ERA =
            Pattern.compile("(明治|大正|昭和|平成|令和|[MTSHR])\\s*(元|\\d{1,2})" + REST);
    private static final Pattern WESTERN = Pattern.compile("(\\d{4})" + REST);

    private JapaneseDates() {}

    /** 令和6年12月1日. */
    public static String full(LocalDate day) {
        return year(day, TextStyle.FULL) + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
    }

    /** 令和6年12月1日（日）. */
    public static String fullWithWeekday(LocalDate day) {
        return full(day) + "（" + day.getDayOfWeek().getDisplayName(TextStyle.NARROW, Locale.JAPANESE) + "）";
    }

    /** 令和6年12月. */
    public static String month(YearMonth month) {
        return year(month.atDay(1), TextStyle.FULL) + "年" + month.getMonthValue() + "月";
    }

    /** R6.12.1, for narrow lists. */
    public static String compact(LocalDate day) {
        return year(day, TextStyle.NARROW) + "." + day.getMonthValue() + "." + day.getDayOfMonth();
    }

    /** 令和5年3月31日 17時00分. */
    public static String dateTime(LocalDateTime moment) {
        return "%s %d時%02d分".formatted(full(moment.toLocalDate()), moment.getHour(), moment.getMinute());
    }

    /** 令和6年度. The year that saw the era change is called by the new era as a whole (Cabinet, 2019-04-01). */
    public static String fiscalYearLabel(FiscalYear year) {
        return year(LocalDate.of(year.value(), 12, 31), TextStyle.FULL) + "年度";
    }

    /**
     * Reads what a person typed: an era's name or initial or a western year of four digits; 年月日, dots, slashes or
     * hyphens; full-width digits. A day that its era did not have (平成31年5月1日) or no calendar has is refused.
     */
    public static Parsed parse(String text) {
        String plain = text == null ? "" : Normalizer.normalize(text, Normalizer.Form.NFKC).strip()
                .toUpperCase(Locale.ROOT);
        try {
            Matcher western = WESTERN.matcher(plain);
            if (western.matches()) {
                return new Parsed.Day(LocalDate.of(number(western, 1), number(western, 2), number(western, 3)));
            }
            Matcher inEra = IN_ERA.matcher(plain);
            if (inEra.matches()) {
                int year = inEra.group(2).equals("元") ? 1 : number(inEra, 2);
                return new Parsed.Day(LocalDate.from(
                        JapaneseDate.of(era(inEra.group(1)), year, number(inEra, 3), number(inEra, 4))));
            }
        } catch (DateTimeException noSuchDay) {
            return new Parsed.Unreadable("存在しない日付です。年・月・日をご確認ください。");
        }
        return new Parsed.Unreadable("日付を読み取れません。「令和6年12月1日」または「2024-12-01」のように入力してください。");
    }

    private static String year(LocalDate day, TextStyle eraStyle) {
        if (day.isBefore(GREGORIAN_SINCE)) {
            return String.valueOf(day.getYear());
        }
        JapaneseDate date = JapaneseDate.from(day);
        int year = date.get(ChronoField.YEAR_OF_ERA);
        return date.getEra().getDisplayName(eraStyle, Locale.JAPAN) + (year == 1 ? "元" : year);
    }

    private static JapaneseEra era(String nameOrInitial) {
        TextStyle style = nameOrInitial.length() == 1 ? TextStyle.NARROW : TextStyle.FULL;
        return Arrays.stream(JapaneseEra.values())
                .filter(era -> era.getDisplayName(style, Locale.JAPAN).equals(nameOrInitial))
                .findFirst().orElseThrow(() -> new DateTimeException("No era " + nameOrInitial));
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    /** A date, or why the text is none. */
    public sealed interface Parsed {

        default Optional<LocalDate> day() {
            return this instanceof Day found ? Optional.of(found.value) : Optional.empty();
        }

        /** The date. */
        record Day(LocalDate value) implements Parsed {}

        /** @param wording a Japanese sentence that says how to type it */
        record Unreadable(String wording) implements Parsed {}
    }
}
