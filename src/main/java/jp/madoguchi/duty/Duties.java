package jp.madoguchi.duty;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Filing;
import jp.madoguchi.casefile.FilingRequest;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Sha256;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Duty;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.workflow.Redating;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 報告義務: brings about what the programmes owe, in time, and keeps what became of it. Each occurrence is a case of the
 * procedure {@code reporting-duty}. A sweep compares the calendar with what is there, so that it may run on any node, be
 * interrupted anywhere, and finds moved holidays and contract dates as well as new months.
 */
@Service
public class Duties {

    static final String PROCEDURE = "reporting-duty";
    static final String SUBMIT = "UserTask_SubmitReport";
    static final String REVIEW = "UserTask_ReviewReport";
    private static final Logger LOG = LoggerFactory.getLogger(Duties.class);
    private static final String SELECT = "select * from duty_occurrence";

    private final Programmes programmes;
    private final BusinessCalendars calendars;
    private final DutySchedule schedule;
    private final Filing filing;
    private final Withdrawal withdrawal;
    private final Cases cases;
    private final Redating redating;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final BusinessClock clock;
    private final ObjectProvider<ReportKind> kinds;

    Duties(Programmes programmes, BusinessCalendars calendars, Filing filing, Withdrawal withdrawal, Cases cases, Redating redating,
           JdbcClient jdbc, PlatformTransactionManager transactions, BusinessClock clock, ObjectProvider<ReportKind> kinds) {
        this.programmes = programmes;
        this.calendars = calendars;
        this.schedule = new DutySchedule(calendars);
        this.filing = filing;
        this.withdrawal = withdrawal;
        this.cases = cases;
        this.redating = redating;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.kinds = kinds;
    }

    /** The version of a report that was accepted; nothing changes it any more. */
    public record Report(CaseNumber number, Answers answers, String sha256, LocalDate acceptedOn, String acceptedBy) {}

    /** Brings about what has come due to open and moves what is still open, for all programmes. */
    @Scheduled(initialDelayString = "${madoguchi.duties.sweep-every:PT1M}", fixedDelayString = "${madoguchi.duties.sweep-every:PT1M}")
    public void sweep() {
        for (Programme programme : programmes.all()) {
            if (!programme.duties().isEmpty()) {
                try {
                    bringAbout(programme);
                } catch (RuntimeException failure) {
                    LOG.error("The duties of {} could not be brought about: {}", programme.code(), failure.toString());
                }
            }
        }
    }

    void bringAbout(Programme programme) {
        LocalDate today = clock.today();
        LocalDate since = everywhere(() -> since(programme, today));
        Set<String> known = everywhere(() -> all(programme.code())).stream().map(o -> o.duty() + " " + o.key()).collect(Collectors.toSet());
        for (Duty duty : programme.duties()) {
            for (DutySchedule.Planned planned : schedule.of(programme, duty)) {
                if (!planned.opensOn().isAfter(today) && !planned.dueOn().isBefore(since) && !known.contains(duty.code() + " " + planned.key())) {
                    everywhere(() -> open(programme, duty, planned));
                }
            }
        }
        for (Occurrence occurrence : everywhere(() -> all(programme.code()))) {
            if (occurrence.by() != null) {
                everywhere(() -> follow(programme, occurrence.number()));
            }
        }
    }

    /** What was due before the product was put into service is not asked for afterwards. */
    private LocalDate since(Programme programme, LocalDate today) {
        jdbc.sql("insert into duty_start (programme, government, since) values (?, ?, ?) on conflict do nothing")
                .params(programme.code(), programme.government(), today).update();
        return jdbc.sql("select since from duty_start where programme = ?").param(programme.code()).query(LocalDate.class).single();
    }

