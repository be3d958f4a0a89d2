package jp.madoguchi.stockpile.process;

import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.stockpile.StockCases;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the procedure {@code ppe-issue} asks for. What is moved is written with the conclusions of the tasks. */
@Component("stockTasks")
@Transactional
public class StockTasks {

    private final StockCases stock;

    StockTasks(StockCases stock) {
        this.stock = stock;
    }

    public boolean replenished(String caseNumber) {
        return stock.replenished(new CaseNumber(caseNumber));
    }
}
