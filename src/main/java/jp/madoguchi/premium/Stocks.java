package jp.madoguchi.premium;

import java.security.SecureRandom;
import jp.madoguchi.programme.Programme;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What a programme may sell in all, and what makes its keys its own. One row each, which comes with the first that needs it. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Stocks {

    private static final int SALT_BYTES = 32;

    private final JdbcClient jdbc;

    Stocks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param sold of {@code sets}, over all rounds */
    record Stock(int sets, int sold) {}

    Stock of(Programme programme) {
        open(programme);
        return jdbc.sql("select sets, sold from premium_stock where programme = ?").param(programme.code()).query(Stock.class).single();
    }

    byte[] salt(Programme programme) {
        open(programme);
        return jdbc.sql("select salt from premium_stock where programme = ?").param(programme.code()).query(byte[].class).single();
    }

    private void open(Programme programme) {
        if (jdbc.sql("select 1 from premium_stock where programme = ?").param(programme.code()).query(Integer.class).optional().isEmpty()) {
            Terms terms = Terms.of(programme);
            byte[] salt = new byte[SALT_BYTES];
            new SecureRandom().nextBytes(salt);
            jdbc.sql("""
                    insert into premium_stock (programme, government, sets, value_yen, issue_yen, salt) values (?, ?, ?, ?, ?, ?)
                    on conflict do nothing""")
                    .params(programme.code(), programme.government(), terms.sets(), terms.valueYen(), terms.issueYen(), salt).update();
        }
    }
}
