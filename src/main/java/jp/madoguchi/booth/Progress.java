package jp.madoguchi.booth;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jp.madoguchi.programme.Programme;

/**
 * How far a programme's events, or the applications supported at them, are towards one of its targets (S4-16, S4-78).
 *
 * @param goal      how many there are to be
 * @param held      how many there were, within the target's span
 * @param recently  of these, in the {@value #PACE_DAYS} days up to today
 * @param from      first day that counts
 * @param by        last day that counts
 * @param reachedOn the day the goal was met, or the day it will be at the present pace; null when none was held lately
 * @param months    what was held month by month, up to this one
 */
public record Progress(String measure, String label, String unit, int goal, int held, int recently, LocalDate from, LocalDate by,
                       LocalDate reachedOn, List<Month> months) {

    /** The present pace is that of the last eight weeks, or of the time since the target's first day where that is shorter. */
    static final int PACE_DAYS = 56;

    /** What happened in a month, and all until its end. */
    public record Month(YearMonth month, int held, int total) {}

    /** The measure of the applications that accepted daily reports count (S4-16). */
    static final String APPLICATIONS = "applications-supported";

    /** What can be counted of the events themselves. */
    enum Counted {
        SESSIONS("sessions-held", "booth"), LARGE_SESSIONS("large-sessions-held", "booth"), SMARTPHONE_EVENTS("smartphone-events-held", "smartphone"),
        USER_BRIEFINGS("user-briefings", "user-briefing"), BUSINESS_BRIEFINGS("business-briefings", "business-briefing"),
        MERCHANT_BRIEFINGS("merchant-briefings", "merchant-briefing");

        private final String measure;
        private final String kind;

        Counted(String measure, String kind) {
            this.measure = measure;
            this.kind = kind;
        }

        String measure() {
            return measure;
        }

        /** The days on which such events were held, within the target's span. */
        List<LocalDate> of(Programme programme, List<BoothEvent> events, Programme.Target target) {
            int large = EventTerms.of(programme).largeCapacity();
            return events.stream().filter(event -> event.state() == BoothEvent.State.HELD && event.kind().equals(kind))
                    .filter(event -> this != LARGE_SESSIONS || event.capacity() >= large).map(BoothEvent::on)
                    .filter(day -> target == null || within(target, day)).sorted().toList();
        }

        static Optional<Counted> by(String measure) {
            return List.of(values()).stream().filter(one -> one.measure.equals(measure)).findFirst();
        }
    }

    /**
     * The progress towards each target of the programme that counts events or applications.
     *
     * @param applications the day of each application supported
     */
    static List<Progress> of(Programme programme, List<BoothEvent> events, List<LocalDate> applications, LocalDate today) {
        return programme.targets().stream().filter(target -> target.atLeast() != null)
                .flatMap(target -> days(programme, target, events, applications).map(days -> of(programme, target, days, today)).stream()).toList();
    }

    private static Optional<List<LocalDate>> days(Programme programme, Programme.Target target, List<BoothEvent> events, List<LocalDate> applications) {
        return target.measure().equals(APPLICATIONS) ? Optional.of(applications.stream().filter(day -> within(target, day)).sorted().toList())
                : Counted.by(target.measure()).map(counted -> counted.of(programme, events, target));
    }

    private static boolean within(Programme.Target target, LocalDate day) {
        return (target.from() == null || !day.isBefore(target.from())) && (target.to() == null || !day.isAfter(target.to()));
    }

    private static Progress of(Programme programme, Programme.Target target, List<LocalDate> days, LocalDate today) {
        LocalDate from = target.from() == null ? programme.from() : target.from();
        LocalDate by = target.to() == null ? programme.to() : target.to();
        int goal = (int) Math.ceil(target.atLeast());
        LocalDate since = from.isAfter(today.minusDays(PACE_DAYS)) ? from : today.minusDays(PACE_DAYS);
        int recently = (int) days.stream().filter(day -> day.isAfter(since)).count();
        return new Progress(target.measure(), target.label(), target.unit() == null ? "" : target.unit(), goal, days.size(), recently, from, by,
                days.size() >= goal ? days.get(goal - 1) : expected(goal - days.size(), recently, since, today), months(days, from, by, today));
    }

    /** @return null when nothing was held lately: there is no pace */
    private static LocalDate expected(int missing, int recently, LocalDate since, LocalDate today) {
        long span = Math.max(1, ChronoUnit.DAYS.between(since, today));
        return recently == 0 ? null : today.plusDays((missing * span + recently - 1) / recently);
    }

    private static List<Month> months(List<LocalDate> days, LocalDate from, LocalDate by, LocalDate today) {
        List<Month> months = new ArrayList<>();
        YearMonth last = YearMonth.from(by.isBefore(today) ? by : today);
        int total = 0;
        for (YearMonth month = YearMonth.from(from); !month.isAfter(last); month = month.plusMonths(1)) {
            YearMonth now = month;
            int held = (int) days.stream().filter(day -> YearMonth.from(day).equals(now)).count();
            total += held;
            months.add(new Month(month, held, total));
        }
        return months;
    }

    public boolean reached() {
        return held >= goal;
    }

    /** Whether the goal will be missed at the present pace. */
    public boolean behind() {
        return !reached() && (reachedOn == null || reachedOn.isAfter(by));
    }

    /** What the straight way from nothing to the goal would have reached by the end of a month. */
    public double planned(YearMonth month) {
        LocalDate end = month.atEndOfMonth().isAfter(by) ? by : month.atEndOfMonth();
        long whole = ChronoUnit.DAYS.between(from, by) + 1;
        return Math.round(10.0 * goal * (ChronoUnit.DAYS.between(from, end) + 1) / whole) / 10.0;
    }
}
