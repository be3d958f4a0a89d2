package jp.madoguchi.org;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@MadoguchiTest
class AccountsTest {

    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;
    @Autowired
    Clock clock;

    @Test
    @DisplayName("同時に試された誤ったパスワードも、数え落とさない")
    void guesses_at_the_same_moment_are_all_counted() throws Exception {
        Actor person = office.applicant("株式会社上毛マスク");
        String login = accounts.get(person.id()).login();
        CyclicBarrier barrier = new CyclicBarrier(Account.FAILURES_ALLOWED);
        ExecutorService threads = Executors.newFixedThreadPool(Account.FAILURES_ALLOWED);
        try {
            List<Callable<Void>> guesses = new ArrayList<>();
            for (int i = 0; i < Account.FAILURES_ALLOWED; i++) {
                guesses.add(() -> {
                    barrier.await();
                    accounts.failedToSignIn(login);
                    return null;
                });
            }
            for (Future<Void> guess : threads.invokeAll(guesses)) {
                guess.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(accounts.get(person.id()).isLocked(clock.instant())).isTrue();
    }
}
