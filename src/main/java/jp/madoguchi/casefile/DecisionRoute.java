package jp.madoguchi.casefile;

import java.time.Instant;
import java.time.LocalTime;
import java.util.Map;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.workflow.Procedures;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What surrounds a decision: a reminder to the decider, and the absent decider's later reading (後閲). */
@Service
@Transactional
public class DecisionRoute {

    private static final int REMIND_AFTER_DAYS = 3;
    private static final LocalTime MORNING = LocalTime.of(8, 30);

    private final Cases cases;
    private final Procedures procedures;
    private final BusinessCalendars calendars;
    private final BusinessClock clock;
    private final CaseJournal journal;

    DecisionRoute(Cases cases, Procedures procedures, BusinessCalendars calendars, BusinessClock clock, CaseJournal journal) {
        this.cases = cases;
        this.procedures = procedures;
        this.calendars = calendars;
        this.clock = clock;
        this.journal = journal;
    }

    public Instant remindAt(CaseNumber number) {
        GovernmentCode government = new GovernmentCode(cases.get(number).government());
        return calendars.plusBusinessDays(government, clock.today(), REMIND_AFTER_DAYS).atTime(MORNING)
                .atZone(BusinessClock.JST).toInstant();
    }

    public void remind(CaseNumber number) {
        journal.write(cases.get(number), "decision.reminded", Actor.SYSTEM, Map.of());
    }

    /** The case goes on meanwhile; the reading is a procedure of its own about the same case. */
    public void openPostView(CaseNumber number) {
        procedures.start("post-view", number, Map.of());
        journal.write(cases.get(number), "post-view.opened", Actor.SYSTEM, Map.of());
    }
}
