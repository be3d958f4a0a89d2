package jp.madoguchi.casefile.process;

import java.util.Date;
import jp.madoguchi.casefile.CorrectionRound;
import jp.madoguchi.casefile.DecisionRoute;
import jp.madoguchi.kernel.CaseNumber;
import org.springframework.stereotype.Component;

/** What the shared procedures {@code correction-round}, {@code decision} and {@code post-view} ask for. */
@Component("caseTasks")
public class CaseTasks {

    private final CorrectionRound round;
    private final DecisionRoute decision;

    CaseTasks(CorrectionRound round, DecisionRoute decision) {
        this.round = round;
        this.decision = decision;
    }

    public void openCorrection(String caseNumber) {
        round.open(new CaseNumber(caseNumber));
    }

    public Date correctionReminder(String caseNumber) {
        return Date.from(round.remindAt(new CaseNumber(caseNumber)));
    }

    public Date correctionDeadline(String caseNumber) {
        return Date.from(round.endsAt(new CaseNumber(caseNumber)));
    }

    public void remindCorrection(String caseNumber) {
        round.remind(new CaseNumber(caseNumber));
    }

    /** @param how {@code answered} or {@code expired} */
    public void closeCorrection(String caseNumber, String how) {
        round.close(new CaseNumber(caseNumber), how);
    }

    public Date decisionReminder(String caseNumber) {
        return Date.from(decision.remindAt(new CaseNumber(caseNumber)));
    }

    public void remindDecider(String caseNumber) {
        decision.remind(new CaseNumber(caseNumber));
    }

    public void openPostView(String caseNumber) {
        decision.openPostView(new CaseNumber(caseNumber));
    }
}