    /**
     * Brings about an occurrence of a duty that an event or a person asks for. The same key again has no further effect.
     * Part of the caller's transaction, where there is one.
     *
     * @param key    names the event within the duty
     * @param on     the day it happened, from which the due day is counted
     * @param period the event, for people
     * @throws NotFoundException when the programme owes no such thing, or it follows from the calendar
     */
    public CaseNumber arise(String programme, String duty, String key, LocalDate on, String period) {
        Programme owing = programmes.get(programme);
        Duty owed = owing.duty(duty).filter(d -> !d.isPlanned()).orElseThrow(() -> new NotFoundException("duty " + duty + " of " + programme));
        return everywhere(() -> known(programme, duty, key)
                .orElseGet(() -> open(owing, owed, new DutySchedule.Planned(key, period, on, on, on, schedule.dueAfter(owing, owed, on)))));
    }

    private Optional<CaseNumber> known(String programme, String duty, String key) {
        return jdbc.sql("select case_number from duty_occurrence where programme = ? and duty = ? and key = ?").params(programme, duty, key)
                .query(String.class).optional().map(CaseNumber::new);
    }

    private CaseNumber open(Programme programme, Duty duty, DutySchedule.Planned planned) {
        Answers answers = Answers.of(Map.of("duty", duty.code(), "title", duty.name(), "period", planned.period(), "key", planned.key(),
                "from", planned.from().toString(), "to", planned.to().toString(), "dueOn", planned.dueOn().toString()));
        return filing.file(new FilingRequest(programme.code(), Call.DUTY, answers, "%s %s %s".formatted(programme.code(), duty.code(), planned.key()),
                Actor.SYSTEM, null, Channel.OFFICE)).caseNumber();
    }

    /** Notes an occurrence, in its filing transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    void opened(CaseFile file, Answers answers) {
        LocalDate dueOn = answers.date("dueOn").orElseThrow();
        jdbc.sql("""
                insert into duty_occurrence (case_number, government, programme, duty, key, title, period, from_on, to_on, due_on, by_on, state)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'OPEN')""")
                .params(file.number().value(), file.government(), file.programme(), answers.text("duty"), answers.text("key"),
                        answers.text("title"), answers.text("period"), answers.date("from").orElseThrow(), answers.date("to").orElseThrow(),
                        dueOn, dueOn).update();
    }

    /** Moves what the case waits for when the days behind it moved, and ends what is not owed any more. */
    private Void follow(Programme programme, CaseNumber number) {
        Optional<Occurrence> locked = jdbc.sql(SELECT + " where case_number = ? and by_on is not null for update skip locked")
                .param(number.value()).query(Duties::occurrence).optional();
        if (locked.isEmpty()) {
            return null;
        }
        Occurrence now = locked.get();
        Duty duty = programme.duty(now.duty()).orElse(null);
        Optional<LocalDate> due = duty == null ? Optional.empty() : dueOn(programme, duty, now);
        if (due.isEmpty() && now.state() == Occurrence.State.OPEN) {
            withdrawal.withdraw(number, Actor.SYSTEM, "契約期間または事業の設定が変わったため、この報告は不要になりました。");
        } else if (due.isPresent()) {
            LocalDate by = switch (now.state()) {
                case SUBMITTED -> after(programme, row(number, "handed_in_last_on"), duty.review());
                case RETURNED -> after(programme, row(number, "returned_on"), duty.resubmission());
                default -> due.get();
            };
            LocalDate dueOn = now.state() == Occurrence.State.OPEN ? due.get() : now.dueOn();
            if (!by.equals(now.by()) || !dueOn.equals(now.dueOn())) {
                jdbc.sql("update duty_occurrence set due_on = ?, by_on = ? where case_number = ?").params(dueOn, by, number.value()).update();
                cases.tell(number, "duty.redated", Actor.SYSTEM, Map.of("before", now.by().toString(), "due", by.toString()));
                redating.redate(number);
            }
        }
        return null;
    }

    private Optional<LocalDate> dueOn(Programme programme, Duty duty, Occurrence now) {
        return duty.isPlanned()
                ? schedule.of(programme, duty).stream().filter(planned -> planned.key().equals(now.key())).findFirst().map(DutySchedule.Planned::dueOn)
                : Optional.of(schedule.dueAfter(programme, duty, now.from()));
    }

    private LocalDate row(CaseNumber number, String column) {
        return jdbc.sql("select " + column + " from duty_occurrence where case_number = ?").param(number.value()).query(LocalDate.class).single();
    }

