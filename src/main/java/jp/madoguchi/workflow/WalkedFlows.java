package jp.madoguchi.workflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;

/**
 * Finds the arrows a run took. The engine's history keeps stays, not arrows, but a stay that has incoming arrows was
 * reached over exactly one of them: from the nearest earlier stay at an arrow's source, in the same scope, that was
 * finished (a cancelled one leaves over its boundary event) and whose token has not gone on elsewhere already.
 */
final class WalkedFlows {

    private static final String MANY_TIMES = "#multiInstanceBody";

    private final BpmnModelInstance model;
    private final Map<String, List<HistoricActivityInstance>> staysBefore = new HashMap<>();
    private final Map<HistoricActivityInstance, Set<String>> left = new LinkedHashMap<>();
    private final Set<String> flows = new LinkedHashSet<>();

    /** @param stays of one run, in the order in which they began */
    WalkedFlows(BpmnModelInstance model, Collection<? extends HistoricActivityInstance> stays) {
        this.model = model;
        stays.forEach(this::reached);
    }

    static String element(HistoricActivityInstance stay) {
        return stay.getActivityId().replace(MANY_TIMES, "");
    }

    Set<String> flows() {
        return flows;
    }

    /** Elements that a finished stay leads to and that begin with a save point: the engine's job for them is still to come. */
    Set<String> atSavePoint() {
        Set<String> found = new LinkedHashSet<>();
        left.forEach((stay, taken) -> {
            Collection<SequenceFlow> out = node(stay).map(FlowNode::getOutgoing).orElse(List.of());
            if (taken.isEmpty() && out.size() == 1 && isFinished(stay) && out.iterator().next().getTarget().isCamundaAsyncBefore()) {
                found.add(out.iterator().next().getTarget().getId());
            }
        });
        return found;
    }

    private void reached(HistoricActivityInstance stay) {
        node(stay).ifPresent(node -> {
            node.getIncoming().stream()
                    .flatMap(flow -> source(flow, stay).map(from -> new Way(flow, from)).stream())
                    .max(Comparator.comparing((Way way) -> way.from().getEndTime())
                            .thenComparing(way -> new ArrayList<>(left.keySet()).indexOf(way.from())))
                    .ifPresent(way -> {
                        left.get(way.from()).add(way.flow().getId());
                        flows.add(way.flow().getId());
                    });
            staysBefore.computeIfAbsent(place(stay.getParentActivityInstanceId(), node), key -> new ArrayList<>()).add(stay);
            left.put(stay, new LinkedHashSet<>());
        });
    }

    private record Way(SequenceFlow flow, HistoricActivityInstance from) {}

    private Optional<HistoricActivityInstance> source(SequenceFlow flow, HistoricActivityInstance target) {
        return staysBefore.getOrDefault(place(target.getParentActivityInstanceId(), flow.getSource()), List.of()).stream()
                .filter(WalkedFlows::isFinished)
                .filter(stay -> !stay.getEndTime().after(target.getStartTime()))
                .filter(stay -> mayStillLeaveBy(flow, left.get(stay)))
                .reduce((earlier, later) -> later);
    }

    /** One token leaves by each arrow; an exclusive or event-based gateway lets only one go. */
    private static boolean mayStillLeaveBy(SequenceFlow flow, Set<String> taken) {
        boolean onlyOne = flow.getSource() instanceof ExclusiveGateway || flow.getSource() instanceof EventBasedGateway;
        return onlyOne ? taken.isEmpty() : !taken.contains(flow.getId());
    }

    private static boolean isFinished(HistoricActivityInstance stay) {
        return stay.getEndTime() != null && !stay.isCanceled();
    }

    private Optional<FlowNode> node(HistoricActivityInstance stay) {
        boolean oneOfMany = !stay.getActivityId().endsWith(MANY_TIMES)
                && model.getModelElementById(stay.getActivityId()) instanceof Activity activity
                && activity.getLoopCharacteristics() != null;
        return oneOfMany ? Optional.empty() : Optional.ofNullable(model.getModelElementById(element(stay)));
    }

    private static String place(String scope, FlowNode node) {
        return scope + " " + node.getId();
    }
}
