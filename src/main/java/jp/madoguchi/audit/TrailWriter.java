package jp.madoguchi.audit;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import jp.madoguchi.kernel.CaseEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes each event down in the transaction of the deed: both commit or neither does. One insert and no lock, so writers
 * never wait for each other. A publisher's transaction must not be read-only; without one the record gets its own.
 */
@Component
class TrailWriter {

    private final TrailLog log;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    TrailWriter(TrailLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    @EventListener
    @Transactional
    public void write(CaseEvent event) {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        log.insert(Entry.of(event, clock.instant(), HexFormat.of().formatHex(nonce)));
    }
}
