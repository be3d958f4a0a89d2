package jp.madoguchi.duty.process;

import java.time.LocalDate;
import java.util.Date;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.duty.Duties;
import jp.madoguchi.kernel.CaseNumber;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the procedure {@code reporting-duty} asks for. */
@Component("dutyTasks")
@Transactional
public class DutyTasks {

    private final Duties duties;

    DutyTasks(Duties duties) {
        this.duties = duties;
    }

    /** The first moment at which the report is late. */
    public Date overdueAt(String caseNumber) {
        return dayAfter(duties.get(new CaseNumber(caseNumber)).by());
    }

    /** The first moment at which the review is late. */
    public Date reviewOverdueAt(String caseNumber) {
        return dayAfter(duties.get(new CaseNumber(caseNumber)).by());
    }

    public void recordOverdue(String caseNumber) {
        duties.recordOverdue(new CaseNumber(caseNumber));
    }

    public void recordReviewOverdue(String caseNumber) {
        duties.recordReviewOverdue(new CaseNumber(caseNumber));
    }

    public void keepReport(String caseNumber) {
        duties.keep(new CaseNumber(caseNumber));
    }

    public void withdrawn(String caseNumber) {
        duties.waive(new CaseNumber(caseNumber));
    }

    private static Date dayAfter(LocalDate day) {
        return Date.from(day.plusDays(1).atStartOfDay(BusinessClock.JST).toInstant());
    }
}
