package jp.madoguchi.workflow;

import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.history.HistoricIncident;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What stopped, why, and how to set it going again. An incident in a called procedure is told once, where it arose, not
 * again for every caller. The engine's tables know no tenants: whose case it is decides who sees it.
 */
@Service
@Transactional
public class Incidents {

    private static final int RETRIES = 3;
    private static final int LONGEST_NOTE = 1000;
    private static final int MOST_RESOLVED = 200;

    private final RuntimeService runtime;
    private final HistoryService history;
    private final ManagementService management;
    private final RepositoryService repository;
    private final CaseRegistry cases;
    private final ApplicationEventPublisher events;
    private final BusinessClock clock;

    Incidents(RuntimeService runtime, HistoryService history, ManagementService management, RepositoryService repository,
              CaseRegistry cases, ApplicationEventPublisher events, BusinessClock clock) {
        this.runtime = runtime;
        this.history = history;
        this.management = management;
        this.repository = repository;
        this.cases = cases;
        this.events = events;
        this.clock = clock;
    }

    /** Open incidents of this data scope, oldest first. */
    @Transactional(readOnly = true)
    public List<Incident> open() {
        return runtime.createIncidentQuery().list().stream()
                .filter(incident -> incident.getId().equals(incident.getRootCauseIncidentId()))
                .flatMap(incident -> describe(incident).stream()).sorted(Comparator.comparing(Incident::since)).toList();
    }

    /** What was resolved lately, newest first; of the installation's last two hundred those of this data scope. */
    @Transactional(readOnly = true)
    public List<Incident> resolved() {
        return Stream.of(history.createHistoricIncidentQuery().resolved(), history.createHistoricIncidentQuery().deleted())
                .flatMap(query -> query.orderByEndTime().desc().listPage(0, MOST_RESOLVED).stream())
                .filter(incident -> incident.getId().equals(incident.getRootCauseIncidentId()))
                .sorted(Comparator.comparing(HistoricIncident::getEndTime).reversed())
                .flatMap(incident -> describe(incident).stream()).toList();
    }

    /**
     * Lets the engine try again at once. The note is kept in the trail ({@code incident.retried}).
     *
     * @throws NotFoundException when there is no such open incident in this data scope
     * @throws RefusedException  when there is no note
     */
    public void retry(String incidentId, String note, Actor actor) {
        org.camunda.bpm.engine.runtime.Incident found = runtime.createIncidentQuery().incidentId(incidentId).singleResult();
        Incident incident = Optional.ofNullable(found).flatMap(this::describe)
                .orElseThrow(() -> new NotFoundException("incident " + incidentId));
        if (note.isBlank() || note.length() > LONGEST_NOTE) {
            throw new RefusedException("incident.note", "原因と行った対処を1〜" + LONGEST_NOTE + "文字で書いてください。後から同じ障害に当たった人が読みます。");
        }
        CaseFacts facts = cases.facts(incident.caseNumber());
        management.setJobRetries(found.getConfiguration(), RETRIES);
        management.setJobDuedate(found.getConfiguration(), Date.from(clock.instant()));
        events.publishEvent(new CaseEvent("incident.retried", incident.caseNumber(), facts.government(), facts.programme(),
                facts.party(), actor, null, Map.of("step", incident.step(), "note", note.strip()), List.of()));
    }

    /** Empty when it is another government's. */
    private Optional<Incident> describe(org.camunda.bpm.engine.runtime.Incident incident) {
        Job job = management.createJobQuery().jobId(incident.getConfiguration()).singleResult();
        String trace = job == null ? null : management.getJobExceptionStacktrace(job.getId());
        return describe(incident.getId(), incident.getProcessInstanceId(), incident.getProcessDefinitionId(), incident.getActivityId(),
                incident.getIncidentMessage(), trace, incident.getIncidentTimestamp(), job == null ? 0 : job.getRetries(), null);
    }

    private Optional<Incident> describe(HistoricIncident incident) {
        return describe(incident.getId(), incident.getProcessInstanceId(), incident.getProcessDefinitionId(), incident.getActivityId(),
                incident.getIncidentMessage(), null, incident.getCreateTime(), 0, incident.getEndTime().toInstant());
    }

    private Optional<Incident> describe(String id, String instance, String definition, String activity, String message, String trace,
                                        Date since, int retries, Instant endedAt) {
        HistoricProcessInstance of = history.createHistoricProcessInstanceQuery().processInstanceId(instance).singleResult();
        CaseNumber number = new CaseNumber(of.getBusinessKey());
        try {
            CaseFacts facts = cases.facts(number);
            BpmnModelInstance model = repository.getBpmnModelInstance(definition);
            FlowElement step = model.getModelElementById(activity);
            String procedure = model.getModelElementsByType(Process.class).iterator().next().getName();
            return Optional.of(new Incident(id, number, facts.title(), procedure, step == null ? activity : step.getName(),
                    message == null ? "" : message.lines().findFirst().orElse(""), trace == null ? "" : trace, since.toInstant(), retries,
                    endedAt));
        } catch (NotFoundException foreign) {
            return Optional.empty();
        }
    }
}
