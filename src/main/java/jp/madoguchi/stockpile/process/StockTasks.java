package jp.madoguchi.stockpile.process;

import java.util.Date;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.stockpile.LotWatch;
import jp.madoguchi.stockpile.StockCases;
import jp.madoguchi.stockpile.Supplies;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the procedures {@code ppe-issue}, {@code ppe-expiry}, {@code ppe-supply-instruction} and {@code contract-instruction} ask for.
 * What is moved is written with the conclusions of the tasks.
 */
@Component("stockTasks")
@Transactional
public class StockTasks {

    private final StockCases stock;
    private final LotWatch watch;
    private final Supplies supplies;

    StockTasks(StockCases stock, LotWatch watch, Supplies supplies) {
        this.stock = stock;
        this.watch = watch;
        this.supplies = supplies;
    }

    public boolean replenished(String caseNumber) {
        return stock.replenished(new CaseNumber(caseNumber));
    }

    public String lotState(String caseNumber) {
        return watch.lotState(new CaseNumber(caseNumber));
    }

    public String rotationMethod(String caseNumber) {
        return watch.method(new CaseNumber(caseNumber));
    }

    public String restState(String caseNumber) {
        return watch.restState(new CaseNumber(caseNumber));
    }

    public void lotWithdrawn(String caseNumber) {
        watch.over(new CaseNumber(caseNumber));
    }

    public Date acknowledgementDue(String caseNumber) {
        return Date.from(supplies.remindAt(new CaseNumber(caseNumber)));
    }

    public Date acknowledgementOverdue(String caseNumber) {
        return Date.from(supplies.tellManagerAt(new CaseNumber(caseNumber)));
    }

    public void remindOfAcknowledgement(String caseNumber) {
        supplies.remindContractor(new CaseNumber(caseNumber));
    }

    public void tellOfSilence(String caseNumber) {
        supplies.tellManager(new CaseNumber(caseNumber));
    }

    /** @return whether the contractor had been instructed */
    public boolean withdrawInstruction(String caseNumber) {
        return supplies.end(new CaseNumber(caseNumber));
    }
}
