package jp.madoguchi.booth;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.duty.Duties;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** 開催: keeps what became of each proposed event. That a venue is taken once at a time, the database holds. */
@Service
public class BoothEvents {

    static final String REVISE = "UserTask_ReviseProposal";
    static final String PROPOSE_MOVE = "UserTask_ProposeMove";
    static final String PREPARE = "UserTask_PrepareEvent";
    static final String REPORT = "UserTask_ReportHolding";
    private static final String SELECT = "select * from booth_event";

    private final Cases cases;
    private final Duties duties;
    private final Programmes programmes;
    private final JdbcClient jdbc;

    BoothEvents(Cases cases, Duties duties, Programmes programmes, JdbcClient jdbc) {
        this.cases = cases;
        this.duties = duties;
        this.programmes = programmes;
        this.jdbc = jdbc;
    }

    /** Notes a proposal, in its filing transaction. @throws RefusedException when the venue is taken at that time */
    @Transactional(propagation = Propagation.MANDATORY)
    void propose(CaseFile file, Answers proposal) {
        int written = jdbc.sql("""
                insert into booth_event (case_number, government, programme, kind, venue, municipality, capacity, held_on, starts_at, ends_at, expected, state)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'PROPOSED') on conflict do nothing""")
                .params(file.number().value(), file.government(), file.programme(), proposal.text("kind"), proposal.text("venue").strip(),
                        municipality(file, proposal), whole(proposal, "capacity"), day(proposal), time(proposal, "startsAt"),
                        time(proposal, "endsAt"), whole(proposal, "expected")).update();
        if (written == 0) {
            throw taken(proposal);
        }
    }

    /** Takes a revised proposal in place of the earlier one. @throws RefusedException when the venue is taken at that time */
    @Transactional(propagation = Propagation.MANDATORY)
    void proposeAnew(CaseFile file, Answers proposal) {
        try {
            jdbc.sql("""
                    update booth_event set kind = ?, venue = ?, municipality = ?, capacity = ?, held_on = ?, starts_at = ?, ends_at = ?, expected = ?,
                    state = 'PROPOSED' where case_number = ?""")
                    .params(proposal.text("kind"), proposal.text("venue").strip(), municipality(file, proposal), whole(proposal, "capacity"), day(proposal),
                            time(proposal, "startsAt"), time(proposal, "endsAt"), whole(proposal, "expected"), file.number().value()).update();
        } catch (DataIntegrityViolationException e) {
            if (String.valueOf(e.getMessage()).contains("booth_event_venue_once")) {
                throw taken(proposal);
            }
            throw e;
        }
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void approve(CaseNumber number) {
        becomes(number, BoothEvent.State.APPROVED, null);
    }

    /** A report is owed from the day it was held, whenever that is entered (S4-37, S4-80): one an event. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hold(CaseNumber number) {
        int visitors = whole(Answers.fromJson(cases.lastRecord(number, REPORT).orElseThrow().answers()), "visitors");
        becomes(number, BoothEvent.State.HELD, null);
        jdbc.sql("update booth_event set visitors = ? where case_number = ?").params(visitors, number.value()).update();
        BoothEvent event = get(number);
        cases.tell(number, "booth.held", Actor.SYSTEM, Map.of("on", event.on().toString(), "venue", event.venue()));
        String duty = EventTerms.of(programmes.get(event.programme())).reportDuty();
        if (duty != null) {
            duties.arise(event.programme(), duty, number.value(), event.on(), JapaneseDates.full(event.on()) + "　" + event.venue());
        }
    }

    /** S4-74: the venue is free again; a new date or venue is proposed. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void move(CaseNumber number) {
        BoothEvent before = get(number);
        becomes(number, BoothEvent.State.MOVED, reason(number));
        cases.tell(number, "booth.moved", Actor.SYSTEM, Map.of("on", before.on().toString(), "venue", before.venue(), "reason", reason(number)));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void cancel(CaseNumber number) {
        BoothEvent before = get(number);
        becomes(number, BoothEvent.State.CANCELLED, reason(number));
        cases.tell(number, "booth.cancelled", Actor.SYSTEM, Map.of("on", before.on().toString(), "venue", before.venue(), "reason", reason(number)));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void refuse(CaseNumber number) {
        becomes(number, BoothEvent.State.REFUSED, null);
    }

    /** Given up by the contractor or withdrawn. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void abandon(CaseNumber number) {
        becomes(number, BoothEvent.State.ABANDONED, null);
    }

    /** What was proposed last: when filing, after a return, or for a move. */
    Answers proposal(CaseNumber number) {
        return cases.records(number).stream().filter(record -> Set.of(REVISE, PROPOSE_MOVE).contains(record.taskKey()) && record.answers() != null
                && !Answers.fromJson(record.answers()).text("venue").isEmpty()).reduce((earlier, later) -> later)
                .map(record -> Answers.fromJson(record.answers())).orElseGet(() -> cases.submission(number).answers());
    }

    /** @throws NotFoundException when the case is no event, or another's */
    @Transactional(readOnly = true)
    public BoothEvent get(CaseNumber number) {
        return jdbc.sql(SELECT + " where case_number = ?").param(number.value()).query(BoothEvents::event).optional()
                .orElseThrow(() -> new NotFoundException("event " + number));
    }

    /** A programme's events in this data scope, by day. */
    @Transactional(readOnly = true)
    public List<BoothEvent> all(Programme programme) {
        return jdbc.sql(SELECT + " where programme = ? order by held_on, starts_at, case_number").param(programme.code()).query(BoothEvents::event).list();
    }

    private void becomes(CaseNumber number, BoothEvent.State state, String reason) {
        jdbc.sql("update booth_event set state = ?, reason = ? where case_number = ?").params(state.name(), reason, number.value()).update();
    }

    /** Why it was moved or cancelled: whoever concluded the last of these tasks had to say so. */
    private String reason(CaseNumber number) {
        return cases.records(number).stream().filter(record -> Set.of(PREPARE, REPORT, PROPOSE_MOVE).contains(record.taskKey()))
                .reduce((earlier, later) -> later).map(TaskRecord::comment).orElse("");
    }

    private String municipality(CaseFile file, Answers proposal) {
        return EventTerms.of(cases.programme(file)).municipality(proposal.text("municipality")).orElseThrow();
    }

    private static RefusedException taken(Answers proposal) {
        return new RefusedException("booth.venue-taken", "会場「%s」は、%sのこの時間帯に別の開催が予定されています。日時か会場を変えてください。入力した内容は残っています。"
                .formatted(proposal.text("venue").strip(), JapaneseDates.full(day(proposal))));
    }

    private static LocalDate day(Answers proposal) {
        return proposal.date("heldOn").orElseThrow();
    }

    private static LocalTime time(Answers proposal, String key) {
        return LocalTime.parse(proposal.text(key));
    }

    private static int whole(Answers answers, String key) {
        return answers.number(key).orElseThrow().intValueExact();
    }

    private static BoothEvent event(ResultSet row, int n) throws SQLException {
        return new BoothEvent(new CaseNumber(row.getString("case_number")), row.getString("government"), row.getString("programme"),
                row.getString("kind"), row.getString("venue"), row.getString("municipality"), row.getInt("capacity"),
                row.getObject("held_on", LocalDate.class), row.getObject("starts_at", LocalTime.class), row.getObject("ends_at", LocalTime.class),
                row.getInt("expected"), BoothEvent.State.valueOf(row.getString("state")), row.getObject("visitors", Integer.class), row.getString("reason"));
    }
}
