package jp.madoguchi.lottery.process;

import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.lottery.Draws;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the procedure {@code public-draw} asks for. */
@Component("drawTasks")
@Transactional
public class DrawTasks {

    private static final String VOID = "void";

    private final Draws draws;

    DrawTasks(Draws draws) {
        this.draws = draws;
    }

    public void freeze(String caseNumber) {
        draws.freeze(new CaseNumber(caseNumber));
    }

    public void announce(String caseNumber) {
        draws.announce(new CaseNumber(caseNumber));
    }

    /** @return the draw's outcome, as long as no other draw follows */
    public String discard(String caseNumber) {
        draws.discard(new CaseNumber(caseNumber));
        return VOID;
    }

    public void draw(String caseNumber) {
        draws.draw(new CaseNumber(caseNumber));
    }

    /** @return the draw's outcome */
    public String publish(String caseNumber) {
        draws.publish(new CaseNumber(caseNumber));
        return "published";
    }

    /** @return the draw's outcome */
    public String annul(String caseNumber) {
        draws.annul(new CaseNumber(caseNumber));
        return VOID;
    }
}
