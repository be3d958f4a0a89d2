package jp.madoguchi.workflow;

import java.time.Duration;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.ClockMoved;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Keeps the engine's clock in step with the one clock; another node's move arrives within a second. */
@Component
class EngineClock {

    private final BusinessClock clock;
    private Duration known = Duration.ZERO;

    EngineClock(BusinessClock clock) {
        this.clock = clock;
    }

    @EventListener
    void moved(ClockMoved moved) {
        follow();
    }

    @Scheduled(fixedDelay = 1000)
    synchronized void follow() {
        Duration offset = clock.offset();
        if (!offset.equals(known)) {
            ClockUtil.offset(offset.toMillis());
            known = offset;
        }
    }
}
