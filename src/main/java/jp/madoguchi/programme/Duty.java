package jp.madoguchi.programme;

import java.time.LocalDate;
import jp.madoguchi.calendar.RollRule;

/**
 * 報告義務: something owed by a date, once or again and again, as the programme's file describes it.
 *
 * @param code           key within the programme
 * @param form           the form it is reported on
 * @param every          when it arises
 * @param after          the duty that an acceptance of makes it arise, counted from the day what was accepted was handed in; or null
 * @param from           first day of what is reported on; null where that is the contract's first
 * @param to             last day of it; null where that is the contract's last
 * @param due            when it is due; null where it is due on the contract's last day
 * @param opensBefore    days before its due day on which it is put before whoever owes it; 0 for the usual time
 * @param review         business days for the review, from the day after it was handed in; silence never accepts (G18)
 * @param resubmission   business days to hand in again, from the day after it was returned
 * @param owedByOffice   whether the office itself owes it, not the contractor
 * @param source         the requirement it comes from
 */
public record Duty(String code, String name, String nameEn, String form, Every every, String after, LocalDate from, LocalDate to, Due due, int opensBefore, int review, int resubmission,
                   boolean owedByOffice, String source) {

    /**
     * What makes it arise: the contract's start or end, the end of each month, week (Monday to Sunday) or fiscal year, an
     * event that a procedure or another duty tells of, or somebody who asks for it (随時).
     */
    public enum Every { CONTRACT_START, CONTRACT_END, MONTH, WEEK, FISCAL_YEAR, EVENT, DEMAND }

    /**
     * The rule of its due day. A report on a period is never due after the contract's last day (G7).
     *
     * @param n    which day, or how many; 0 for the end of the month
     * @param roll what becomes of it on a closed day
     */
    public record Due(Rule rule, int n, RollRule roll) {

        /**
         * A calendar day or a business day of the month after the period, the end of the month itself, or business or
         * calendar days after the period or the event.
         */
        public enum Rule { DAY, NTH_BUSINESS_DAY, MONTH_END, BUSINESS_DAYS, DAYS }
    }

    /** Whether its occurrences follow from the calendar alone. */
    public boolean isPlanned() {
        return every != Every.EVENT && every != Every.DEMAND;
    }
}
