package jp.madoguchi.booth.process;

import jp.madoguchi.booth.BoothEvents;
import jp.madoguchi.booth.Hosts;
import jp.madoguchi.kernel.CaseNumber;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the procedures {@code booth-event}, {@code host-agreement} and {@code host-consultation} ask for. */
@Component("boothTasks")
@Transactional
public class BoothTasks {

    private final BoothEvents events;
    private final Hosts hosts;

    BoothTasks(BoothEvents events, Hosts hosts) {
        this.events = events;
        this.hosts = hosts;
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

    public boolean hostTakesPart(String caseNumber) {
        return hosts.takesPart(new CaseNumber(caseNumber));
    }

    public void askHost(String caseNumber) {
        hosts.ask(new CaseNumber(caseNumber));
    }

    public void releaseHost(String caseNumber) {
        hosts.release(new CaseNumber(caseNumber));
    }

    public void answerAgreed(String caseNumber) {
        hosts.answers(new CaseNumber(caseNumber), true);
    }

    public void answerDeclined(String caseNumber) {
        hosts.answers(new CaseNumber(caseNumber), false);
    }

    public void hostWithdrawn(String caseNumber) {
        hosts.released(new CaseNumber(caseNumber));
    }
}
