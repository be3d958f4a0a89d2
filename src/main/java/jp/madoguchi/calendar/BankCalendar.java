package jp.madoguchi.calendar;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import org.springframework.stereotype.Service;

/**
 * Days on which banks transfer money: not Saturdays, Sundays, national holidays and 31 December–3 January; unlike
 * town halls they work on 29 and 30 December. Same limits as {@link BusinessCalendars}.
 */
@Service
public class BankCalendar {

    private final HolidaySource source;

    BankCalendar(HolidaySource source) {
        this.source = source;
    }

    /** The calendar of the law alone, without a database. */
    public static BankCalendar byRule() {
        return new BankCalendar(() -> HolidayRows.NONE);
    }

    public boolean isBusinessDay(LocalDate day) {
        return isOpen(source.rows(), day);
    }

    /** @see BusinessCalendars#plusBusinessDays */
    public LocalDate plusBusinessDays(LocalDate from, int n) {
        return days().plus(from, n);
    }

    /** @see BusinessCalendars#nthBusinessDay */
    public LocalDate nthBusinessDay(YearMonth month, int n) {
        return days().nth(month, n);
    }

    /** @see BusinessCalendars#businessDaysBetween */
    public int businessDaysBetween(LocalDate fromExclusive, LocalDate toInclusive) {
        return days().between(fromExclusive, toInclusive);
    }

    /** @see BusinessCalendars#roll */
    public LocalDate roll(LocalDate date, RollRule rule) {
        return days().roll(date, rule);
    }

    /** @see BusinessCalendars#holidayName */
    public Optional<String> holidayName(LocalDate day) {
        return source.rows().nationalHoliday(day)
                .or(() -> isYearEnd(day) ? Optional.of("銀行の年末年始休業日") : Optional.empty());
    }

    private BusinessDays days() {
        HolidayRows rows = source.rows();
        return new BusinessDays(day -> isOpen(rows, day));
    }

    private static boolean isOpen(HolidayRows rows, LocalDate day) {
        return !BusinessCalendars.isWeekend(day) && !isYearEnd(day) && rows.nationalHoliday(day).isEmpty();
    }

    private static boolean isYearEnd(LocalDate day) {
        return day.getMonthValue() == 12 && day.getDayOfMonth() == 31
                || day.getMonthValue() == 1 && day.getDayOfMonth() <= 3;
    }
}
