package jp.madoguchi.processes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnLabel;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.dc.Bounds;

/**
 * The picture of a model: what a reader would stumble over, each as a sentence. Lengths are diagram pixels. Where things
 * lie is read once: the model looks through its whole file for every answer.
 */
final class Drawing {

    private final List<FlowNode> nodes;
    private final List<SequenceFlow> flows;
    private final Map<FlowElement, Box> boxes = new HashMap<>();
    private final Map<FlowElement, Box> labels = new HashMap<>();
    private final Map<FlowElement, List<Point>> ways = new HashMap<>();

    Drawing(BpmnModelInstance bpmn) {
        nodes = List.copyOf(bpmn.getModelElementsByType(FlowNode.class));
        flows = List.copyOf(bpmn.getModelElementsByType(SequenceFlow.class));
        for (FlowNode node : nodes) {
            if (node.getDiagramElement() instanceof BpmnShape shape) {
                boxes.put(node, box(shape.getBounds()));
                label(node, shape.getBpmnLabel());
            }
        }
        for (SequenceFlow flow : flows) {
            BpmnEdge edge = flow.getDiagramElement();
            if (edge != null) {
                ways.put(flow, edge.getWaypoints().stream().map(point -> new Point(point.getX(), point.getY())).toList());
                label(flow, edge.getBpmnLabel());
            }
        }
    }

    private void label(FlowElement element, BpmnLabel label) {
        if (label != null) {
            labels.put(element, box(label.getBounds()));
        }
    }

    record Point(double x, double y) {}

    record Box(double x, double y, double width, double height) {

        double centreX() {
            return x + width / 2;
        }

        boolean overlaps(Box other) {
            return x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height;
        }

        boolean contains(Box other) {
            return x <= other.x && other.x + other.width <= x + width && y <= other.y && other.y + other.height <= y + height;
        }

        boolean hasOnBorder(Point point) {
            boolean across = point.x >= x && point.x <= x + width && (point.y == y || point.y == y + height);
            boolean along = point.y >= y && point.y <= y + height && (point.x == x || point.x == x + width);
            return across || along;
        }
    }

    /** A straight piece of a flow; all flows of this house are drawn with right angles. */
    record Line(Point from, Point to) {

        boolean isRightAngled() {
            return from.x == to.x || from.y == to.y;
        }

        boolean touches(Line other) {
            return Math.min(from.x, to.x) <= Math.max(other.from.x, other.to.x)
                    && Math.min(other.from.x, other.to.x) <= Math.max(from.x, to.x)
                    && Math.min(from.y, to.y) <= Math.max(other.from.y, other.to.y)
                    && Math.min(other.from.y, other.to.y) <= Math.max(from.y, to.y);
        }

        boolean enters(Box box) {
            return Math.max(from.x, to.x) > box.x && Math.min(from.x, to.x) < box.x + box.width
                    && Math.max(from.y, to.y) > box.y && Math.min(from.y, to.y) < box.y + box.height;
        }
    }

    /** Elements without a shape or edge, and events, gateways and answers without a placed label. */
    List<String> missing() {
        return Stream.concat(nodes.stream(), flows.stream())
                .filter(element -> !boxes.containsKey(element) && !ways.containsKey(element) || needsLabel(element) && labelOf(element) == null)
                .map(FlowElement::getId).toList();
    }

    /** Flows that do not start and end on the border of what they connect, or that run askew. */
    List<String> loose() {
        return flows.stream().filter(flow -> {
            List<Point> way = ways.get(flow);
            return !boxOf(flow.getSource()).hasOnBorder(way.get(0))
                    || !boxOf(flow.getTarget()).hasOnBorder(way.get(way.size() - 1))
                    || !lines(flow).stream().allMatch(Line::isRightAngled);
        }).map(FlowElement::getId).toList();
    }

    /** Shapes that lie upon each other, and steps that stick out of their subprocess. */
    List<String> overlaps() {
        List<String> found = new ArrayList<>();
        for (FlowNode one : nodes) {
            if (one.getParentElement() instanceof SubProcess around && !boxOf(around).contains(boxOf(one))) {
                found.add(one.getId() + " leaves " + around.getId());
            }
            for (FlowNode other : nodes) {
                if (one.getId().compareTo(other.getId()) < 0 && !belongTogether(one, other)
                        && boxOf(one).overlaps(boxOf(other))) {
                    found.add(one.getId() + " overlaps " + other.getId());
                }
            }
        }
        return found;
    }

    /** Flows that meet anywhere, and flows that run through a shape. */
    List<String> crossings() {
        List<String> found = new ArrayList<>();
        for (SequenceFlow one : flows) {
            for (SequenceFlow other : flows) {
                if (one.getId().compareTo(other.getId()) < 0 && lines(one).stream()
                        .anyMatch(line -> lines(other).stream().anyMatch(line::touches))) {
                    found.add(one.getId() + " meets " + other.getId());
                }
            }
            for (FlowNode node : nodes) {
                if (!holds(node, one) && lines(one).stream().anyMatch(line -> line.enters(boxOf(node)))) {
                    found.add(one.getId() + " runs through " + node.getId());
                }
            }
        }
        return found;
    }

    /** Labels that lie on a shape, on a flow or on another label. */
    List<String> coveredLabels() {
        List<String> found = new ArrayList<>();
        List<FlowElement> labelled = Stream.concat(nodes.stream(), flows.stream())
                .filter(element -> labelOf(element) != null).map(FlowElement.class::cast).toList();
        for (FlowElement element : labelled) {
            Box label = labelOf(element);
            nodes.stream().filter(node -> !holds(node, element) && boxOf(node).overlaps(label))
                    .forEach(node -> found.add("label of " + element.getId() + " lies on " + node.getId()));
            flows.stream().filter(flow -> lines(flow).stream().anyMatch(line -> line.enters(label)))
                    .forEach(flow -> found.add("label of " + element.getId() + " lies on " + flow.getId()));
            labelled.stream().filter(other -> other != element && labelOf(other).overlaps(label))
                    .forEach(other -> found.add("label of " + element.getId() + " lies on that of " + other.getId()));
        }
        return found;
    }

    Box boxOf(FlowNode node) {
        return boxes.get(node);
    }

    private static Box box(Bounds bounds) {
        return new Box(bounds.getX(), bounds.getY(), bounds.getWidth(), bounds.getHeight());
    }

    private Box labelOf(FlowElement element) {
        return labels.get(element);
    }

    private static boolean needsLabel(FlowElement element) {
        return element.getName() != null
                && (element instanceof Event || element instanceof Gateway || element instanceof SequenceFlow);
    }

    private List<Line> lines(SequenceFlow flow) {
        List<Point> way = ways.get(flow);
        List<Line> lines = new ArrayList<>();
        for (int i = 1; i < way.size(); i++) {
            lines.add(new Line(way.get(i - 1), way.get(i)));
        }
        return lines;
    }

    private static boolean belongTogether(FlowNode one, FlowNode other) {
        return holds(one, other) || holds(other, one)
                || one instanceof BoundaryEvent event && event.getAttachedTo().equals(other)
                || other instanceof BoundaryEvent alarm && alarm.getAttachedTo().equals(one);
    }

    private static boolean holds(FlowNode node, FlowElement element) {
        return node.equals(element.getParentElement());
    }
}
