package jp.madoguchi.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.support.MadoguchiTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The room as the application wires it: the schedule seals, and the application's transactions carry the scope. */
@MadoguchiTest
class TrailInTheApplicationTest {

    private static final CaseNumber CASE = new CaseNumber("TRAIL-000001");
    private static final String GUNMA = "100005";

    private final Trail trail;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    @Autowired
    TrailInTheApplicationTest(Trail trail, ApplicationEventPublisher events, PlatformTransactionManager transactions) {
        this.trail = trail;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Test
    void anEventIsSealedWithinSecondsAndProved() {
        CaseEvent noted = new CaseEvent("case.noted", CASE, GUNMA, null, "applicant-1", Actor.SYSTEM, null, Map.of(), List.of());
        DataScope.within("applicant-1", () -> transaction.executeWithoutResult(status -> events.publishEvent(noted)));
        await().atMost(Duration.ofSeconds(20)).until(() -> DataScope.within(GUNMA, () -> trail.ofCase(CASE)).get(0).isSealed());
        assertThat(DataScope.within(GUNMA, () -> trail.verification(CASE)).isIntact()).isTrue();
        assertThat(DataScope.within(GUNMA, () -> trail.verifyAll())).isInstanceOf(Verification.Intact.class);
        assertThat(DataScope.within("applicant-1", () -> trail.ofCase(CASE))).isEmpty();
    }
}
