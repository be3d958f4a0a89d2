package jp.madoguchi.casefile;

import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Call;
import jp.madoguchi.workflow.LostRaces;
import jp.madoguchi.workflow.Procedures;
import org.springframework.stereotype.Service;

/**
 * 取下げ by the party, at any time while the procedure runs; staff record one that came on paper. What the office opened
 * itself, only the office takes back.
 */
@Service
public class Withdrawal {

    /** The message that every procedure listens to. */
    static final String MESSAGE = "case.withdrawn";

    private final Cases cases;
    private final Corrections corrections;
    private final StatutoryClock statutoryClock;
    private final Procedures procedures;
    private final LostRaces lostRaces;
    private final CaseJournal journal;
    private final CaseKinds kinds;
    private final BusinessClock clock;

    Withdrawal(Cases cases, Corrections corrections, StatutoryClock statutoryClock, Procedures procedures, LostRaces lostRaces,
               CaseJournal journal, CaseKinds kinds, BusinessClock clock) {
        this.cases = cases;
        this.corrections = corrections;
        this.statutoryClock = statutoryClock;
        this.procedures = procedures;
        this.lostRaces = lostRaces;
        this.journal = journal;
        this.kinds = kinds;
        this.clock = clock;
    }

    /**
     * Withdraws a case, whatever else happens to it at the same moment: who takes an application back does so however far
     * it has come, and tries again where the procedure was faster.
     *
     * @throws RefusedException when the case is over, its room refuses, a contractor did not start it, or a member of staff gives no reason
     */
    public void withdraw(CaseNumber number, Actor actor, String reason) {
        lostRaces.sentAgain(() -> {
            withdrawOnce(number, actor, reason);
            return null;
        });
    }

    /** Whether a page offers it to this person; the reason and what the room says are asked when it is made. */
    public boolean isOfferedTo(CaseFile file, Actor actor) {
        boolean party = actor.id().equals(file.party()) && file.channel() != Channel.OFFICE;
        return !file.isClosed() && (party || actor.isStaff()) && (actor.kind() != Actor.Kind.CONTRACTOR || mayEnd(file));
    }

    private void withdrawOnce(CaseNumber number, Actor actor, String reason) {
        CaseFile file = cases.get(number);
        boolean party = actor.id().equals(file.party()) && file.channel() != Channel.OFFICE;
        if (!party && !actor.isStaff() && !actor.equals(Actor.SYSTEM)) {
            throw new jp.madoguchi.kernel.NotFoundException("case " + number);
        }
        if (!party && reason.isBlank()) {
            throw new RefusedException("withdrawal.reason", "書面等による取下げを記録するときは、受け付けた経緯を書いてください。");
        }
        Cases.refuseMyNumber(reason);
        if (actor.kind() == Actor.Kind.CONTRACTOR && !mayEnd(file)) {
            throw new RefusedException("withdrawal.office", "この手続を取り下げられるのは、団体の職員だけです。続けられないときは、作業の画面で理由を記録するか、担当者に連絡してください。");
        }
        kinds.of(file.procedure()).mayWithdraw(file).orThrow();
        file.withdrawn(clock.instant());
        statutoryClock.end(file, clock.today());
        corrections.close(file, "WITHDRAWN");
        journal.write(file, "case.withdrawn", actor, Map.of("reason", reason));
        procedures.tell(MESSAGE, number);
    }

    /** What the office or the calendar asks of a contractor, the contractor does not take back. */
    private boolean mayEnd(CaseFile file) {
        return cases.programme(file).call(file.call())
                .filter(call -> call.audience() == Call.Audience.OFFICE || call.audience() == Call.Audience.SYSTEM).isEmpty();
    }
}