    private LocalDate after(Programme programme, LocalDate day, int businessDays) {
        return calendars.plusBusinessDays(new GovernmentCode(programme.government()), day, businessDays);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void handedIn(CaseFile file) {
        LocalDate today = clock.today();
        jdbc.sql("""
                update duty_occurrence set state = 'SUBMITTED', handed_in_on = coalesce(handed_in_on, ?), handed_in_last_on = ?, by_on = ?
                where case_number = ?""")
                .params(today, today, after(programmes.get(file.programme()), today, duty(file).review()), file.number().value()).update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void returned(CaseFile file) {
        LocalDate today = clock.today();
        jdbc.sql("update duty_occurrence set state = 'RETURNED', returned_on = ?, returns = returns + 1, by_on = ? where case_number = ?")
                .params(today, after(programmes.get(file.programme()), today, duty(file).resubmission()), file.number().value()).update();
    }

    /**
     * Keeps the version that was accepted, as it was handed in. The database refuses to change it.
     *
     * @throws IllegalStateException when nothing was handed in
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void keep(CaseNumber number) {
        CaseFile file = cases.get(number);
        TaskRecord report = cases.lastRecord(number, SUBMIT).orElseThrow(() -> new IllegalStateException("nothing was handed in for " + number));
        TaskRecord review = cases.lastRecord(number, REVIEW).orElseThrow();
        String sha256 = Sha256.hexOf(report.answers());
        jdbc.sql("""
                insert into duty_report (case_number, government, programme, form, form_hash, answers, sha256, accepted_at, accepted_by, accepted_by_name)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(number.value(), file.government(), file.programme(), report.form(), report.formHash(), report.answers(), sha256,
                        Timestamp.from(clock.instant()), review.actor(), review.actorName()).update();
        jdbc.sql("update duty_occurrence set state = 'ACCEPTED', accepted_on = ?, by_on = null where case_number = ?")
                .params(clock.today(), number.value()).update();
        cases.tell(number, "duty.accepted", Actor.SYSTEM, Map.of("sha256", sha256));
        Occurrence accepted = get(number);
        kind(file).ifPresent(kind -> kind.accepted(accepted, Answers.fromJson(report.answers())));
        for (Duty next : programmes.get(file.programme()).duties()) {
            if (accepted.duty().equals(next.after())) {
                arise(accepted.programme(), next.code(), accepted.key(), countedFrom(accepted), accepted.period());
            }
        }
    }

    /**
     * The day it was handed in first, later by the days for which it was back in the other's hands: they do not count
     * (Act on Prevention of Delay in Payment under Government Contracts, art. 6 (2); requirements §2.12).
     */
    private LocalDate countedFrom(Occurrence accepted) {
        long away = 0;
        LocalDate returned = null;
        for (TaskRecord record : cases.records(accepted.number())) {
            LocalDate day = LocalDate.ofInstant(record.concludedAt(), BusinessClock.JST);
            if (record.taskKey().equals(REVIEW) && "return".equals(record.outcome())) {
                returned = day;
            } else if (record.taskKey().equals(SUBMIT) && returned != null) {
                away += ChronoUnit.DAYS.between(returned, day);
                returned = null;
            }
        }
        return accepted.handedInOn().plusDays(away);
    }

    /** The accepted occurrence that made this one arise; empty where something else did. */
    Optional<Occurrence> before(Occurrence occurrence) {
        return programmes.get(occurrence.programme()).duty(occurrence.duty()).map(Duty::after)
                .flatMap(duty -> known(occurrence.programme(), duty, occurrence.key())).map(this::get);
    }

    Verdict mayAccept(CaseFile file) {
        Answers report = Answers.fromJson(cases.lastRecord(file.number(), SUBMIT).orElseThrow().answers());
        return kind(file).map(kind -> kind.mayAccept(get(file.number()), report)).orElse(Verdict.ACCEPTED);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void recordOverdue(CaseNumber number) {
        cases.tell(number, "duty.overdue", Actor.SYSTEM, Map.of("due", get(number).by().toString()));
    }

    /** G18: that the days for the review are over is written down; the report is not accepted by it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void recordReviewOverdue(CaseNumber number) {
        cases.tell(number, "duty.review-overdue", Actor.SYSTEM, Map.of("due", get(number).by().toString()));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void waive(CaseNumber number) {
        jdbc.sql("update duty_occurrence set state = 'WAIVED', by_on = null where case_number = ?").param(number.value()).update();
    }

    /** @throws NotFoundException when the case is no occurrence of a duty, or another's */
    @Transactional(readOnly = true)
    public Occurrence get(CaseNumber number) {
        return jdbc.sql(SELECT + " where case_number = ?").param(number.value()).query(Duties::occurrence).optional()
                .orElseThrow(() -> new NotFoundException("duty " + number));
    }

    /** A programme's occurrences in this data scope, by due day. */
    @Transactional(readOnly = true)
    public List<Occurrence> all(String programme) {
        return jdbc.sql(SELECT + " where programme = ? order by due_on, title, period, case_number").param(programme).query(Duties::occurrence).list();
    }

    /** All occurrences in this data scope that are due in a span, by due day. */
    @Transactional(readOnly = true)
    public List<Occurrence> due(LocalDate from, LocalDate to) {
        return jdbc.sql(SELECT + " where due_on between ? and ? order by due_on, programme, title, period, case_number").params(from, to)
                .query(Duties::occurrence).list();
    }

    /** The accepted reports of a duty whose periods lie within a span, by period. */
    @Transactional(readOnly = true)
    public Map<Occurrence, Report> accepted(String programme, String duty, LocalDate from, LocalDate to) {
        Map<Occurrence, Report> reports = new LinkedHashMap<>();
        jdbc.sql("""
                select o.*, r.answers, r.sha256, r.accepted_at, r.accepted_by_name from duty_occurrence o join duty_report r using (case_number)
                where o.programme = ? and o.duty = ? and o.from_on >= ? and o.to_on <= ? order by o.from_on, o.key""")
                .params(programme, duty, from, to).query(row -> {
                    reports.put(occurrence(row, 0), report(row, 0));
                });
        return reports;
    }

    /** The accepted version; empty until there is one. */
    @Transactional(readOnly = true)
    public Optional<Report> report(CaseNumber number) {
        return jdbc.sql("select * from duty_report where case_number = ?").param(number.value()).query(Duties::report).optional();
    }

    /** @throws RefusedException when the programme's file does not name the duty any more */
    Duty duty(CaseFile file) {
        return programmes.get(file.programme()).duty(get(file.number()).duty()).or(() -> cases.programme(file).duty(get(file.number()).duty()))
                .orElseThrow(() -> new RefusedException("duty.unknown", "この報告義務は、事業の設定からなくなりました。管理者に確認してください。"));
    }

    Optional<ReportKind> kind(CaseFile file) {
        String form = duty(file).form();
        return kinds.stream().filter(kind -> kind.form().equals(form)).findFirst();
    }

    private static Occurrence occurrence(ResultSet row, int n) throws SQLException {
        return new Occurrence(new CaseNumber(row.getString("case_number")), row.getString("government"), row.getString("programme"),
                row.getString("duty"), row.getString("key"), row.getString("title"), row.getString("period"), day(row, "from_on"),
                day(row, "to_on"), day(row, "due_on"), day(row, "by_on"), Occurrence.State.valueOf(row.getString("state")),
                day(row, "handed_in_on"), day(row, "accepted_on"), row.getInt("returns"));
    }

    private static Report report(ResultSet row, int n) throws SQLException {
        return new Report(new CaseNumber(row.getString("case_number")), Answers.fromJson(row.getString("answers")), row.getString("sha256"),
                LocalDate.ofInstant(row.getTimestamp("accepted_at").toInstant(), BusinessClock.JST), row.getString("accepted_by_name"));
    }

    private static LocalDate day(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }

    /** The calendar is everybody's: it works under the system's scope. */
    private <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transaction.execute(status -> work.get()));
    }
}
