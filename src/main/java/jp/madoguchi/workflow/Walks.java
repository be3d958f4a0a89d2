package jp.madoguchi.workflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jp.madoguchi.kernel.CaseNumber;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricDecisionInstance;
import org.camunda.bpm.engine.history.HistoricDecisionOutputInstance;
import org.camunda.bpm.engine.history.HistoricIncident;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.impl.persistence.entity.HistoricActivityInstanceEntity;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which way a case went through its procedures, and which rules matched on it, from the engine's history; running and
 * ended cases alike. The engine's tables know no data scope: the caller asks {@code casefile} first whether the reader
 * may see the case.
 */
@Service
@Transactional(readOnly = true)
public class Walks {

    private static final Set<String> SCOPES = Set.of("subProcess", "transaction", "multiInstanceBody");

    private final HistoryService history;
    private final RepositoryService repository;

    Walks(HistoryService history, RepositoryService repository) {
        this.history = history;
        this.repository = repository;
    }

    /** All runs of a case, called ones included, each after the one that called it; empty when there are none. */
    public List<Walk> of(CaseNumber number) {
        List<HistoricProcessInstance> runs = runs(number);
        Map<String, String> callers = new TreeMap<>();
        Map<String, List<HistoricActivityInstance>> stays = new TreeMap<>();
        for (HistoricProcessInstance run : runs) {
            List<HistoricActivityInstance> ofRun = stays(run.getId());
            stays.put(run.getId(), ofRun);
            ofRun.stream().filter(stay -> stay.getCalledProcessInstanceId() != null)
                    .forEach(stay -> callers.put(stay.getCalledProcessInstanceId(), stay.getActivityId()));
        }
        return runs.stream().map(run -> walk(run, callers.get(run.getId()), stays.get(run.getId()))).toList();
    }

    /** All evaluations of DMN tables for a case, oldest first. */
    public List<Judgement> judgements(CaseNumber number) {
        return runs(number).stream()
                .flatMap(run -> history.createHistoricDecisionInstanceQuery().processInstanceId(run.getId())
                        .includeInputs().includeOutputs().list().stream())
                .sorted(Comparator.comparing(HistoricDecisionInstance::getEvaluationTime))
                .map(this::judgement).toList();
    }

