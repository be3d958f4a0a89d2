package jp.madoguchi.workflow;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Date;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.org.Desk;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import jp.madoguchi.org.Section;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Hears every user task of every procedure: names its desk and its due moment when it opens and tells the rooms above
 * what becomes of it, all in the engine's transaction.
 */
@Component
class TaskRouter implements TaskListener {

    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    private static final LocalTime END_OF_DAY = LocalTime.of(23, 59, 59);
    private static final LocalTime OFFICE_OPENS = LocalTime.of(8, 30);

    private final TaskSpecs specs;
    private final RoutingTables tables;
    private final Organisation organisation;
    private final CaseRegistry cases;
    private final ApplicationEventPublisher events;

    TaskRouter(TaskSpecs specs, RoutingTables tables, Organisation organisation, @Lazy CaseRegistry cases,
               ApplicationEventPublisher events) {
        this.specs = specs;
        this.tables = tables;
        this.organisation = organisation;
        this.cases = cases;
        this.events = events;
    }

    @Override
    public void notify(DelegateTask task) {
        CaseNumber number = new CaseNumber(task.getExecution().getProcessBusinessKey());
        switch (task.getEventName()) {
            case EVENTNAME_CREATE -> open(task, number);
            case EVENTNAME_ASSIGNMENT -> events.publishEvent(new TaskEvent.Assigned(task.getId(), number, task.getAssignee()));
            case EVENTNAME_COMPLETE -> events.publishEvent(new TaskEvent.Closed(task.getId(), number, task.getTaskDefinitionKey(), true));
            case EVENTNAME_DELETE -> events.publishEvent(new TaskEvent.Closed(task.getId(), number, task.getTaskDefinitionKey(), false));
            default -> { }
        }
    }

    static Instant dueAt(DueDates due) {
        return due.day().atTime(END_OF_DAY).atZone(JAPAN).toInstant();
    }

    static Instant remindAt(DueDates due) {
        return due.remindOn().atTime(OFFICE_OPENS).atZone(JAPAN).toInstant();
    }

    private void open(DelegateTask task, CaseNumber number) {
        TaskSpec spec = specs.of(task.getProcessDefinitionId(), task.getTaskDefinitionKey());
        CaseFacts facts = cases.facts(number);
        Desk desk = desk(task, spec, facts);
        Instant created = task.getCreateTime().toInstant();
        DueDates due = cases.dueDates(number, task.getTaskDefinitionKey())
                .orElseGet(() -> tables.due(facts, task.getTaskDefinitionKey(), LocalDate.ofInstant(created, JAPAN)));
        Instant dueAt = dueAt(due);
        Instant remindAt = remindAt(due);
        task.setDueDate(Date.from(dueAt));
        task.setFollowUpDate(Date.from(remindAt));
        task.addCandidateGroup(desk.id());
        events.publishEvent(new TaskEvent.Opened(new HumanTask(task.getId(), spec, number,
                HumanTasks.procedureOf(task.getProcessDefinitionId()), task.getProcessInstanceId(), desk, null, created,
                dueAt, remindAt), facts));
    }

    /**
     * An applicant's task of a case that came by post is worked by the contractor's office, like the contractor's own; a
     * programme without a contractor has both done by the owning section.
     */
    private Desk desk(DelegateTask task, TaskSpec spec, CaseFacts facts) {
        Role role = cases.role(facts.number(), spec.key())
                .orElse(spec.role() == Role.APPLICANT && facts.party() == null ? Role.CONTRACTOR : spec.role());
        if (role == Role.CONTRACTOR && !organisation.hasContractor(facts.programme())) {
            role = Role.REVIEWER;
        }
        String section = tables.section(facts, spec);
        if (spec.authorityVariable() != null) {
            Section.Rank rank = Section.Rank.valueOf((String) task.getVariable(spec.authorityVariable()));
            section = organisation.inLine(facts.government(), section, rank).code();
        } else if (role == Role.DECIDER || role == Role.MANAGER) {
            section = organisation.inLine(facts.government(), section, Section.Rank.KA).code();
        }
        return new Desk(facts.government(), section, role);
    }
}
