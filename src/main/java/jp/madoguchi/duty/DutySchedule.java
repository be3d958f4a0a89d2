package jp.madoguchi.duty;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.kernel.FiscalYear;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.programme.Duty;
import jp.madoguchi.programme.Programme;

/** Says for a programme's duties what is owed when. Without state: another holiday or contract date gives other days. */
final class DutySchedule {

    /** How many days before its due day something opens whose period does not end before that day. */
    private static final int OPENS_BEFORE = 14;
    /** The same for what closes the contract: it takes longer to write. */
    private static final int CLOSING_OPENS_BEFORE = 30;

    private final BusinessCalendars calendars;

    DutySchedule(BusinessCalendars calendars) {
        this.calendars = calendars;
    }

    /**
     * One occurrence.
     *
     * @param key     names the period within the duty: {@code 2024-12}, {@code 2024-W50}, {@code FY2024}, {@code start}, {@code end}
     * @param period  the same for people
     * @param opensOn when it is put before whoever owes it
     */
    record Planned(String key, String period, LocalDate from, LocalDate to, LocalDate opensOn, LocalDate dueOn) {}

    /** All occurrences of a duty that follow from the calendar, in order; none for what events or people bring about. */
    List<Planned> of(Programme programme, Duty duty) {
        return switch (duty.every()) {
            case CONTRACT_START -> List.of(new Planned("start", "契約締結時", programme.from(), programme.to(), programme.from(),
                    dueAfter(programme, duty, programme.from())));
            case CONTRACT_END -> List.of(closing(programme, duty));
            case MONTH -> periods(programme, duty, day -> day.with(TemporalAdjusters.lastDayOfMonth()), day -> YearMonth.from(day).toString(),
                    day -> JapaneseDates.month(YearMonth.from(day)) + "分");
            case WEEK -> periods(programme, duty, day -> day.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY)),
                    day -> "%d-W%02d".formatted(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)),
                    day -> JapaneseDates.full(day) + "の週分");
            case FISCAL_YEAR -> periods(programme, duty, day -> FiscalYear.of(day).lastDay(), day -> "FY" + FiscalYear.of(day).value(),
                    day -> JapaneseDates.fiscalYearLabel(FiscalYear.of(day)) + "分");
            case EVENT, DEMAND -> List.of();
        };
    }

    /** The due day of what came about on a day. */
    LocalDate dueAfter(Programme programme, Duty duty, LocalDate day) {
        GovernmentCode government = new GovernmentCode(programme.government());
        Duty.Due due = duty.due();
        YearMonth next = YearMonth.from(day).plusMonths(1);
        return switch (due.rule()) {
            case DAY -> calendars.roll(government, next.atDay(Math.min(due.n(), next.lengthOfMonth())), due.roll());
            case NTH_BUSINESS_DAY -> calendars.nthBusinessDay(government, next, due.n());
            case MONTH_END -> calendars.roll(government, YearMonth.from(day).atEndOfMonth(), due.roll());
            case BUSINESS_DAYS -> calendars.plusBusinessDays(government, day, due.n());
            case DAYS -> calendars.roll(government, day.plusDays(due.n()), due.roll());
        };
    }

    private Planned closing(Programme programme, Duty duty) {
        LocalDate dueOn = duty.due() == null ? programme.to() : dueAfter(programme, duty, programme.to());
        return new Planned("end", "契約終了時", programme.from(), programme.to(), latest(programme.from(), dueOn.minusDays(CLOSING_OPENS_BEFORE)), dueOn);
    }

    /** G7: nothing is due after the contract's last day, so the last report is written before its period is over. */
    private List<Planned> periods(Programme programme, Duty duty, UnaryOperator<LocalDate> end, Function<LocalDate, String> key,
                                  Function<LocalDate, String> words) {
        List<Planned> periods = new ArrayList<>();
        LocalDate last = duty.to() == null ? programme.to() : earliest(duty.to(), programme.to());
        LocalDate first = duty.from() == null ? programme.from() : latest(duty.from(), programme.from());
        for (LocalDate from = first; !from.isAfter(last); from = end.apply(from).plusDays(1)) {
            LocalDate to = earliest(end.apply(from), last);
            LocalDate dueOn = earliest(dueAfter(programme, duty, to), programme.to());
            LocalDate opensOn = duty.opensBefore() > 0 ? latest(from, dueOn.minusDays(duty.opensBefore())) : to.isBefore(dueOn) ? to.plusDays(1) : latest(from, dueOn.minusDays(OPENS_BEFORE));
            periods.add(new Planned(key.apply(from), words.apply(from), from, to, opensOn, dueOn));
        }
        return periods;
    }

    private static LocalDate earliest(LocalDate a, LocalDate b) {
        return a.isBefore(b) ? a : b;
    }

    private static LocalDate latest(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }
}
