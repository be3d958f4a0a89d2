package jp.madoguchi.booth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Filing;
import jp.madoguchi.casefile.FilingRequest;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.workflow.Procedures;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * 開催市: asks the municipality of a venue where it takes part (S4-21, S4-22). Its answer is a case of its own, worked on by
 * its own staff, who see nothing else of the asking government's; both sides are touched by the engine's jobs only.
 */
@Service
public class Hosts {

    static final String PROCEDURE = "host-consultation";
    static final String CONSIDER = "UserTask_ConsiderHosting";
    /** The message {@code host-agreement} waits for. */
    private static final String ANSWERED = "host.answered";
    private static final List<String> TOLD = List.of("kind", "venue", "capacity", "heldOn", "startsAt", "endsAt", "expected", "hostTakesPart", "reason");

    private final BoothEvents events;
    private final Cases cases;
    private final Filing filing;
    private final Withdrawal withdrawal;
    private final Procedures procedures;
    private final Programmes programmes;
    private final Organisation organisation;
    private final JdbcClient jdbc;

    Hosts(BoothEvents events, Cases cases, Filing filing, Withdrawal withdrawal, Procedures procedures, Programmes programmes,
          Organisation organisation, JdbcClient jdbc) {
        this.events = events;
        this.cases = cases;
        this.filing = filing;
        this.withdrawal = withdrawal;
        this.procedures = procedures;
        this.programmes = programmes;
        this.organisation = organisation;
        this.jdbc = jdbc;
    }

    /** Whether the event as proposed last is to be shared with a municipality whose own staff work here. */
    @Transactional(readOnly = true)
    public boolean takesPart(CaseNumber event) {
        BoothEvent proposed = events.get(event);
        return !events.proposal(event).text("hostTakesPart").equals("no")
                && EventTerms.of(programmes.get(proposed.programme())).hosts().containsKey(proposed.municipality());
    }

    /** Opens the municipality's case. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void ask(CaseNumber event) {
        BoothEvent proposed = events.get(event);
        Programme programme = programmes.get(proposed.programme());
        Answers proposal = events.proposal(event);
        Map<String, Object> told = new HashMap<>(Map.of("event", event.value(), "asker", organisation.government(programme.government()).name(),
                "municipality", name(proposed.municipality())));
        TOLD.forEach(key -> told.put(key, proposal.get(key)));
        long before = jdbc.sql("select count(*) from booth_host where event = ?").param(event.value()).query(Long.class).single();
        filing.file(new FilingRequest(programme.code(), call(programme).code(), Answers.of(told), "%s host %d".formatted(event, before + 1),
                Actor.SYSTEM, null, Channel.OFFICE));
        cases.tell(event, "booth.host-asked", Actor.SYSTEM, Map.of("host", name(proposed.municipality())));
    }

    private static Call call(Programme programme) {
        return programme.calls().stream().filter(call -> PROCEDURE.equals(call.procedure())).findFirst()
                .orElseThrow(() -> new IllegalStateException(programme.code() + " names hosts and has no call of " + PROCEDURE));
    }

    /** Notes what was asked, in its filing transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    void asked(CaseFile file, Answers answers) {
        jdbc.sql("insert into booth_host (case_number, government, programme, event, state) values (?, ?, ?, ?, 'ASKED')")
                .params(file.number().value(), file.government(), file.programme(), answers.text("event")).update();
    }

    /** Hands the municipality's answer to the event, with its conditions. An event that is over needs none. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void answers(CaseNumber number, boolean agreed) {
        CaseNumber event = new CaseNumber(jdbc.sql("select event from booth_host where case_number = ?").param(number.value()).query(String.class).single());
        becomes(number, agreed ? "AGREED" : "DECLINED");
        if (cases.get(event).isClosed()) {
            return;
        }
        String conditions = cases.lastRecord(number, CONSIDER).map(record -> Answers.fromJson(record.answers()).text("hostConditions")).orElse("");
        cases.tell(event, agreed ? "booth.host-agreed" : "booth.host-declined", Actor.SYSTEM,
                Map.of("host", name(cases.get(number).government()), "conditions", conditions));
        procedures.tell(ANSWERED, event, Map.of("hostAnswer", agreed ? "agreed" : "declined"));
    }

    /** Ends what the municipality was asked about an event that was withdrawn. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void release(CaseNumber event) {
        Optional<String> open = jdbc.sql("select case_number from booth_host where event = ? and state = 'ASKED'").param(event.value())
                .query(String.class).optional();
        open.ifPresent(number -> withdrawal.withdraw(new CaseNumber(number), Actor.SYSTEM, "開催の提案が取り下げられたため、照会は不要になりました。"));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void released(CaseNumber number) {
        becomes(number, "RELEASED");
    }

    private void becomes(CaseNumber number, String state) {
        jdbc.sql("update booth_host set state = ? where case_number = ?").params(state, number.value()).update();
    }

    private String name(String government) {
        return organisation.government(government).name();
    }
}
