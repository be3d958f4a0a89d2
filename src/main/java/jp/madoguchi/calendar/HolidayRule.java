package jp.madoguchi.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * National holidays by the rules of 国民の祝日に関する法律 (requirements §2.4), including 振替休日 and 国民の休日. Checked
 * day by day for 2007–2050. The equinoxes are fixed by the official gazette each February for the next year, so later
 * years are forecasts; the formula holds to 2099.
 */
final class HolidayRule {

    static final int FIRST_YEAR = 2007;
    static final int LAST_YEAR = 2099;

    private static final Map<Integer, SortedMap<LocalDate, String>> KNOWN = new ConcurrentHashMap<>();

    private HolidayRule() {}

    /** @throws IllegalArgumentException outside {@value #FIRST_YEAR}–{@value #LAST_YEAR} */
    static SortedMap<LocalDate, String> of(int year) {
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw new IllegalArgumentException("No holiday rule for the year " + year);
        }
        return KNOWN.computeIfAbsent(year, HolidayRule::compute);
    }

    private static SortedMap<LocalDate, String> compute(int year) {
        SortedMap<LocalDate, String> byLaw = new TreeMap<>();
        byLaw.put(LocalDate.of(year, 1, 1), "元日");
        byLaw.put(monday(year, 1, 2), "成人の日");
        byLaw.put(LocalDate.of(year, 2, 11), "建国記念の日");
        if (year >= 2020) {
            byLaw.put(LocalDate.of(year, 2, 23), "天皇誕生日");
        }
        byLaw.put(equinox(year, 3, 20.8431), "春分の日");
        byLaw.put(LocalDate.of(year, 4, 29), "昭和の日");
        if (year == 2019) {
            byLaw.put(LocalDate.of(year, 5, 1), "天皇の即位の日");
            byLaw.put(LocalDate.of(year, 10, 22), "即位礼正殿の儀の行われる日");
        }
        byLaw.put(LocalDate.of(year, 5, 3), "憲法記念日");
        byLaw.put(LocalDate.of(year, 5, 4), "みどりの日");
        byLaw.put(LocalDate.of(year, 5, 5), "こどもの日");
        byLaw.put(marineDay(year), "海の日");
        if (year >= 2016) {
            byLaw.put(mountainDay(year), "山の日");
        }
        byLaw.put(monday(year, 9, 3), "敬老の日");
        byLaw.put(equinox(year, 9, 23.2488), "秋分の日");
        byLaw.put(sportsDay(year), year >= 2020 ? "スポーツの日" : "体育の日");
        byLaw.put(LocalDate.of(year, 11, 3), "文化の日");
        byLaw.put(LocalDate.of(year, 11, 23), "勤労感謝の日");
        if (year <= 2018) {
            byLaw.put(LocalDate.of(year, 12, 23), "天皇誕生日");
        }

        SortedMap<LocalDate, String> all = new TreeMap<>(byLaw);
        for (LocalDate holiday : byLaw.keySet()) {
            if (byLaw.containsKey(holiday.plusDays(2))) {
                all.putIfAbsent(holiday.plusDays(1), "国民の休日");
            }
            if (holiday.getDayOfWeek() == DayOfWeek.SUNDAY) {
                LocalDate substitute = holiday.plusDays(1);
                while (byLaw.containsKey(substitute)) {
                    substitute = substitute.plusDays(1);
                }
                all.put(substitute, "振替休日");
            }
        }
        return Collections.unmodifiableSortedMap(all);
    }

    // The Olympic years moved three holidays by special law.
    private static LocalDate marineDay(int year) {
        return switch (year) {
            case 2020 -> LocalDate.of(year, 7, 23);
            case 2021 -> LocalDate.of(year, 7, 22);
            default -> monday(year, 7, 3);
        };
    }

    private static LocalDate sportsDay(int year) {
        return switch (year) {
            case 2020 -> LocalDate.of(year, 7, 24);
            case 2021 -> LocalDate.of(year, 7, 23);
            default -> monday(year, 10, 2);
        };
    }

    private static LocalDate mountainDay(int year) {
        return switch (year) {
            case 2020 -> LocalDate.of(year, 8, 10);
            case 2021 -> LocalDate.of(year, 8, 8);
            default -> LocalDate.of(year, 8, 11);
        };
    }

    private static LocalDate monday(int year, int month, int ordinal) {
        return LocalDate.of(year, month, 1).with(TemporalAdjusters.dayOfWeekInMonth(ordinal, DayOfWeek.MONDAY));
    }

    private static LocalDate equinox(int year, int month, double constant) {
        int since1980 = year - 1980;
        return LocalDate.of(year, month, (int) (constant + 0.242194 * since1980) - since1980 / 4);
    }
}
