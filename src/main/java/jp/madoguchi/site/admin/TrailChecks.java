package jp.madoguchi.site.admin;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jp.madoguchi.audit.Finding;
import jp.madoguchi.audit.Trail;
import jp.madoguchi.audit.Verification;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/** Examines the whole trail, every night and when an administrator asks, and remembers the verdicts. */
@Service
class TrailChecks {

    private static final Logger log = LoggerFactory.getLogger(TrailChecks.class);
    private static final int SHOWN_FINDINGS = 20;

    private final Trail trail;
    private final JdbcClient jdbc;
    private final BusinessClock clock;

    TrailChecks(Trail trail, JdbcClient jdbc, BusinessClock clock) {
        this.trail = trail;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param findings Japanese sentences, one a line, at most twenty */
    public record Check(Instant at, String byName, boolean intact, long events, String findings) {

        public List<String> lines() {
            return findings.lines().toList();
        }
    }

    Optional<Check> last() {
        return jdbc.sql("select at, by_name, intact, events, findings from trail_check order by id desc limit 1").query(Check.class).optional();
    }

    @Scheduled(cron = "${madoguchi.trail-check:0 30 3 * * *}", zone = "Asia/Tokyo")
    void nightly() {
        run(Actor.SYSTEM);
    }

    /** Takes about half a minute for a million events. */
    Check run(Actor by) {
        Verification verdict = trail.verifyAll();
        Check check = verdict instanceof Verification.Intact intact ? new Check(clock.instant(), by.name(), true, intact.events(), "")
                : found(by, ((Verification.Tampered) verdict).findings());
        jdbc.sql("insert into trail_check (at, by_name, intact, events, findings) values (?, ?, ?, ?, ?)")
                .params(Timestamp.from(check.at()), check.byName(), check.intact(), check.events(), check.findings()).update();
        return check;
    }

    private Check found(Actor by, List<Finding> findings) {
        findings.forEach(finding -> log.error("The trail was tampered with: {} at {}: {}", finding.kind(), finding.seq(), finding.kind().inEnglish()));
        return new Check(clock.instant(), by.name(), false, 0, findings.stream().limit(SHOWN_FINDINGS)
                .map(finding -> (finding.seq() == null ? "" : "記録" + finding.seq() + "：") + finding.explanation()).collect(Collectors.joining("\n")));
    }
}
