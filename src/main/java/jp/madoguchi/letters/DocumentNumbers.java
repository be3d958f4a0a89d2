package jp.madoguchi.letters;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Allots 文書番号 without gaps: the counter's row is locked until the issuing transaction ends, so a number that was not
 * used in the end goes to the next letter. Letters of one symbol are therefore issued one after the other.
 */
@Component
class DocumentNumbers {

    private final JdbcClient jdbc;

    DocumentNumbers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Waits for whoever issues under the same symbol. @return the last number used, 0 when there was none */
    int lock(String government, String symbol, int fiscalYear) {
        jdbc.sql("insert into letter_counter (government, symbol, fiscal_year, last) values (?, ?, ?, 0) on conflict do nothing")
                .params(government, symbol, fiscalYear).update();
        return jdbc.sql("select last from letter_counter where government = ? and symbol = ? and fiscal_year = ? for update")
                .params(government, symbol, fiscalYear).query(Integer.class).single();
    }

    /** The number after the last one; only under {@link #lock}. */
    DocumentNumber take(String government, String symbol, int fiscalYear) {
        return new DocumentNumber(symbol, fiscalYear, jdbc.sql("""
                update letter_counter set last = last + 1 where government = ? and symbol = ? and fiscal_year = ? returning last""")
                .params(government, symbol, fiscalYear).query(Integer.class).single());
    }
}
