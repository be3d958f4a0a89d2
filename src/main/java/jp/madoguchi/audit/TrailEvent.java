package jp.madoguchi.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent.Change;
import jp.madoguchi.kernel.CaseNumber;

/**
 * One recorded event as the auditor reads it. Everything but {@code seq}, {@code leafHash} and {@code index} is read
 * from the hashed body, so a column edited behind the product's back never changes what is shown.
 *
 * @param seq        the row's number; grows, but with gaps
 * @param at         when it happened, to the microsecond
 * @param kind       dotted word ({@code case.filed}), named in Japanese by {@code event.<kind>} in messages
 * @param caseNumber null for what concerns no case
 * @param government null for the installation's own events
 * @param programme  the programme's code, or null
 * @param actor      who did it
 * @param onBehalfOf the absent decider for whom a deputy acted (代決), or null
 * @param leafHash   SHA-256 of the leaf (RFC 6962 §2.1), 64 hex digits
 * @param index      place in the tree, from 0; null while unsealed (normally below a second)
 */
public record TrailEvent(long seq, Instant at, String kind, CaseNumber caseNumber, String government, String programme,
                         Actor actor, Actor onBehalfOf, Map<String, String> facts, List<Change> changes,
                         String leafHash, Long index) {

    /** Kind of an event whose body was edited until it could not be read any more. */
    public static final String UNREADABLE = "trail.unreadable";

    public boolean isSealed() {
        return index != null;
    }
}
