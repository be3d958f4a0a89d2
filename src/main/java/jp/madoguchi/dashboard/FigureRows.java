package jp.madoguchi.dashboard;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseStatus;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.StatutoryClock;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.workflow.HumanTask;
import jp.madoguchi.workflow.HumanTasks;
import jp.madoguchi.workflow.TaskEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes the rows that all figures are made of. It hears the same events as the trail, in the same transaction, so the
 * figures are those of the last commit. A case's row is always computed whole, from nothing but the case and its ledger:
 * keeping it up and rebuilding it are one thing.
 */
@Component
class FigureRows {

    /** The events after which a case's row may say something else. */
    private static final Set<String> TELLING = Set.of("case.filed", "case.granted", "case.refused", "case.withdrawn", "case.closed",
            "correction.requested", "correction.answered", "correction.expired");

    private final Cases cases;
    private final HumanTasks tasks;
    private final StatutoryClock statutoryClock;
    private final BusinessCalendars calendars;
    private final BusinessClock clock;
    private final JdbcClient jdbc;

    FigureRows(Cases cases, HumanTasks tasks, StatutoryClock statutoryClock, BusinessCalendars calendars, BusinessClock clock,
               JdbcClient jdbc) {
        this.cases = cases;
        this.tasks = tasks;
        this.statutoryClock = statutoryClock;
        this.calendars = calendars;
        this.clock = clock;
        this.jdbc = jdbc;
    }

    @EventListener
    void happened(CaseEvent event) {
        if (event.caseNumber() != null && TELLING.contains(event.kind())) {
            write(cases.get(event.caseNumber()));
        }
    }

    @EventListener
    void opened(TaskEvent.Opened opened) {
        write(opened.task(), opened.facts().government(), opened.facts().party(), opened.facts().programme());
    }

    @EventListener
    void closed(TaskEvent.Closed closed) {
        jdbc.sql("delete from figure_step where task_id = ?").param(closed.taskId()).update();
    }

    /** Computes cases' rows anew. Writers wait meanwhile: what they then write is newer than what was read here. */
    void rewriteCases(List<String> numbers) {
        jdbc.sql("lock table figure_case in exclusive mode").update();
        numbers.forEach(number -> write(cases.get(new CaseNumber(number))));
    }

    /** Computes all steps' rows anew, as {@link #rewriteCases}. */
    void rewriteSteps() {
        jdbc.sql("lock table figure_step in exclusive mode").update();
        jdbc.sql("delete from figure_step").update();
        for (String id : tasks.openIds()) {
            tasks.find(id).ifPresent(task -> {
                CaseFile file = cases.get(task.caseNumber());
                write(task, file.government(), file.party(), file.programme());
            });
        }
    }

    private void write(HumanTask task, String government, String party, String programme) {
        jdbc.sql("""
                insert into figure_step (task_id, case_number, government, party, programme, model, step, name, role, since, due_on)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(task.id(), task.caseNumber().value(), government, party, programme, task.procedure(), task.spec().key(),
                        task.spec().name(), task.spec().role().name(), day(task.createdAt()), day(task.dueAt())).update();
    }

    private void write(CaseFile file) {
        StatutoryClock.Ledger ledger = statutoryClock.ledger(file).orElse(null);
        String outcome = outcome(file);
        LocalDate endedOn = outcome == null ? null : day(file.decision() != null ? file.decidedAt() : file.closedAt());
        LocalDate countingFrom = ledger == null || ledger.stopped() || ledger.ended() ? null : countingFrom(ledger);
        jdbc.sql("""
                insert into figure_case (case_number, government, party, programme, call, procedure, arrived_on, standard_days,
                    business_days, counted, counting_from, due_on, outcome, ended_on, used_days, closed_on)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (case_number) do update set standard_days = excluded.standard_days, business_days = excluded.business_days,
                    counted = excluded.counted, counting_from = excluded.counting_from, due_on = excluded.due_on,
                    outcome = excluded.outcome, ended_on = excluded.ended_on, used_days = excluded.used_days,
                    closed_on = excluded.closed_on""")
                .params(file.number().value(), file.government(), file.party(), file.programme(), file.call(), file.procedure(),
                        day(file.arrivedAt()), ledger == null ? null : ledger.total(), ledger == null || ledger.businessDays(),
                        ledger == null ? null : counted(file, ledger, countingFrom), countingFrom,
                        ledger == null || ledger.stopped() ? null : ledger.endsOn(), outcome, endedOn,
                        ledger == null || file.decision() == null ? null : ledger.used(), day(file.closedAt())).update();
    }

    private static String outcome(CaseFile file) {
        if (file.decision() != null) {
            return file.decision().toUpperCase();
        }
        return !file.isClosed() ? null : file.status() == CaseStatus.WITHDRAWN ? "WITHDRAWN" : "CLOSED";
    }

    /** The day after which every day counts again: the arrival's, or the one on which the last correction came. */
    private static LocalDate countingFrom(StatutoryClock.Ledger ledger) {
        return ledger.pauses().stream().map(StatutoryClock.Pause::to).filter(Objects::nonNull)
                .reduce(ledger.startedOn(), (earlier, later) -> later);
    }

    private int counted(CaseFile file, StatutoryClock.Ledger ledger, LocalDate countingFrom) {
        return countingFrom == null ? ledger.used()
                : ledger.used() - days(new GovernmentCode(file.government()), ledger.businessDays(), countingFrom, clock.today());
    }

    /** Days after one up to and including another, by the calendar that a standard period is counted in. */
    int days(GovernmentCode government, boolean businessDays, LocalDate fromExclusive, LocalDate toInclusive) {
        return businessDays ? calendars.businessDaysBetween(government, fromExclusive, toInclusive)
                : (int) ChronoUnit.DAYS.between(fromExclusive, toInclusive);
    }

    private static LocalDate day(Instant moment) {
        return moment == null ? null : LocalDate.ofInstant(moment, BusinessClock.JST);
    }
}
