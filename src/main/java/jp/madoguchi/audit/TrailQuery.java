package jp.madoguchi.audit;

import java.time.Instant;
import jp.madoguchi.kernel.CaseNumber;

/**
 * What an auditor searches for; a null part does not restrict.
 *
 * @param actor      an account's id, exactly, or a part of a name as recorded; finds deputies and those they acted for
 * @param kind       an event's kind, or its beginning up to a dot ({@code case} finds {@code case.filed})
 * @param programme  a programme's code, exactly
 * @param from       first moment, inclusive
 * @param until      last moment, exclusive
 * @param government six digits; narrows further than the scope already does
 */
public record TrailQuery(CaseNumber caseNumber, String actor, String kind, String programme, Instant from,
                         Instant until, String government) {

    /** Everything the reader's scope shows. */
    public static final TrailQuery ALL = new TrailQuery(null, null, null, null, null, null, null);
}
