package jp.madoguchi.processes;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaFailedJobRetryTimeCycle;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOut;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import jp.madoguchi.processes.ProcessFiles.Model;

/** What every BPMN file promises to the engine, to the Java behind it and to the people who read it. */
@DisplayName("手続のモデル")
class ProcessModelTest {

    private static final Pattern JAPANESE = Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]");
    private static final Pattern EXPRESSION = Pattern.compile("[$#]\\{([^}]*)}");
    private static final Pattern BEAN = Pattern.compile("\\b(\\w+)\\.\\w+\\(");
    private static final Pattern BEAN_CALL =
            Pattern.compile("\\$\\{\\w+\\.\\w+\\(execution\\.processBusinessKey(, ?('[^']*'|\\w+))*\\)}");
    private static final Pattern CONDITION = Pattern.compile("\\$\\{(\\w+) == ('([^']+)'|true|false|\\d+)}");

    private static final Pattern LETTER_KIND = Pattern.compile("\\$\\{'([^']+)'}");
    private static final Path LETTERS = Path.of("src/main/resources/templates/letters");

    private static final Map<Class<? extends ModelElementInstance>, String> PREFIXES = Map.of(
            StartEvent.class, "StartEvent", EndEvent.class, "EndEvent", BoundaryEvent.class, "BoundaryEvent",
            IntermediateCatchEvent.class, "IntermediateCatchEvent", UserTask.class, "UserTask",
            ServiceTask.class, "ServiceTask", CallActivity.class, "CallActivity",
            ExclusiveGateway.class, "Gateway", SubProcess.class, "SubProcess", SequenceFlow.class, "Flow");
    private static final Map<String, String> BEANS = Map.ofEntries(
            Map.entry("vendor", "vendorTasks"), Map.entry("merchant", "merchantTasks"), Map.entry("subsidy", "subsidyTasks"),
            Map.entry("duty", "dutyTasks"), Map.entry("booth", "boothTasks"), Map.entry("stockpile", "stockTasks"), Map.entry("campaign", "campaignTasks"),
            Map.entry("correction-round.bpmn", "caseTasks"), Map.entry("decision.bpmn", "caseTasks"),
            Map.entry("post-view.bpmn", "caseTasks"), Map.entry("letter.bpmn", "letterTasks"),
            Map.entry("host-agreement.bpmn", "boothTasks"), Map.entry("public-draw.bpmn", "drawTasks"),
            Map.entry("premium", "premiumTasks"));

    private static final Set<String> TO_ANOTHER_GOVERNMENT =
            Set.of("ServiceTask_AskHost", "ServiceTask_ReleaseHost", "ServiceTask_AnswerAgreed", "ServiceTask_AnswerDeclined");
    /** What takes longer than whoever concluded the task before it waits. */
    private static final Set<String> LONG_WORK = Set.of("ServiceTask_FreezePool", "ServiceTask_Draw");
    private static final Set<String> ROLES = Set.of("contractor", "reviewer", "decider", "manager", "applicant");
    private static final Set<String> PHASES =
            Set.of("RECEIVED", "UNDER_REVIEW", "AWAITING_APPLICANT", "AWAITING_DECISION", "PREPARING", "REPORTING");
    private static final Set<String> PROPERTIES = Set.of("role", "phase", "outcome-variable", "reason-required", "opinion",
            "decides", "corrects", "authority-variable", "side-task", "answers-optional", "prefill", "answers-to", "checked-by", "not-by", "conceals");
    /** Set by Java: when a procedure starts, when a deputy decides, or with the message that is waited for. */
    private static final Set<String> GIVEN = Set.of("late", "daiketsu", "promoted", "transfer", "hostAnswer",
            "screening", "result", "promotion", "settlement");

    static List<Model> models() {
        return ProcessFiles.models();
    }

    static List<Model> procedures() {
        return models().stream().filter(Model::isProcedure).toList();
    }

    @Test
    void every_file_is_known() {
        assertThat(models()).map(Model::id).containsExactlyInAnyOrder("correction-round", "decision", "post-view", "letter",
                "vendor-application", "vendor-change", "emergency-activation",
                "merchant-application", "merchant-change", "merchant-violation", "device-subsidy", "reporting-duty", "booth-event", "host-agreement",
                "host-consultation", "ppe-receipt", "ppe-issue", "ppe-expiry", "ppe-handover", "ppe-supply-instruction", "item-change",
                "subcontract-consent", "contract-instruction", "public-draw", "campaign-draw",
                "premium-sale", "premium-round");
    }

    @ParameterizedTest
    @MethodSource("models")
    void file_holds_one_executable_process_of_its_name_that_is_kept_ten_years(Model model) {
        assertThat(all(model, Process.class)).singleElement().satisfies(process -> {
            assertThat(process.getId()).isEqualTo(model.id());
            assertThat(process.isExecutable()).isTrue();
            assertThat(process.getName()).containsPattern(JAPANESE);
            assertThat(process.getCamundaHistoryTimeToLiveString()).isEqualTo("P3650D");
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void ids_speak(Model model) {
        elements(model).forEach(element -> {
            String prefix = element instanceof BusinessRuleTask ? "BusinessRuleTask" : prefixOf(element);
            assertThat(element.getAttributeValue("id")).matches(prefix + "_[A-Z][A-Za-z]+");
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void names_are_japanese_and_fit_their_box(Model model) {
        for (FlowNode node : all(model, FlowNode.class)) {
            assertThat(node.getName()).as(node.getId()).containsPattern(JAPANESE).doesNotContain("\n");
            if (node instanceof Activity && !(node instanceof SubProcess)) {
                // bpmn-js writes 12 px characters inside a margin of 7 px; more than two lines look crowded
                int perLine = (int) ((model.drawing().boxOf(node).width() - 14) / 12);
                assertThat(node.getName().length()).as(node.getName()).isLessThanOrEqualTo(2 * perLine);
                assertThat(node.getName().length()).as("one character alone on a line: " + node.getName())
                        .isNotEqualTo(perLine + 1);
            }
        }
        all(model, UserTask.class).forEach(task -> assertThat(ProcessFiles.outcomes(task)).as(task.getId())
                .allSatisfy(code -> assertThat(ProcessFiles.property(task, "outcome." + code)).containsPattern(JAPANESE)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void nothing_but_expressions_binds_the_model_to_code(Model model) {
        assertThat(model.xml()).doesNotContainPattern("camunda:(class|delegateExpression|script|assignee|candidate\\w+"
                        + "|dueDate|followUpDate|executionListener|taskListener|connector)\\b")
                .doesNotContainPattern("bpmn:script");
        for (ServiceTask task : all(model, ServiceTask.class)) {
            assertThat(task.getCamundaExpression()).as(task.getId()).matches(BEAN_CALL);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void file_names_only_the_bean_of_its_room(Model model) {
        String allowed = BEANS.get(model.path().getName(0).toString());
        assertThat(EXPRESSION.matcher(model.xml()).results().map(found -> found.group(1))
                .flatMap(text -> BEAN.matcher(text).results()).map(found -> found.group(1)).collect(toSet()))
                .isSubsetOf(allowed);
    }

    @ParameterizedTest
    @MethodSource("models")
    void user_tasks_say_who_does_what_with_which_outcome(Model model) {
        for (UserTask task : all(model, UserTask.class)) {
            List<String> outcomes = ProcessFiles.outcomes(task);
            assertThat(task.getCamundaFormKey()).as(task.getId()).matches("form:(case:submission|[a-z-]+/[a-z-]+)");
            assertThat(ProcessFiles.property(task, "role")).as(task.getId()).isIn(ROLES);
            assertThat(ProcessFiles.property(task, "phase")).as(task.getId()).isIn(PHASES);
            assertThat(outcomes).as(task.getId()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(ProcessFiles.property(task, "outcome-variable")).as(task.getId()).matches("[a-z][A-Za-z]+");
            assertThat(listed(task, "reason-required")).as(task.getId()).isSubsetOf(outcomes);
            assertThat(listed(task, "corrects")).as(task.getId()).isSubsetOf(outcomes);
            for (String other : List.of("answers-to", "checked-by", "not-by", "conceals")) {
                assertThat(listed(task, other)).as("%s: %s", task.getId(), other).isSubsetOf(
                        all(model, UserTask.class).stream().filter(officers -> !"applicant".equals(ProcessFiles.property(officers, "role"))).map(UserTask::getId).toList());
            }
            assertThat(ProcessFiles.properties(task)).as(task.getId()).allSatisfy(property ->
                    assertThat(property.getCamundaName()).satisfiesAnyOf(name -> assertThat(name).startsWith("outcome."),
                            name -> assertThat(PROPERTIES).contains(name)));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void refusing_and_returning_need_a_reason(Model model) {
        Set<String> adverse = Set.of("refuse", "refused", "return", "returned");
        for (UserTask task : all(model, UserTask.class)) {
            assertThat(listed(task, "reason-required")).as(task.getId())
                    .containsAll(ProcessFiles.outcomes(task).stream().filter(adverse::contains).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void timers_ask_the_calendar(Model model) {
        for (TimerEventDefinition timer : all(model, TimerEventDefinition.class)) {
            assertThat(timer.getTimeDate()).as(timer.getId()).isNotNull();
            assertThat(timer.getTimeDate().getTextContent()).matches(BEAN_CALL);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void what_leaves_the_building_or_the_government_or_takes_long_stands_behind_a_save_point_and_nothing_else_does(Model model) {
        for (FlowNode node : all(model, FlowNode.class)) {
            boolean waits = node instanceof ServiceTask task && (task.getCamundaExpression().startsWith("${letterTasks.")
                    || TO_ANOTHER_GOVERNMENT.contains(node.getId()) || LONG_WORK.contains(node.getId()));
            assertThat(node.isCamundaAsyncBefore()).as(node.getId()).isEqualTo(waits);
            assertThat(node.isCamundaAsyncAfter()).as(node.getId()).isFalse();
            if (waits) {
                assertThat(node.getExtensionElements().getElementsQuery()
                        .filterByType(CamundaFailedJobRetryTimeCycle.class).singleResult().getTextContent())
                        .isEqualTo("R5/PT1M");
                assertThat(node.getDocumentations()).as("the reason for the save point").isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void gateways_ask_and_flows_answer(Model model) {
        for (Gateway gateway : all(model, Gateway.class)) {
            SequenceFlow otherwise = ((ExclusiveGateway) gateway).getDefault();
            assertThat(gateway.getName()).as(gateway.getId()).endsWith("か");
            assertThat(gateway.getOutgoing()).as(gateway.getId()).hasSizeGreaterThan(1).contains(otherwise);
            assertThat(gateway.getOutgoing()).extracting(SequenceFlow::getName).doesNotHaveDuplicates()
                    .allSatisfy(name -> assertThat(name).containsPattern(JAPANESE));
            for (SequenceFlow flow : gateway.getOutgoing()) {
                assertThat(flow.getConditionExpression() == null).as(flow.getId()).isEqualTo(flow.equals(otherwise));
            }
        }
        for (FlowNode node : all(model, FlowNode.class)) {
            if (!(node instanceof Gateway)) {
                assertThat(node.getOutgoing()).as(node.getId()).hasSizeLessThanOrEqualTo(1)
                        .allMatch(flow -> flow.getConditionExpression() == null);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void conditions_compare_a_variable_that_was_set_with_a_value_it_can_have(Model model) {
        for (SequenceFlow flow : all(model, SequenceFlow.class)) {
            if (flow.getConditionExpression() == null) {
                continue;
            }
            Matcher condition = CONDITION.matcher(flow.getConditionExpression().getTextContent());
            assertThat(condition.matches()).as(flow.getConditionExpression().getTextContent()).isTrue();
            String variable = condition.group(1);
            assertThat(settersBefore(flow.getSource(), variable) || GIVEN.contains(variable))
                    .as("%s is set on every way to %s", variable, flow.getSource().getId()).isTrue();
            Stream<Model> askers = variable.equals("decision") ? Stream.of(ProcessFiles.model("decision")) : Stream.of(model);
            Set<String> possible = askers.flatMap(asker -> all(asker, UserTask.class).stream())
                    .filter(task -> variable.equals(ProcessFiles.property(task, "outcome-variable")))
                    .flatMap(task -> ProcessFiles.outcomes(task).stream()).collect(toSet());
            if (!possible.isEmpty()) {
                assertThat(condition.group(3)).as(flow.getId()).isIn(possible);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void every_step_can_be_reached_and_ends(Model model) {
        Set<FlowNode> reached = walk(all(model, StartEvent.class), true);
        assertThat(reached).containsAll(all(model, FlowNode.class));
        assertThat(walk(all(model, EndEvent.class), false)).containsAll(
                all(model, FlowNode.class).stream().filter(node -> !(node instanceof SubProcess)).toList());
    }

    @ParameterizedTest
    @MethodSource("models")
    void call_activities_pass_the_case_number_and_what_the_called_process_declares(Model model) {
        Map<String, Set<String>> in = Map.of("correction-round", Set.of(), "decision", Set.of("matter", "amount"),
                "letter", Set.of("letterKind"), "host-agreement", Set.of(), "public-draw", Set.of());
        Map<String, Set<String>> out = Map.of("correction-round", Set.of("correctionOutcome"), "decision", Set.of("decision"),
                "letter", Set.of(), "host-agreement", Set.of("hostAnswer"), "public-draw", Set.of("drawOutcome"));
        for (CallActivity call : all(model, CallActivity.class)) {
            var mappings = call.getExtensionElements().getElementsQuery();
            List<CamundaIn> ins = mappings.filterByType(CamundaIn.class).list();
            assertThat(in).as(call.getId()).containsKey(call.getCalledElement());
            assertThat(call.getCamundaCalledElementBinding()).isEqualTo("latest");
            assertThat(ins.stream().map(CamundaIn::getCamundaBusinessKey)).contains("#{execution.processBusinessKey}");
            assertThat(ins.stream().map(CamundaIn::getCamundaTarget).filter(target -> target != null).collect(toSet()))
                    .as(call.getId()).isEqualTo(in.get(call.getCalledElement()));
            assertThat(mappings.filterByType(CamundaOut.class).list().stream().map(CamundaOut::getCamundaTarget)
                    .collect(toSet())).as(call.getId()).isEqualTo(out.get(call.getCalledElement()));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void letters_are_of_a_kind_that_has_a_template(Model model) {
        for (CallActivity call : all(model, CallActivity.class)) {
            if (call.getCalledElement().equals("letter")) {
                assertThat(call.getExtensionElements().getElementsQuery().filterByType(CamundaIn.class).list().stream()
                        .filter(in -> "letterKind".equals(in.getCamundaTarget())).map(CamundaIn::getCamundaSourceExpression))
                        .as(call.getId()).singleElement().asString().matches(expression -> {
                            Matcher kind = LETTER_KIND.matcher(expression);
                            return kind.matches() && Files.exists(LETTERS.resolve(kind.group(1)).resolve("kind.yaml"));
                        }, "names a folder of " + LETTERS);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void business_rule_tasks_name_a_table_of_the_house(Model model) {
        Set<String> tables = ProcessFiles.tables().stream().map(Path::getFileName).map(Path::toString).collect(toSet());
        for (BusinessRuleTask task : all(model, BusinessRuleTask.class)) {
            assertThat(tables).contains(task.getCamundaDecisionRef() + ".dmn");
            assertThat(task.getCamundaMapDecisionResult()).isEqualTo("singleEntry");
            assertThat(task.getCamundaResultVariable()).isNotBlank();
        }
    }

    @ParameterizedTest
    @MethodSource("procedures")
    void a_procedure_can_be_withdrawn_at_any_time(Model model) {
        assertThat(all(model, SubProcess.class).stream().filter(SubProcess::triggeredByEvent)
                .flatMap(sub -> sub.getChildElementsByType(StartEvent.class).stream())
                .filter(StartEvent::isInterrupting)
                .flatMap(start -> start.getEventDefinitions().stream())
                .filter(MessageEventDefinition.class::isInstance)
                .map(definition -> ((MessageEventDefinition) definition).getMessage().getName()))
                .containsExactly("case.withdrawn");
    }

    @ParameterizedTest
    @MethodSource("models")
    void everything_is_drawn(Model model) {
        assertThat(model.drawing().missing()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("models")
    void flows_dock_at_their_shapes(Model model) {
        assertThat(model.drawing().loose()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("models")
    void shapes_do_not_overlap(Model model) {
        assertThat(model.drawing().overlaps()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("models")
    void flows_neither_cross_nor_run_through_a_shape(Model model) {
        assertThat(model.drawing().crossings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("models")
    void labels_lie_free(Model model) {
        assertThat(model.drawing().coveredLabels()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("models")
    void flows_run_from_left_to_right_except_loops(Model model) {
        for (SequenceFlow flow : all(model, SequenceFlow.class)) {
            boolean loop = walk(List.of(flow.getTarget()), true).contains(flow.getSource());
            assertThat(loop || model.drawing().boxOf(flow.getTarget()).centreX() >= model.drawing().boxOf(flow.getSource()).centreX())
                    .as(flow.getId()).isTrue();
        }
    }

    private static <T extends ModelElementInstance> Collection<T> all(Model model, Class<T> type) {
        return model.bpmn().getModelElementsByType(type);
    }

    private static Stream<ModelElementInstance> elements(Model model) {
        return Stream.concat(all(model, FlowNode.class).stream(), all(model, SequenceFlow.class).stream());
    }

    private static String prefixOf(ModelElementInstance element) {
        return PREFIXES.entrySet().stream().filter(entry -> entry.getKey().isInstance(element)).map(Map.Entry::getValue)
                .findFirst().orElseThrow(() -> new AssertionError("an element this house does not use: " + element));
    }

    private static List<String> listed(UserTask task, String property) {
        String value = ProcessFiles.property(task, property);
        return value == null ? List.of() : List.of(value.split(","));
    }

    /** Every node that can be reached from these, following the flows forwards or backwards. */
    private static Set<FlowNode> walk(Collection<? extends FlowNode> from, boolean forwards) {
        Set<FlowNode> reached = new HashSet<>();
        Deque<FlowNode> next = new ArrayDeque<>(from);
        while (!next.isEmpty()) {
            FlowNode node = next.pop();
            if (reached.add(node)) {
                next.addAll(forwards ? followers(node) : predecessors(node));
            }
        }
        return reached;
    }

    private static List<FlowNode> followers(FlowNode node) {
        Stream<FlowNode> alarms = node.getModelInstance().getModelElementsByType(BoundaryEvent.class).stream()
                .filter(event -> node.equals(event.getAttachedTo())).map(FlowNode.class::cast);
        Stream<FlowNode> around = node.getParentElement() instanceof SubProcess sub ? Stream.of(sub) : Stream.empty();
        return Stream.of(node.getOutgoing().stream().map(SequenceFlow::getTarget), alarms, around)
                .flatMap(nodes -> nodes).toList();
    }

    /** An embedded subprocess is left through its ends and entered where it stands; its alarm may ring before anything in it was done. */
    private static List<FlowNode> predecessors(FlowNode node) {
        if (node instanceof BoundaryEvent event) {
            return event.getAttachedTo() instanceof SubProcess around ? sources(around) : List.of(event.getAttachedTo());
        }
        if (node instanceof SubProcess around && !around.triggeredByEvent()) {
            return List.copyOf(around.getChildElementsByType(EndEvent.class));
        }
        return node instanceof StartEvent && node.getParentElement() instanceof SubProcess around ? sources(around) : sources(node);
    }

    private static List<FlowNode> sources(FlowNode node) {
        return node.getIncoming().stream().map(SequenceFlow::getSource).toList();
    }

    /** Whether each way back from here meets a step that sets the variable before it meets the start. */
    private static boolean settersBefore(FlowNode node, String variable) {
        Set<FlowNode> seen = new HashSet<>();
        Deque<FlowNode> next = new ArrayDeque<>(predecessors(node));
        while (!next.isEmpty()) {
            FlowNode step = next.pop();
            if (!seen.add(step) || sets(step, variable)) {
                continue;
            }
            List<FlowNode> before = predecessors(step);
            if (before.isEmpty()) {
                return false;
            }
            next.addAll(before);
        }
        return true;
    }

    private static boolean sets(FlowNode step, String variable) {
        if (step instanceof UserTask task) {
            return variable.equals(ProcessFiles.property(task, "outcome-variable"));
        }
        if (step instanceof BusinessRuleTask task) {
            return variable.equals(task.getCamundaResultVariable());
        }
        if (step instanceof ServiceTask task) {
            return variable.equals(task.getCamundaResultVariable());
        }
        return step instanceof CallActivity call && call.getExtensionElements().getElementsQuery()
                .filterByType(CamundaOut.class).list().stream().anyMatch(out -> variable.equals(out.getCamundaTarget()));
    }
}
