package jp.madoguchi.site.api;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import jp.madoguchi.calendar.BusinessClock;

/** Moments as the API writes them: {@code 2024-04-01T09:00:00+09:00}. */
final class Jst {

    private Jst() {}

    static OffsetDateTime of(Instant moment) {
        return moment == null ? null : moment.atZone(BusinessClock.JST).toOffsetDateTime();
    }

    static OffsetDateTime of(LocalDateTime moment) {
        return moment == null ? null : moment.atZone(BusinessClock.JST).toOffsetDateTime();
    }
}
