package jp.madoguchi.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import jp.madoguchi.kernel.NotFoundException;

/** The last event of a page, as text in a link: microseconds since 1970, a tilde, the row's number. */
record TrailCursor(Instant at, long seq) {

    /** @throws NotFoundException when somebody edited the link */
    static TrailCursor parse(String text) {
        int tilde = text.indexOf('~');
        try {
            return new TrailCursor(Instant.EPOCH.plus(Long.parseLong(text.substring(0, Math.max(tilde, 0))),
                    ChronoUnit.MICROS), Long.parseLong(text.substring(tilde + 1)));
        } catch (NumberFormatException edited) {
            throw new NotFoundException("trail page " + text);
        }
    }

    @Override
    public String toString() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "~" + seq;
    }
}
