package jp.madoguchi.org;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Accounts and the moments of signing in. Works under every scope, because nobody is signed in yet when a login is
 * looked up; it hands out single accounts only.
 */
@Service
public class Accounts {

    private static final int SHORTEST_PASSWORD = 10;

    private final AccountRepository accounts;
    private final PasswordEncoder passwords;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final TransactionTemplate joined;
    private final SecureRandom random = new SecureRandom();

    Accounts(AccountRepository accounts, PasswordEncoder passwords, Clock clock, ApplicationEventPublisher events,
             PlatformTransactionManager transactions) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.clock = clock;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
        this.joined = new TransactionTemplate(transactions);
    }

    public Optional<Account> byLogin(String login) {
        return work(() -> accounts.findByLogin(key(login)));
    }

    /** Inside a transaction it sees what that transaction's data scope shows, and takes no second connection. */
    public Optional<Account> byId(String id) {
        return DataScope.within(DataScope.EVERYTHING, () -> joined.execute(status -> accounts.findById(id)));
    }

    /** @throws NotFoundException when there is no such account */
    public Account get(String id) {
        return byId(id).orElseThrow(() -> new NotFoundException("account " + id));
    }

    /**
     * Signs an applicant up; the account opens when the code, sent by mail, comes back.
     *
     * @return the confirmation code, once more when the address was not confirmed yet (the mail was lost), or empty when it
     *         already has an open account: the page must answer the same either way, so that nobody can find out who applied
     * @throws RefusedException when the password is too short or the address is not one
     */
    public Optional<String> signUp(String email, String name, String password) {
        if (!email.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
            throw new RefusedException("account.email", "メールアドレスを「name@example.jp」の形で入力してください。");
        }
        if (password.codePointCount(0, password.length()) < SHORTEST_PASSWORD) {
            throw new RefusedException("account.password", "パスワードは" + SHORTEST_PASSWORD + "文字以上にしてください。");
        }
        String encoded = passwords.encode(password);
        String code = randomCode();
        return work(() -> {
            Optional<Account> known = accounts.findByLogin(key(email));
            if (known.isPresent()) {
                return known.map(Account::confirmationCode);
            }
            accounts.saveAndFlush(Account.applicant(newId(), key(email), key(email), name.strip(), encoded, code));
            return Optional.of(code);
        });
    }

    /** @return the opened account, or empty when the code is unknown or was used */
    public Optional<Account> confirm(String code) {
        return work(() -> {
            Optional<Account> found = accounts.findByConfirmationCode(code);
            found.ifPresent(account -> {
                account.confirm(clock.instant());
                tell("account.confirmed", account);
            });
            return found;
        });
    }

    /** An applicant who is confirmed from the start: demo and postal desk. */
    public Account openApplicant(String login, String name, String email, String password) {
        String encoded = passwords.encode(password);
        return work(() -> {
            Account account = Account.applicant(newId(), key(login), email, name, encoded, null);
            account.confirm(clock.instant());
            return accounts.save(account);
        });
    }

    /** Joins the transaction in which the person is also appointed, so that nobody has an account without a post. */
    public Account openStaff(String login, String name, String email, String password, String government) {
        String encoded = passwords.encode(password);
        return DataScope.within(DataScope.EVERYTHING, () -> joined.execute(status -> accounts.saveAndFlush(Account.staff(newId(),
                key(login), Actor.Kind.STAFF, name, email, encoded, government, clock.instant()))));
    }

    public Account openService(String login, String name, String password, String government) {
        String encoded = passwords.encode(password);
        return work(() -> accounts.save(Account.staff(newId(), key(login), Actor.Kind.SERVICE, name, null, encoded,
                government, clock.instant())));
    }

    /** Somebody of a contractor's office. @param government whose programmes the contractor carries out */
    public Account openContractor(String login, String name, String email, String password, String government,
                                  String contractor) {
        String encoded = passwords.encode(password);
        return work(() -> accounts.save(Account.contractor(newId(), key(login), name, email, encoded, government, contractor,
                clock.instant())));
    }

    public void signedIn(String login) {
        work(() -> accounts.lockByLogin(key(login)).map(account -> {
            account.signedIn();
            tell("account.signed-in", account);
            return account;
        }));
    }

    /**
     * Counts a wrong password; after five in a row the account stays closed for a quarter of an hour. Guesses made at the
     * same moment wait for each other and are all counted.
     */
    public void failedToSignIn(String login) {
        work(() -> accounts.lockByLogin(key(login)).map(account -> {
            account.failedToSignIn(clock.instant());
            tell(account.isLocked(clock.instant()) ? "account.locked" : "account.sign-in-failed", account);
            return account;
        }));
    }

    /** Closes the account of somebody who left, for good. @throws NotFoundException when there is none in that government */
    public void retire(String id, String government) {
        change(id, government, Account::retire);
    }

    /** Ends a lock after wrong passwords. @throws NotFoundException when there is none in that government */
    public void unlock(String id, String government) {
        change(id, government, Account::signedIn);
    }

    private void change(String id, String government, java.util.function.Consumer<Account> change) {
        work(() -> {
            change.accept(accounts.findById(id).filter(account -> government.equals(account.government()))
                    .orElseThrow(() -> new NotFoundException("account " + id)));
            return null;
        });
    }

    private void tell(String kind, Account account) {
        events.publishEvent(CaseEvent.ofInstallation(kind, account.government(), account.asActor(), Map.of()));
    }

    private <T> T work(java.util.function.Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transaction.execute(status -> work.get()));
    }

    private static String key(String login) {
        return login.strip().toLowerCase(Locale.ROOT);
    }

    private static String newId() {
        return "a-" + UUID.randomUUID();
    }

    private String randomCode() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
