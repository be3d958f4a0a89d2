package jp.madoguchi.stockpile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.programme.Programme;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** 再委託の台帳: who does which part of a programme's work with the prefecture's consent (S2-51). Non-public as the rest (S2-32). */
@Service
@Transactional
public class Subcontracts {

    private final JdbcClient jdbc;

    Subcontracts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One that was consented to.
     *
     * @param parts  of the work, in words
     * @param from   never before the day of consent
     * @param amount yen
     */
    public record Subcontract(CaseNumber number, String subcontractor, String address, String parts, LocalDate from, LocalDate to, long amount,
                              LocalDate consentedOn) {}

    void enter(Programme programme, Subcontract one) {
        jdbc.sql("""
                insert into stock_subcontract (case_number, government, programme, subcontractor, address, parts, from_on, to_on, amount, consented_on)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(one.number().value(), programme.government(), programme.code(), one.subcontractor(), one.address(), one.parts(), one.from(), one.to(),
                        one.amount(), one.consentedOn()).update();
    }

    @Transactional(readOnly = true)
    Optional<Subcontract> find(CaseNumber number) {
        return jdbc.sql("select * from stock_subcontract where case_number = ?").param(number.value()).query(Subcontracts::subcontract).optional();
    }

    /** A programme's, the latest first. */
    @Transactional(readOnly = true)
    public List<Subcontract> all(Programme programme) {
        Stock.covered(programme);
        return jdbc.sql("select * from stock_subcontract where programme = ? order by from_on desc, case_number desc").param(programme.code())
                .query(Subcontracts::subcontract).list();
    }

    private static Subcontract subcontract(ResultSet row, int n) throws SQLException {
        return new Subcontract(new CaseNumber(row.getString("case_number")), row.getString("subcontractor"), row.getString("address"), row.getString("parts"),
                row.getObject("from_on", LocalDate.class), row.getObject("to_on", LocalDate.class), row.getLong("amount"),
                row.getObject("consented_on", LocalDate.class));
    }
}
