package jp.madoguchi.vendor.process;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Date;
import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.StatutoryClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.vendor.Vendors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the procedures {@code vendor-application}, {@code vendor-change} and {@code emergency-activation} ask for. */
@Component("vendorTasks")
@Transactional
public class VendorTasks {

    private static final ZoneId JAPAN = BusinessClock.JST;
    private static final LocalTime END_OF_DAY = LocalTime.of(23, 59, 59);

    private final Vendors vendors;
    private final Cases cases;
    private final StatutoryClock statutoryClock;
    private final BusinessClock clock;

    VendorTasks(Vendors vendors, Cases cases, StatutoryClock statutoryClock, BusinessClock clock) {
        this.vendors = vendors;
        this.cases = cases;
        this.statutoryClock = statutoryClock;
        this.clock = clock;
    }

    /** ServiceTask_RecordLateRefusal: a late application that the decider did not accept. */
    public void recordLateRefusal(String caseNumber) {
        cases.decided(new CaseNumber(caseNumber), false, Actor.SYSTEM, Map.of("late", "true"));
    }

    /** BusinessRuleTask_JudgeEligibility: one input of the table. */
    public Object fact(String caseNumber, String name) {
        return vendors.fact(new CaseNumber(caseNumber), name);
    }

    public void recordEligibility(String caseNumber) {
        vendors.recordEligibility(new CaseNumber(caseNumber));
    }

    public void registerVendor(String caseNumber) {
        vendors.register(new CaseNumber(caseNumber));
    }

    /** ServiceTask_RecordRefusal: the decision itself was recorded with its task; the register stays as it was. */
    public void recordRefusal(String caseNumber) {
        cases.tell(new CaseNumber(caseNumber), "vendor.not-chosen", Actor.SYSTEM, Map.of());
    }

    public Date saleStart(String caseNumber) {
        return Date.from(vendors.saleStart(new CaseNumber(caseNumber)).atZone(JAPAN).toInstant());
    }

    public void publishVendor(String caseNumber) {
        vendors.publish(new CaseNumber(caseNumber));
    }

    /** The end of the standard processing period as it is reckoned now; a correction puts it off. */
    public Date standardPeriodEnd(String caseNumber) {
        CaseFile file = cases.get(new CaseNumber(caseNumber));
        return Date.from(file.expectedOn().atTime(END_OF_DAY).atZone(JAPAN).toInstant());
    }

    /** @return {@code decided}, {@code extended} (a correction stopped the clock) or {@code exceeded} */
    public String overdue(String caseNumber) {
        CaseFile file = cases.get(new CaseNumber(caseNumber));
        if (file.decision() != null) {
            return "decided";
        }
        return clock.instant().isBefore(standardPeriodEnd(caseNumber).toInstant()) ? "extended" : "exceeded";
    }

    public void escalate(String caseNumber) {
        CaseFile file = cases.get(new CaseNumber(caseNumber));
        String used = statutoryClock.ledger(file).map(ledger -> ledger.used() + "/" + ledger.total()).orElse("");
        cases.tell(file.number(), "case.overdue", Actor.SYSTEM, Map.of("days", used));
    }

    /** The withdrawal was recorded where it was made; the procedure only takes note. */
    public void withdrawn(String caseNumber) {
        cases.tell(new CaseNumber(caseNumber), "vendor.withdrawal-noted", Actor.SYSTEM, Map.of());
    }

    public void applyChange(String caseNumber) {
        vendors.applyChange(new CaseNumber(caseNumber));
    }

    public void publishCall(String caseNumber) {
        vendors.publishCall(new CaseNumber(caseNumber));
    }
}
