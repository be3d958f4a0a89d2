package jp.madoguchi.duty;

import java.time.LocalDate;
import jp.madoguchi.kernel.CaseNumber;

/**
 * One occurrence of a duty.
 *
 * @param duty        its code in the programme's file
 * @param key         names the period or event within the duty
 * @param title       the duty's name
 * @param period      the period or event, for people
 * @param from        first day of what is reported on
 * @param to          last day of it
 * @param dueOn       by when it is to be handed in first
 * @param by          what is waited for now: handing in, review or handing in again; null when nothing is
 * @param handedInOn  when it was handed in first, or null
 * @param acceptedOn  or null
 * @param returns     how often it was returned
 */
public record Occurrence(CaseNumber number, String government, String programme, String duty, String key, String title, String period,
                         LocalDate from, LocalDate to, LocalDate dueOn, LocalDate by, State state, LocalDate handedInOn,
                         LocalDate acceptedOn, int returns) {

    /** OPEN until handed in; RETURNED for another try; WAIVED when it is not owed any more. */
    public enum State { OPEN, SUBMITTED, RETURNED, ACCEPTED, WAIVED }

    /** How the first handing in stood to its due day. */
    public enum Punctuality { ON_TIME, LATE, MISSING, NOT_YET, WAIVED }

    public Punctuality punctuality(LocalDate today) {
        if (state == State.WAIVED) {
            return Punctuality.WAIVED;
        }
        if (handedInOn == null) {
            return today.isAfter(dueOn) ? Punctuality.MISSING : Punctuality.NOT_YET;
        }
        return handedInOn.isAfter(dueOn) ? Punctuality.LATE : Punctuality.ON_TIME;
    }

    /** Whether what is waited for now is late. */
    public boolean isOverdue(LocalDate today) {
        return by != null && today.isAfter(by);
    }
}
