package jp.madoguchi.support;

import java.time.Duration;
import jp.madoguchi.calendar.BusinessClock;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Sets the shared clock right after a test that moved it. */
class ClockComesBack implements AfterEachCallback {

    @Override
    public void afterEach(ExtensionContext context) {
        BusinessClock clock = SpringExtension.getApplicationContext(context).getBean(BusinessClock.class);
        if (!clock.offset().equals(Duration.ZERO)) {
            clock.reset();
        }
    }
}
