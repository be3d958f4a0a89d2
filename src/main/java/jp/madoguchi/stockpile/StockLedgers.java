package jp.madoguchi.stockpile;

import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tells the database what the programmes' files set, so that it can hold their rules; anew at each start. */
@Component
class StockLedgers implements SmartInitializingSingleton {

    private final Programmes programmes;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    StockLedgers(Programmes programmes, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.programmes = programmes;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public void afterSingletonsInstantiated() {
        programmes.all().stream().filter(StockTerms::setBy).forEach(this::open);
    }

    /** Idempotent; what was reached of the plan stays reached. */
    void open(Programme programme) {
        StockTerms terms = StockTerms.of(programme);
        DataScope.within(DataScope.EVERYTHING, () -> transaction.executeWithoutResult(status -> {
            jdbc.sql("""
                    insert into stock_ledger (programme, government, shelf_life_years, at_receipt_years, always_years) values (?, ?, ?, ?, ?)
                    on conflict (programme) do update set shelf_life_years = excluded.shelf_life_years, at_receipt_years = excluded.at_receipt_years,
                    always_years = excluded.always_years""")
                    .params(programme.code(), programme.government(), terms.shelfLifeYears(), terms.atReceiptYears(), terms.alwaysYears()).update();
            terms.items().values().forEach(item -> jdbc.sql("""
                    insert into stock_item (programme, item, government, expires) values (?, ?, ?, ?)
                    on conflict (programme, item) do update set expires = excluded.expires""")
                    .params(programme.code(), item.code(), programme.government(), item.expires()).update());
            terms.plan().forEach((year, items) -> items.forEach((item, planned) -> jdbc.sql("""
                    insert into stock_plan (programme, item, fiscal_year, government, procured, managed) values (?, ?, ?, ?, ?, ?)
                    on conflict (programme, item, fiscal_year) do update set procured = excluded.procured, managed = excluded.managed""")
                    .params(programme.code(), item, year, programme.government(), planned.procured(), planned.managed()).update()));
        }));
    }
}
