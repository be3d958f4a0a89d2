package jp.madoguchi.site;

import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Account;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Desk;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Opens the first administrator's account of an installation, who opens all others:
 * {@code madoguchi.first-administrator.desk=100005/shinjigyo}, {@code .login} and {@code .password}. Does nothing when
 * the login exists, so the settings may stay.
 */
@Component
@ConditionalOnProperty("madoguchi.first-administrator.login")
class FirstAdministrator implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(FirstAdministrator.class);

    private final Accounts accounts;
    private final Organisation organisation;
    private final BusinessClock clock;
    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final String login;
    private final String password;
    private final Desk desk;

    FirstAdministrator(Accounts accounts, Organisation organisation, BusinessClock clock, JdbcClient jdbc,
                       TransactionOperations transaction,
                       @Value("${madoguchi.first-administrator.login}") String login,
                       @Value("${madoguchi.first-administrator.password}") String password,
                       @Value("${madoguchi.first-administrator.desk}") String desk) {
        this.accounts = accounts;
        this.organisation = organisation;
        this.clock = clock;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.login = login;
        this.password = password;
        this.desk = Desk.parse(desk + "/" + Role.ADMINISTRATOR);
    }

    /** Nodes that start at the same moment wait for each other here. */
    @Override
    public void run(ApplicationArguments arguments) {
        DataScope.within(DataScope.EVERYTHING, () -> transaction.executeWithoutResult(status -> {
            jdbc.sql("select pg_advisory_xact_lock(hashtextextended('madoguchi.first-administrator', 0))").query((row, n) -> n).single();
            if (accounts.byLogin(login).isEmpty()) {
                open();
            }
        }));
    }

    private void open() {
        Account account = accounts.openStaff(login, "システム管理者", null, password, desk.government());
        organisation.appoint(account.id(), desk, "システム管理者", clock.today());
        log.info("Opened the first administrator's account {}", login);
    }
}
