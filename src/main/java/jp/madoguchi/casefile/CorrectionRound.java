package jp.madoguchi.casefile;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Map;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.GovernmentCode;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What a correction does to its case while it runs: the statutory clock stands still, the applicant is reminded. */
@Service
@Transactional
public class CorrectionRound {

    private static final int REMIND_DAYS_BEFORE = 3;
    private static final LocalTime MORNING = LocalTime.of(8, 30);
    private static final LocalTime END_OF_DAY = LocalTime.of(23, 59, 59);

    private final Cases cases;
    private final Corrections corrections;
    private final StatutoryClock statutoryClock;
    private final BusinessCalendars calendars;
    private final BusinessClock clock;
    private final CaseJournal journal;

    CorrectionRound(Cases cases, Corrections corrections, StatutoryClock statutoryClock,
                    BusinessCalendars calendars, BusinessClock clock, CaseJournal journal) {
        this.cases = cases;
        this.corrections = corrections;
        this.statutoryClock = statutoryClock;
        this.calendars = calendars;
        this.clock = clock;
        this.journal = journal;
    }

    public void open(CaseNumber number) {
        CaseFile file = cases.get(number);
        Corrections.Correction correction = corrections.open(number.value()).orElseThrow();
        long ordinal = corrections.of(number.value()).size();
        statutoryClock.stop(file, clock.today(), "補正" + ordinal + "回目");
        expect(file);
        journal.write(file, "correction.requested", Actor.SYSTEM, Map.of("round", "" + correction.round(), "fields",
                "" + correction.items().size(), "due", correction.dueOn().toString()));
    }

    public Instant remindAt(CaseNumber number) {
        CaseFile file = cases.get(number);
        LocalDate day = calendars.plusBusinessDays(new GovernmentCode(file.government()), due(number), -REMIND_DAYS_BEFORE);
        return day.atTime(MORNING).atZone(BusinessClock.JST).toInstant();
    }

    public Instant endsAt(CaseNumber number) {
        return due(number).atTime(END_OF_DAY).atZone(BusinessClock.JST).toInstant();
    }

    public void remind(CaseNumber number) {
        journal.write(cases.get(number), "correction.reminded", Actor.SYSTEM, Map.of("due", due(number).toString()));
    }

    public void close(CaseNumber number, String how) {
        CaseFile file = cases.get(number);
        corrections.close(file, how.equals("answered") ? "ANSWERED" : "EXPIRED");
        statutoryClock.resume(file, clock.today(), how.equals("answered") ? "補正の提出" : "補正期限の経過");
        expect(file);
        journal.write(file, "correction." + how, Actor.SYSTEM, Map.of());
    }

    /** While it stands still the period's end is reckoned as if the applicant answered on the last day. */
    private void expect(CaseFile file) {
        statutoryClock.ledger(file).ifPresent(ledger -> {
            LocalDate end = ledger.endsOn();
            if (ledger.stopped()) {
                LocalDate due = due(file.number());
                end = ledger.businessDays() ? calendars.plusBusinessDays(new GovernmentCode(file.government()), due, ledger.left())
                        : due.plusDays(ledger.left());
            }
            file.expectedOn(end);
        });
    }

    private LocalDate due(CaseNumber number) {
        return corrections.open(number.value()).map(Corrections.Correction::dueOn).orElse(clock.today());
    }
}
