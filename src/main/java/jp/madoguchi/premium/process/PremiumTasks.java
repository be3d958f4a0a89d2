package jp.madoguchi.premium.process;

import java.time.LocalDateTime;
import java.util.Date;
import java.util.function.Function;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.premium.Applications;
import jp.madoguchi.premium.Rights;
import jp.madoguchi.premium.Rounds;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the procedures {@code premium-sale} and {@code premium-round} ask for. */
@Component("premiumTasks")
@Transactional
public class PremiumTasks {

    private final Applications applications;
    private final Rights rights;
    private final Rounds rounds;
    private final Cases cases;

    PremiumTasks(Applications applications, Rights rights, Rounds rounds, Cases cases) {
        this.applications = applications;
        this.rights = rights;
        this.rounds = rounds;
        this.cases = cases;
    }

    public void withdrawn(String caseNumber) {
        applications.left(new CaseNumber(caseNumber));
        rights.giveBack(new CaseNumber(caseNumber));
    }

    public Date applicationsEnd(String caseNumber) {
        return moment(caseNumber, rounds::applicationsEnd);
    }

    public void inform(String caseNumber) {
        rounds.inform(new CaseNumber(caseNumber));
    }

    /** The midnight at which the last day of the sale is over. */
    public Date saleEnd(String caseNumber) {
        return moment(caseNumber, rounds::saleEnd);
    }

    public Date promotedEnd(String caseNumber) {
        return moment(caseNumber, rounds::promotedEnd);
    }

    public void lapse(String caseNumber) {
        rounds.lapse(new CaseNumber(caseNumber));
    }

    public void roundWithdrawn(String caseNumber) {
        rounds.withdrawn(new CaseNumber(caseNumber));
    }

    private Date moment(String caseNumber, Function<CaseFile, LocalDateTime> of) {
        return Date.from(of.apply(cases.get(new CaseNumber(caseNumber))).atZone(BusinessClock.JST).toInstant());
    }
}