    /** The diagram of a version that {@link #of} named. */
    public String bpmnXml(String definition) {
        try (InputStream model = repository.getProcessModel(definition)) {
            return new String(model.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<HistoricProcessInstance> runs(CaseNumber number) {
        List<HistoricProcessInstance> runs = new ArrayList<>(history.createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(number.value()).list());
        runs.sort(Comparator.comparing(HistoricProcessInstance::getStartTime));
        List<HistoricProcessInstance> callersFirst = new ArrayList<>();
        runs.stream().filter(run -> run.getSuperProcessInstanceId() == null).forEach(root -> add(root, runs, callersFirst));
        return callersFirst;
    }

    /** Runs that were called within the same millisecond would otherwise stand in any order. */
    private static void add(HistoricProcessInstance run, List<HistoricProcessInstance> all, List<HistoricProcessInstance> ordered) {
        ordered.add(run);
        all.stream().filter(other -> run.getId().equals(other.getSuperProcessInstanceId())).forEach(called -> add(called, all, ordered));
    }

    /** By time, and within a millisecond as the engine counted them. */
    private List<HistoricActivityInstance> stays(String instance) {
        List<HistoricActivityInstance> stays = new ArrayList<>(
                history.createHistoricActivityInstanceQuery().processInstanceId(instance).list());
        stays.sort(Comparator.comparing(HistoricActivityInstance::getStartTime)
                .thenComparing(stay -> ((HistoricActivityInstanceEntity) stay).getSequenceCounter()));
        return stays;
    }

    private Walk walk(HistoricProcessInstance run, String caller, List<HistoricActivityInstance> stays) {
        WalkedFlows walked = new WalkedFlows(repository.getBpmnModelInstance(run.getProcessDefinitionId()), stays);
        boolean running = run.getEndTime() == null;
        Set<String> waiting = new LinkedHashSet<>();
        if (running) {
            stays.stream().filter(stay -> stay.getEndTime() == null && !SCOPES.contains(stay.getActivityType()))
                    .forEach(stay -> waiting.add(WalkedFlows.element(stay)));
            waiting.addAll(walked.atSavePoint());
        }
        return new Walk(run.getId(), run.getSuperProcessInstanceId(), caller, run.getProcessDefinitionKey(),
                name(run.getProcessDefinitionName(), run.getProcessDefinitionKey()), run.getProcessDefinitionVersion(),
                run.getProcessDefinitionId(), run.getStartTime().toInstant(), instant(run.getEndTime()),
                run.getState().endsWith("TERMINATED"), stays.stream().map(Walks::step).toList(), walked.flows(), waiting,
                incidents(run.getId()));
    }

    private Set<String> incidents(String instance) {
        return history.createHistoricIncidentQuery().processInstanceId(instance).open().list().stream()
                .map(HistoricIncident::getActivityId).collect(Collectors.toSet());
    }

    private static Walk.Step step(HistoricActivityInstance stay) {
        return new Walk.Step(WalkedFlows.element(stay), stay.getActivityName(), stay.getActivityType(),
                stay.getStartTime().toInstant(), instant(stay.getEndTime()), stay.isCanceled(), stay.getCalledProcessInstanceId());
    }

    private Judgement judgement(HistoricDecisionInstance made) {
        DecisionDefinition definition = repository.getDecisionDefinition(made.getDecisionDefinitionId());
        DecisionTable table = table(definition);
        List<String> columns = table.getInputs().stream().map(Input::getId).toList();
        List<String> rows = table.getRules().stream().map(Rule::getId).toList();
        Map<Integer, List<HistoricDecisionOutputInstance>> byRow = made.getOutputs().stream()
                .filter(output -> output.getRuleId() != null)
                .collect(Collectors.groupingBy(output -> rows.indexOf(output.getRuleId()), TreeMap::new, Collectors.toList()));
        return new Judgement(made.getProcessInstanceId(), made.getActivityId(), made.getDecisionDefinitionKey(),
                name(made.getDecisionDefinitionName(), made.getDecisionDefinitionKey()), definition.getVersion(),
                made.getEvaluationTime().toInstant(),
                made.getInputs().stream().sorted(Comparator.comparing(input -> columns.indexOf(input.getClauseId()))).map(input -> new Judgement.Value(input.getClauseName(), text(input.getValue()))).toList(),
                byRow.entrySet().stream().map(row -> matched(List.copyOf(table.getRules()), row.getKey(), row.getValue())).toList(),
                made.getCollectResultValue() == null ? null : text(made.getCollectResultValue()));
    }

    private DecisionTable table(DecisionDefinition definition) {
        Decision decision = repository.getDmnModelInstance(definition.getId()).getModelElementById(definition.getKey());
        return (DecisionTable) decision.getExpression();
    }

    private static Judgement.MatchedRule matched(List<Rule> rules, int row, List<HistoricDecisionOutputInstance> outputs) {
        String description = Optional.ofNullable(rules.get(row).getDescription()).map(words -> words.getTextContent().strip())
                .filter(words -> !words.isEmpty()).orElse(null);
        return new Judgement.MatchedRule(row + 1, description, outputs.stream()
                .map(output -> new Judgement.Value(name(output.getClauseName(), output.getVariableName()), text(output.getValue()))).toList());
    }

    private static String name(String nameOrNull, String id) {
        return nameOrNull == null || nameOrNull.isBlank() ? id : nameOrNull;
    }

    private static String text(Object value) {
        if (value instanceof Double number) {
            return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
        }
        return value == null ? null : value.toString();
    }

    private static Instant instant(Date date) {
        return date == null ? null : date.toInstant();
    }
}
