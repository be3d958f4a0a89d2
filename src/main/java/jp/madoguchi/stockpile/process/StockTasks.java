package jp.madoguchi.stockpile.process;

import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.stockpile.LotWatch;
import jp.madoguchi.stockpile.StockCases;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the procedures {@code ppe-issue} and {@code ppe-expiry} ask for. What is moved is written with the conclusions of the tasks. */
@Component("stockTasks")
@Transactional
public class StockTasks {

    private final StockCases stock;
    private final LotWatch watch;

    StockTasks(StockCases stock, LotWatch watch) {
        this.stock = stock;
        this.watch = watch;
    }

    public boolean replenished(String caseNumber) {
        return stock.replenished(new CaseNumber(caseNumber));
    }

    public String lotState(String caseNumber) {
        return watch.lotState(new CaseNumber(caseNumber));
    }

    public String restState(String caseNumber) {
        return watch.restState(new CaseNumber(caseNumber));
    }

    public void lotWithdrawn(String caseNumber) {
        watch.over(new CaseNumber(caseNumber));
    }
}
