package jp.madoguchi.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import jp.madoguchi.kernel.GovernmentCode;
import org.springframework.stereotype.Service;

/**
 * Business days of each government: not Saturdays, Sundays, national holidays and 29 December–3 January, unless its own
 * rows say otherwise (each body fixes its days by ordinance, Local Autonomy Act 4-2). Never a deadline without it.
 *
 * <p>Answers for 2007–2099; other years are an {@link IllegalArgumentException}. Rows changed on another node are seen
 * within five seconds.
 */
@Service
public class BusinessCalendars {

    private static final String YEAR_END = "年末年始の休日";

    private final HolidaySource source;

    BusinessCalendars(HolidaySource source) {
        this.source = source;
    }

    /** Calendars of the law alone, without a database. */
    public static BusinessCalendars byRule() {
        return new BusinessCalendars(() -> HolidayRows.NONE);
    }

    public boolean isBusinessDay(GovernmentCode government, LocalDate day) {
        return isOpen(source.rows(), government, day);
    }

    /**
     * The n-th business day after an event. The event's own day does not count (初日不算入), so day 1 is the first
     * business day after it; 0 is the day itself, open or not; a negative n counts back.
     */
    public LocalDate plusBusinessDays(GovernmentCode government, LocalDate from, int n) {
        return days(government).plus(from, n);
    }

    /**
     * The n-th business day of a month, counted from 1 (S3: reports by the 10th business day).
     *
     * @throws IllegalArgumentException when the month has none of that number
     */
    public LocalDate nthBusinessDay(GovernmentCode government, YearMonth month, int n) {
        return days(government).nth(month, n);
    }

    /** How many business days lie after one day up to and including another; negative when the other is earlier. */
    public int businessDaysBetween(GovernmentCode government, LocalDate fromExclusive, LocalDate toInclusive) {
        return days(government).between(fromExclusive, toInclusive);
    }

    /** Moves a date that falls on a closed day; an open one stays. */
    public LocalDate roll(GovernmentCode government, LocalDate date, RollRule rule) {
        return days(government).roll(date, rule);
    }

    /** Why a day is closed, in Japanese; empty on open days and on Saturdays and Sundays without a name. */
    public Optional<String> holidayName(GovernmentCode government, LocalDate day) {
        HolidayRows rows = source.rows();
        Optional<HolidayRows.Row> own = rows.own(government.value(), day);
        if (own.isPresent()) {
            return own.filter(row -> !row.open()).map(HolidayRows.Row::name);
        }
        return rows.nationalHoliday(day).or(() -> isYearEnd(day) ? Optional.of(YEAR_END) : Optional.empty());
    }

    /** The named days of a calendar year, in order, with those that the government itself opened. */
    public List<Closure> closures(GovernmentCode government, int year) {
        HolidayRows rows = source.rows();
        TreeMap<LocalDate, Closure> closures = new TreeMap<>();
        daysOf(year).forEach(day -> rows.nationalHoliday(day).ifPresentOrElse(
                name -> closures.put(day, new Closure(day, name, false,
                        rows.isAnnounced(day) ? Closure.Origin.ANNOUNCED : Closure.Origin.RULE)),
                () -> {
                    if (isYearEnd(day)) {
                        closures.put(day, new Closure(day, YEAR_END, false, Closure.Origin.YEAR_END));
                    }
                }));
        rows.own(government.value(), year).forEach(row ->
                closures.put(row.day(), new Closure(row.day(), row.name(), row.open(), Closure.Origin.OWN)));
        return List.copyOf(closures.values());
    }

    private BusinessDays days(GovernmentCode government) {
        HolidayRows rows = source.rows();
        return new BusinessDays(day -> isOpen(rows, government, day));
    }

    private static boolean isOpen(HolidayRows rows, GovernmentCode government, LocalDate day) {
        return rows.own(government.value(), day).map(HolidayRows.Row::open)
                .orElseGet(() -> !isWeekend(day) && !isYearEnd(day) && rows.nationalHoliday(day).isEmpty());
    }

    static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    private static boolean isYearEnd(LocalDate day) {
        return day.getMonthValue() == 12 && day.getDayOfMonth() >= 29
                || day.getMonthValue() == 1 && day.getDayOfMonth() <= 3;
    }

    private static Stream<LocalDate> daysOf(int year) {
        return LocalDate.of(year, 1, 1).datesUntil(LocalDate.of(year + 1, 1, 1));
    }
}
