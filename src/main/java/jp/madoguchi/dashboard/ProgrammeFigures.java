package jp.madoguchi.dashboard;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.List;

/**
 * A programme's figures as of one moment. Days used are days of the standard processing period: by the government's own
 * calendar where the call says so, without the days of correction (requirements §2.10).
 *
 * @param asOf    the day they are of
 * @param from    first day of the period, null when it has none; the period ends with {@code asOf}
 * @param ageing  the first undecided cases, oldest first
 * @param outlook undecided cases whose standard period ends within the next business days, soonest first
 */
public record ProgrammeFigures(String programme, String name, LocalDate asOf, String period, LocalDate from, Headline headline,
                               List<Processing> processing, List<Week> weeks, List<Place> places, List<TargetFigure> targets,
                               List<OpenCase> ageing, List<OpenCase> outlook) {

    /**
     * The figures of today, and what they were when last month ended.
     *
     * @param open              undecided cases
     * @param overdue           undecided cases past their standard period
     * @param overdueTasks      open tasks past their due day
     * @param waiting           running cases in which something is asked of the applicant
     * @param following         decided cases whose procedure still runs
     * @param decidedThisMonth  granted and refused
     */
    public record Headline(String programme, long open, long openBefore, long overdue, long overdueBefore, long overdueTasks,
                           long waiting, long following, long decidedThisMonth, long decidedLastMonth) {

        static Headline none(String programme) {
            return new Headline(programme, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }
    }

    /** Over which days something was decided. */
    public enum Span { PERIOD, THIS_MONTH, LAST_MONTH }

    /**
     * How long decisions took.
     *
     * @param call         the call's code, or null for all calls together
     * @param standardDays the call's period as its file sets it now, or null
     * @param businessDays whether the days are the office's
     * @param decided      granted and refused
     * @param measured     those of them that had a standard period
     * @param within       those of them that kept it
     * @param median       the usual median, between two cases their mean; null without cases, and where days of
     *                     different calendars would be mixed
     * @param percentile90 the days within which 90 % were decided (nearest rank); null as the median
     */
    public record Processing(Span span, String call, String callName, Integer standardDays, Boolean businessDays, long decided,
                             long granted, long measured, long within, Double median, Integer percentile90) {

        /** Percent of the measured cases that kept the standard period, to one decimal; null without any. */
        @JsonProperty
        public Double rate() {
            return measured == 0 ? null : Math.round(1000.0 * within / measured) / 10.0;
        }
    }

    /** A week from Monday, cut where the period begins. @param ended withdrawn or closed without a decision @param open undecided at its end */
    public record Week(LocalDate from, LocalDate to, long arrived, long granted, long refused, long ended, long open) {

        @JsonProperty
        public long decided() {
            return granted + refused;
        }
    }

    /**
     * A step at which cases are.
     *
     * @param element the element of the procedure's diagram; null where the diagram has none, such as the later reading of
     *                a deputy's decision
     * @param step    the task's id in its model; null for cases that wait for no person but for a date or the system
     * @param role    name of the role whose task it is, or null
     * @param overdue cases whose task there is past its due day
     * @param longest business days since the first of them came there
     */
    public record Place(String procedure, String element, String step, String name, String role, long count, long overdue,
                        Integer longest) {}

    /** @param actual null while nobody counts it @param reached null as actual */
    public record TargetFigure(String measure, String label, Double atLeast, Double atMost, String unit, LocalDate from, LocalDate to,
                               String source, Double actual, Boolean reached) {}

    /** On whom a case waits. */
    public enum Waiting { OFFICE, APPLICANT, BOTH, NOBODY }

    /**
     * An undecided case.
     *
     * @param used     days used so far, null without a standard period
     * @param standard days of the standard period, or null
     * @param dueOn    its last day as things stand; null while it stands still, or without one
     * @param stopped  whether it stands still for a correction
     * @param steps    names of its open steps
     */
    public record OpenCase(String number, String title, String call, String callName, LocalDate arrivedOn, Integer used, Integer standard,
                           boolean businessDays, LocalDate dueOn, boolean stopped, String steps, Waiting waiting) {

        @JsonProperty
        public boolean overdue() {
            return standard != null && used > standard;
        }

        /** Days until the period is used up; negative when it is past, null without one. */
        @JsonProperty
        public Integer left() {
            return standard == null ? null : standard - used;
        }
    }
}
