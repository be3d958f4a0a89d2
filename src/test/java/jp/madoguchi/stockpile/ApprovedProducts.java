package jp.madoguchi.stockpile;

import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.programme.Programme;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Lets a test deliver its products whatever other tests stocked: they count as approved long ago, on any case there is. */
class ApprovedProducts {

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Programme programme;

    ApprovedProducts(JdbcClient jdbc, TransactionOperations transactions, Programme programme) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.programme = programme;
    }

    void approve(String item, String kind, String maker, String product) {
        DataScope.within(DataScope.EVERYTHING, () -> transactions.executeWithoutResult(status -> jdbc.sql("""
                insert into stock_product (government, programme, item, kind, maker, product, case_number)
                select ?, ?, ?, ?, ?, ?, (select min(number) from case_file)
                where exists (select from case_file) and not exists (select from stock_product where programme = ? and item = ? and maker = ? and product = ?
                                                                     and kind is not distinct from ?)""")
                .params(programme.government(), programme.code(), item, kind, maker, product, programme.code(), item, maker, product, kind).update()));
    }
}
