package jp.madoguchi.booth;

import java.time.LocalDate;
import java.time.LocalTime;
import jp.madoguchi.kernel.CaseNumber;

/**
 * 開催: one event, as it stands.
 *
 * @param municipality code; its name is the programme's
 * @param capacity     people the venue holds
 * @param expected     applications or visitors that are expected
 * @param visitors     who came; null until held
 * @param reason       why it was moved or cancelled, or null
 */
public record BoothEvent(CaseNumber number, String government, String programme, String kind, String venue, String municipality,
                         int capacity, LocalDate on, LocalTime from, LocalTime to, int expected, State state, Integer visitors, String reason) {

    /** MOVED waits for a new date or venue; only PROPOSED, APPROVED and HELD keep their venue. */
    public enum State { PROPOSED, APPROVED, HELD, MOVED, CANCELLED, REFUSED, ABANDONED }
}
