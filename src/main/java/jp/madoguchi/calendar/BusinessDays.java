package jp.madoguchi.calendar;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.function.Predicate;

/** Counting over any notion of an open day. */
final class BusinessDays {

    private final Predicate<LocalDate> open;

    BusinessDays(Predicate<LocalDate> open) {
        this.open = open;
    }

    LocalDate plus(LocalDate from, int n) {
        LocalDate day = from;
        for (int left = Math.abs(n); left > 0; left--) {
            day = nextOpen(day, Integer.signum(n));
        }
        return day;
    }

    LocalDate nth(YearMonth month, int n) {
        LocalDate day = n < 1 ? null : plus(month.atDay(1).minusDays(1), n);
        if (day == null || !YearMonth.from(day).equals(month)) {
            throw new IllegalArgumentException(month + " has no business day number " + n);
        }
        return day;
    }

    int between(LocalDate fromExclusive, LocalDate toInclusive) {
        if (toInclusive.isBefore(fromExclusive)) {
            return -between(toInclusive, fromExclusive);
        }
        return (int) fromExclusive.datesUntil(toInclusive).filter(day -> open.test(day.plusDays(1))).count();
    }

    LocalDate roll(LocalDate date, RollRule rule) {
        if (open.test(date)) {
            return date;
        }
        return switch (rule) {
            case NONE -> date;
            case NEXT -> nextOpen(date, 1);
            case PREVIOUS -> nextOpen(date, -1);
            case MODIFIED_NEXT -> {
                LocalDate next = nextOpen(date, 1);
                yield next.getMonth() == date.getMonth() ? next : nextOpen(date, -1);
            }
        };
    }

    private LocalDate nextOpen(LocalDate after, int step) {
        LocalDate day = after.plusDays(step);
        while (!open.test(day)) {
            day = day.plusDays(step);
        }
        return day;
    }
}
