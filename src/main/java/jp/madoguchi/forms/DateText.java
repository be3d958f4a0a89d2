package jp.madoguchi.forms;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.chrono.JapaneseDate;
import java.time.chrono.JapaneseEra;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates as people type them in three fields, and as official documents write them (requirements §2.3). */
final class DateText {

    private static final Map<Character, JapaneseEra> ERAS = Map.of(
            'M', JapaneseEra.MEIJI, '明', JapaneseEra.MEIJI, 'T', JapaneseEra.TAISHO, '大', JapaneseEra.TAISHO,
            'S', JapaneseEra.SHOWA, '昭', JapaneseEra.SHOWA, 'H', JapaneseEra.HEISEI, '平', JapaneseEra.HEISEI,
            'R', JapaneseEra.REIWA, '令', JapaneseEra.REIWA);
    private static final Pattern ERA_YEAR =
            Pattern.compile("([MTSHR]|明治?|大正?|昭和?|平成?|令和?)\\.?(元|[0-9]{1,2})年?");
    private static final int LONGEST_PART = 8;

    private DateText() {}

    /**
     * ISO text for three parts that make a date, otherwise the parts as typed with slashes between. The year may be of
     * an era: R6, 令和6, 平成元.
     *
     * @return {@code ""} when nothing was typed
     */
    static String stored(String year, String month, String day) {
        String y = part(year);
        String m = part(month);
        String d = part(day);
        if (y.isEmpty() && m.isEmpty() && d.isEmpty()) {
            return "";
        }
        return date(y, m, d).map(LocalDate::toString).orElse(y + "/" + m + "/" + d);
    }

    /** The three parts to show again in their fields. */
    static List<String> parts(String stored) {
        String[] parts = stored.split("[-/]", -1);
        return parts.length == 3 ? List.of(unpadded(parts[0]), unpadded(parts[1]), unpadded(parts[2]))
                : List.of(stored, "", "");
    }

    /** 令和6年12月1日（日）; a partly typed date as 2024年13月日. */
    static String shown(String stored) {
        try {
            LocalDate date = LocalDate.parse(stored);
            JapaneseDate japanese = JapaneseDate.from(date);
            int year = japanese.get(ChronoField.YEAR_OF_ERA);
            return DateTimeFormatter.ofPattern("GGGG", Locale.JAPAN).format(japanese) + (year == 1 ? "元" : year) + "年"
                    + date.getMonthValue() + "月" + date.getDayOfMonth() + "日（"
                    + date.getDayOfWeek().getDisplayName(TextStyle.NARROW, Locale.JAPAN) + "）";
        } catch (DateTimeException partly) {
            List<String> parts = parts(stored);
            return parts.get(0) + "年" + parts.get(1) + "月" + parts.get(2) + "日";
        }
    }

    private static Optional<LocalDate> date(String year, String month, String day) {
        try {
            int m = Integer.parseInt(month);
            int d = Integer.parseInt(day);
            Matcher era = ERA_YEAR.matcher(year);
            if (era.matches()) {
                int yearOfEra = era.group(2).equals("元") ? 1 : Integer.parseInt(era.group(2));
                return Optional.of(LocalDate.from(JapaneseDate.of(ERAS.get(era.group(1).charAt(0)), yearOfEra, m, d)));
            }
            return year.matches("[0-9]{4}") ? Optional.of(LocalDate.of(Integer.parseInt(year), m, d)) : Optional.empty();
        } catch (NumberFormatException | DateTimeException notADate) {
            return Optional.empty();
        }
    }

    private static String part(String typed) {
        String part = Normalizer.normalize(typed == null ? "" : typed, Normalizer.Form.NFKC)
                .strip().toUpperCase(Locale.ROOT).replaceAll("[年月日/]|(?<!^)-", "");
        return part.substring(0, part.offsetByCodePoints(0, Math.min(LONGEST_PART, part.codePointCount(0, part.length()))));
    }

    private static String unpadded(String part) {
        return part.matches("0[0-9]") ? part.substring(1) : part;
    }
}
