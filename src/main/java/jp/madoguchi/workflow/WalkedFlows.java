package jp.madoguchi.workflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
    private final List<Stay> all = new ArrayList<>();
    private final Map<String, List<Stay>> byPlace = new HashMap<>();
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
        return all.stream().filter(stay -> stay.isFinished() && stay.left().isEmpty())
                .filter(stay -> stay.node().getOutgoing().size() == 1)
                .map(stay -> stay.node().getOutgoing().iterator().next().getTarget())
                .filter(FlowNode::isCamundaAsyncBefore).map(FlowNode::getId)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void reached(HistoricActivityInstance history) {
        node(history).ifPresent(node -> {
            Stay stay = new Stay(all.size(), history, node, new LinkedHashSet<>());
            node.getIncoming().stream().flatMap(flow -> source(flow, stay).map(from -> new Way(flow, from)).stream())
                    .max(Comparator.comparing(Way::from))
                    .ifPresent(way -> {
                        way.from().left().add(way.flow().getId());
                        flows.add(way.flow().getId());
                    });
            all.add(stay);
            byPlace.computeIfAbsent(stay.place(node), key -> new ArrayList<>()).add(stay);
        });
    }

    private record Way(SequenceFlow flow, Stay from) {}

    /** @param left ids of the arrows by which its tokens went on */
    private record Stay(int order, HistoricActivityInstance history, FlowNode node, Set<String> left) implements Comparable<Stay> {

        boolean isFinished() {
            return history.getEndTime() != null && !history.isCanceled();
        }

        /** One token leaves by each arrow; an exclusive or event-based gateway lets only one go. */
        boolean mayStillLeaveBy(SequenceFlow flow) {
            boolean onlyOne = node instanceof ExclusiveGateway || node instanceof EventBasedGateway;
            return onlyOne ? left.isEmpty() : !left.contains(flow.getId());
        }

        String place(FlowNode element) {
            return history.getParentActivityInstanceId() + " " + element.getId();
        }

        @Override
        public int compareTo(Stay other) {
            int byEnd = history.getEndTime().compareTo(other.history.getEndTime());
            return byEnd != 0 ? byEnd : Integer.compare(order, other.order);
        }
    }

    private Optional<Stay> source(SequenceFlow flow, Stay target) {
        return byPlace.getOrDefault(target.place(flow.getSource()), List.of()).stream()
                .filter(stay -> stay.isFinished() && stay.mayStillLeaveBy(flow))
                .filter(stay -> !stay.history().getEndTime().after(target.history().getStartTime()))
                .max(Comparator.naturalOrder());
    }

    /** The repetitions inside a multi-instance activity are reached over no arrow; the activity around them is. */
    private Optional<FlowNode> node(HistoricActivityInstance stay) {
        boolean oneOfMany = !stay.getActivityId().endsWith(MANY_TIMES)
                && model.getModelElementById(stay.getActivityId()) instanceof Activity activity
                && activity.getLoopCharacteristics() != null;
        return oneOfMany ? Optional.empty() : Optional.ofNullable(model.getModelElementById(element(stay)));
    }
}
