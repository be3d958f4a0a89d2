package jp.madoguchi.subsidy.process;

import java.time.LocalTime;
import java.util.Date;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.subsidy.Subsidies;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the procedure {@code device-subsidy} asks for. */
@Component("subsidyTasks")
@Transactional
public class SubsidyTasks {

    private static final LocalTime END_OF_DAY = LocalTime.of(23, 59, 59);

    private final Subsidies subsidies;

    SubsidyTasks(Subsidies subsidies) {
        this.subsidies = subsidies;
    }

    /** One input of the tables {@code subsidy-eligibility} and {@code subsidy-amount}, or the most one device is subsidised with. */
    public Object fact(String caseNumber, String name) {
        return subsidies.fact(new CaseNumber(caseNumber), name);
    }

    /** @return {@code yes} when the shop asks for a second device */
    public String recordEligibility(String caseNumber) {
        return subsidies.recordEligibility(new CaseNumber(caseNumber)) ? "yes" : "no";
    }

    public void permitPurchase(String caseNumber) {
        subsidies.permit(new CaseNumber(caseNumber));
    }

    /** The end of the last day on which the purchase may be reported. */
    public Date purchaseDeadline(String caseNumber) {
        return Date.from(subsidies.reportBy(new CaseNumber(caseNumber)).atTime(END_OF_DAY).atZone(BusinessClock.JST).toInstant());
    }

    public void lapse(String caseNumber) {
        subsidies.lapse(new CaseNumber(caseNumber));
    }

    public void freeSlot(String caseNumber) {
        subsidies.refuse(new CaseNumber(caseNumber));
    }

    public void withdrawn(String caseNumber) {
        subsidies.withdrawn(new CaseNumber(caseNumber));
    }

    public void fixAmount(String caseNumber) {
        subsidies.fixAmount(new CaseNumber(caseNumber));
    }
}
