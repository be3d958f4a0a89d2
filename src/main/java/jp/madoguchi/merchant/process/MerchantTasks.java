package jp.madoguchi.merchant.process;

import java.time.LocalTime;
import java.util.Date;
import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.merchant.Merchants;
import jp.madoguchi.merchant.Screenings;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the procedures {@code merchant-application}, {@code merchant-change} and {@code merchant-violation} ask for. */
@Component("merchantTasks")
@Transactional
public class MerchantTasks {

    private static final LocalTime END_OF_DAY = LocalTime.of(23, 59, 59);

    private final Merchants merchants;
    private final Screenings screenings;
    private final Cases cases;

    MerchantTasks(Merchants merchants, Screenings screenings, Cases cases) {
        this.merchants = merchants;
        this.screenings = screenings;
        this.cases = cases;
    }

    /** BusinessRuleTask_JudgeScreening: one input of the table. */
    public Object fact(String caseNumber, String name) {
        return screenings.fact(new CaseNumber(caseNumber), name);
    }

    /** @return whether card sales are screened too: {@code yes} or {@code no} */
    public String recordScreening(String caseNumber) {
        return screenings.record(new CaseNumber(caseNumber));
    }

    public void registerMerchant(String caseNumber) {
        merchants.register(new CaseNumber(caseNumber));
    }

    public void recordKit(String caseNumber) {
        merchants.recordKit(new CaseNumber(caseNumber));
    }

    public void applyChange(String caseNumber) {
        merchants.applyChange(new CaseNumber(caseNumber));
    }

    /** The end of the day that the letter names. */
    public Date explanationDeadline(String caseNumber) {
        return Date.from(merchants.explanationDue(new CaseNumber(caseNumber)).orElseThrow().atTime(END_OF_DAY)
                .atZone(BusinessClock.JST).toInstant());
    }

    public void recordSilence(String caseNumber) {
        CaseNumber number = new CaseNumber(caseNumber);
        cases.tell(number, "merchant.not-explained", Actor.SYSTEM,
                Map.of("due", merchants.explanationDue(number).orElseThrow().toString()));
    }

    public void cancelMerchant(String caseNumber) {
        merchants.cancel(new CaseNumber(caseNumber));
    }

    /** The withdrawal was recorded where it was made; the procedure only takes note. */
    public void withdrawn(String caseNumber) {
        cases.tell(new CaseNumber(caseNumber), "merchant.withdrawal-noted", Actor.SYSTEM, Map.of());
    }
}
