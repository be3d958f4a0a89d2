package jp.madoguchi.workflow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which letters the conclusion of a human task may send with nobody asked in between, read off the models: from the task
 * along the flows, out of a called procedure into the one that called it, up to the next human task or called procedure.
 */
@Service
@Transactional(readOnly = true)
public class LettersAhead {

    private static final String LETTER = "letter";
    private static final String KIND = "letterKind";
    private static final Pattern LITERAL = Pattern.compile("\\$\\{'([^']+)'}");

    private final RuntimeService runtime;
    private final HistoryService history;
    private final RepositoryService repository;

    LettersAhead(RuntimeService runtime, HistoryService history, RepositoryService repository) {
        this.runtime = runtime;
        this.history = history;
        this.repository = repository;
    }

    /** @return kind of letter and the name of the step that sends it, in the model's order; empty when there is none, or the task is no more */
    public Map<String, String> of(HumanTask task) {
        Map<String, String> letters = new LinkedHashMap<>();
        ProcessInstance run = runtime.createProcessInstanceQuery().processInstanceId(task.procedureInstance()).singleResult();
        Optional<Place> place = Optional.ofNullable(run).map(instance -> place(instance, task.spec().key()));
        while (place.isPresent()) {
            place = collect(place.get().node(), letters) ? caller(place.get().instance()) : Optional.empty();
        }
        return letters;
    }

    private record Place(String instance, FlowNode node) {}

    private Place place(ProcessInstance run, String element) {
        return new Place(run.getId(), repository.getBpmnModelInstance(run.getProcessDefinitionId()).getModelElementById(element));
    }

    /** Where the run was called, if it was. */
    private Optional<Place> caller(String instance) {
        ProcessInstance calling = runtime.createProcessInstanceQuery().subProcessInstanceId(instance).singleResult();
        return calling == null ? Optional.empty() : history.createHistoricActivityInstanceQuery()
                .processInstanceId(calling.getId()).activityType("callActivity").unfinished().list().stream()
                .filter(stay -> instance.equals(stay.getCalledProcessInstanceId())).findFirst()
                .map(stay -> place(calling, WalkedFlows.element(stay)));
    }

    /** @return whether the procedure may end on the way, so that its caller goes on */
    private static boolean collect(FlowNode from, Map<String, String> letters) {
        boolean ends = false;
        Set<FlowNode> seen = new HashSet<>();
        Deque<FlowNode> next = new ArrayDeque<>(after(from));
        while (!next.isEmpty()) {
            FlowNode node = next.poll();
            if (seen.add(node) && !(node instanceof UserTask || node instanceof CallActivity)) {
                ends |= node instanceof EndEvent && node.getParentElement() instanceof Process;
                next.addAll(after(node));
            }
        }
        from.getModelInstance().getModelElementsByType(CallActivity.class).stream()
                .filter(call -> seen.contains(call) && LETTER.equals(call.getCalledElement()))
                .forEach(call -> letters.put(kind(call), call.getName()));
        return ends;
    }

    private static List<FlowNode> after(FlowNode node) {
        return node.getOutgoing().stream().map(SequenceFlow::getTarget).toList();
    }

    /** A model test keeps every letter's kind a literal. */
    private static String kind(CallActivity call) {
        String expression = call.getExtensionElements().getElementsQuery().filterByType(CamundaIn.class).list().stream()
                .filter(in -> KIND.equals(in.getCamundaTarget())).map(CamundaIn::getCamundaSourceExpression).findFirst().orElse("");
        Matcher literal = LITERAL.matcher(expression);
        if (!literal.matches()) {
            throw new IllegalStateException(call.getId() + " names no kind of letter: " + expression);
        }
        return literal.group(1);
    }
}
