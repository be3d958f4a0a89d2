package jp.madoguchi.support;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import jp.madoguchi.calendar.BusinessClock;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** No test begins so late in the Japanese day that what it calls today is yesterday before it ends. */
class NotAcrossMidnight implements BeforeEachCallback {

    private static final Duration LONGEST_TEST = Duration.ofSeconds(90);

    @Override
    public void beforeEach(ExtensionContext context) throws InterruptedException {
        ZonedDateTime now = ZonedDateTime.now(BusinessClock.JST);
        Duration left = Duration.between(now, now.truncatedTo(ChronoUnit.DAYS).plusDays(1));
        if (left.compareTo(LONGEST_TEST) < 0) {
            Thread.sleep(left.plusMillis(1).toMillis());
        }
    }
}
