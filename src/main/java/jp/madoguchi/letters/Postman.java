package jp.madoguchi.letters;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Account;
import jp.madoguchi.org.Accounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Empties the outbox, each mail in a transaction of its own. Any node may do so: a row that one is sending is skipped by
 * the others. It has a thread of its own, because a mail server that hangs must not keep the sealer or timers waiting.
 */
@Component
class Postman implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Postman.class);
    private static final int MOST_A_ROUND = 20;

    private final Outbox outbox;
    private final Carrier carrier;
    private final Accounts accounts;
    private final TransactionTemplate transaction;
    private final Duration every;
    private ScheduledExecutorService thread;

    Postman(Outbox outbox, Carrier carrier, Accounts accounts, PlatformTransactionManager transactions,
            @Value("${madoguchi.mail-every:PT1S}") Duration every) {
        this.outbox = outbox;
        this.carrier = carrier;
        this.accounts = accounts;
        this.transaction = new TransactionTemplate(transactions);
        this.every = every;
    }

    /** Sends what is due, until a mail cannot be sent: then the server is probably down, and the others wait a moment. */
    void round() {
        try {
            DataScope.within(DataScope.EVERYTHING, () -> {
                int sent = 0;
                while (sent < MOST_A_ROUND && Boolean.TRUE.equals(transaction.execute(status -> sendOne()))) {
                    sent++;
                }
            });
        } catch (RuntimeException e) {
            log.warn("The outbox cannot be worked off now: {}", e.toString());
        }
    }

    private boolean sendOne() {
        Optional<Outbox.Mail> due = outbox.nextDue();
        if (due.isEmpty()) {
            return false;
        }
        Outbox.Mail mail = due.get();
        try {
            String recipient = mail.account() == null ? mail.recipient() : addressOf(mail.account());
            carrier.carry(mail, recipient);
            outbox.sent(mail, recipient);
            return true;
        } catch (RuntimeException e) {
            if (outbox.failed(mail, String.valueOf(e.getMessage()))) {
                log.error("Mail {} ({}) was given up: {}", mail.id(), mail.kind(), e.getMessage());
            }
            return false;
        }
    }

    private String addressOf(String account) {
        return accounts.byId(account).map(Account::email)
                .orElseThrow(() -> new IllegalStateException("アカウントにメールアドレスがありません。 The account has no address."));
    }

    @Override
    public synchronized void start() {
        thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread named = new Thread(work, "postman");
            named.setDaemon(true);
            return named;
        });
        thread.scheduleWithFixedDelay(this::round, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        thread.shutdown();
        try {
            thread.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }
}
