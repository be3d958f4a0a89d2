package jp.madoguchi.booth.process;

import jp.madoguchi.booth.BoothEvents;
import jp.madoguchi.kernel.CaseNumber;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the procedure {@code booth-event} asks for. */
@Component("boothTasks")
@Transactional
public class BoothTasks {

    private final BoothEvents events;

    BoothTasks(BoothEvents events) {
        this.events = events;
    }

    public void approve(String caseNumber) {
        events.approve(new CaseNumber(caseNumber));
    }

    public void hold(String caseNumber) {
        events.hold(new CaseNumber(caseNumber));
    }

    public void move(String caseNumber) {
        events.move(new CaseNumber(caseNumber));
    }

    public void cancel(String caseNumber) {
        events.cancel(new CaseNumber(caseNumber));
    }

    public void refuse(String caseNumber) {
        events.refuse(new CaseNumber(caseNumber));
    }

    public void abandon(String caseNumber) {
        events.abandon(new CaseNumber(caseNumber));
    }

    public void withdrawn(String caseNumber) {
        events.abandon(new CaseNumber(caseNumber));
    }
}
