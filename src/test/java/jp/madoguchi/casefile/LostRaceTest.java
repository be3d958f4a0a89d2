package jp.madoguchi.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jp.madoguchi.database.EmbeddedPostgres;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.support.Blockade;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import jp.madoguchi.workflow.LostRaces;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of a filing, or of a withdrawal, that the database ended because another transaction was faster. */
@MadoguchiTest
class LostRaceTest {

    @Autowired
    TestOffice office;
    @Autowired
    Filing filing;
    @Autowired
    Withdrawal withdrawal;
    @Autowired
    Cases cases;
    @Autowired
    LostRaces lostRaces;
    @Autowired
    EmbeddedPostgres server;
    @Autowired
    PlatformTransactionManager transactions;

    @Test
    @DisplayName("デッドロックで負けた申請は、同じ識別子で送り直され、受付は1件になる")
    void a_deadlock_is_survived() throws Exception {
        Actor party = office.applicant("株式会社行違い");
        Answers application = office.eligibleApplication(party, "株式会社行違い");
        String key = UUID.randomUUID().toString();
        CompletableFuture<Receipt> filed;
        try (Blockade blockade = new Blockade(server, "submission")) {
            filed = CompletableFuture.supplyAsync(() -> DataScope.within(party.id(), () -> filing.file(new FilingRequest(
                    "gunma-mask-r5", "vendor", application, key, party, party.id(), Channel.WEB))));
            blockade.awaitWaiting(1);
            // The filing holds its key's lock and waits for the table; now the table's holder waits for the key.
            blockade.run("select pg_advisory_xact_lock(hashtextextended('" + party.id() + "\n" + key + "', 0))");
        }
        Receipt receipt = filed.get(60, TimeUnit.SECONDS);
        List<CaseFile> ofParty = DataScope.within(party.id(), () -> cases.ofParty(party.id()));
        assertThat(ofParty).extracting(CaseFile::number).containsExactly(receipt.caseNumber());
        assertThat(receipt.repeated()).isFalse();
        assertThat(office.openTasks(receipt.caseNumber())).containsExactly("UserTask_CheckCompleteness");
    }

    @Test
    @DisplayName("手続が同じ時に進んで負けた取下げは、もう一度行われ、申請者は待たされるだけで断られない")
    void a_withdrawal_is_not_refused_because_the_case_moved() throws Exception {
        Actor party = office.applicant("株式会社取下げ");
        CaseNumber number = DataScope.within(party.id(), () -> filing.file(new FilingRequest("gunma-mask-r5", "vendor",
                office.eligibleApplication(party, "株式会社取下げ"), UUID.randomUUID().toString(), party, party.id(), Channel.WEB)).caseNumber());
        CompletableFuture<Void> withdrawn;
        try (Blockade blockade = new Blockade(server, "case_file")) {
            withdrawn = CompletableFuture.runAsync(() -> DataScope.within(party.id(), () -> withdrawal.withdraw(number, party, "")));
            blockade.awaitWaiting(1);
            // The withdrawal has read the case and waits to write it; now the case is another.
            blockade.run("update case_file set version = version + 1 where number = '" + number + "'");
        }
        withdrawn.get(60, TimeUnit.SECONDS);
        assertThat(office.file(number).status()).isEqualTo(CaseStatus.WITHDRAWN);
        assertThat(office.openTasks(number)).isEmpty();
    }

    @Test
    @DisplayName("送り直すのは競争に負けたときだけで、回数には限りがあり、他人の取引の中では送り直さない")
    void only_lost_races_and_not_for_ever() {
        AtomicInteger lost = new AtomicInteger();
        assertThatThrownBy(() -> lostRaces.sentAgain(() -> {
            lost.incrementAndGet();
            throw new CannotAcquireLockException("deadlock detected");
        })).isInstanceOf(CannotAcquireLockException.class);
        assertThat(lost).hasValue(4);

        AtomicInteger refused = new AtomicInteger();
        assertThatThrownBy(() -> lostRaces.sentAgain(() -> {
            refused.incrementAndGet();
            throw new RefusedException("no", "できません。");
        })).isInstanceOf(RefusedException.class);
        assertThat(refused).hasValue(1);

        AtomicInteger inside = new AtomicInteger();
        assertThatThrownBy(() -> new TransactionTemplate(transactions).execute(status -> lostRaces.sentAgain(() -> {
            inside.incrementAndGet();
            throw new CannotAcquireLockException("deadlock detected");
        }))).isInstanceOf(CannotAcquireLockException.class);
        assertThat(inside).hasValue(1);
    }
}
