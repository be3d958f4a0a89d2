package jp.madoguchi.workflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jp.madoguchi.org.Role;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Reads what the models declare about their user tasks; definitions never change once deployed, so they are kept. */
@Component
class TaskSpecs {

    private final RepositoryService repository;
    private final Map<String, TaskSpec> known = new ConcurrentHashMap<>();

    TaskSpecs(@Lazy RepositoryService repository) {
        this.repository = repository;
    }

    TaskSpec of(String definitionId, String taskKey) {
        return known.computeIfAbsent(definitionId + "#" + taskKey,
                k -> read(repository.getBpmnModelInstance(definitionId).getModelElementById(taskKey)));
    }

    static TaskSpec read(UserTask task) {
        Map<String, String> properties = properties(task);
        Set<String> withReason = codes(properties, "reason-required");
        Set<String> withoutAnswers = codes(properties, "answers-optional");
        List<Outcome> outcomes = new ArrayList<>();
        properties.forEach((name, value) -> {
            if (name.startsWith("outcome.")) {
                String code = name.substring("outcome.".length());
                outcomes.add(new Outcome(code, value, withReason.contains(code), withoutAnswers.contains(code),
                        code.equals(properties.get("corrects"))));
            }
        });
        return new TaskSpec(task.getId(), task.getName(), task.getCamundaFormKey().substring("form:".length()),
                Role.valueOf(properties.get("role").toUpperCase()), Phase.valueOf(properties.get("phase")), outcomes,
                properties.get("outcome-variable"), "true".equals(properties.get("opinion")),
                "true".equals(properties.get("decides")), properties.get("authority-variable"), "true".equals(properties.get("side-task")),
                "submission".equals(properties.get("prefill")), codes(properties, "answers-to"), codes(properties, "checked-by"),
                codes(properties, "not-by"), codes(properties, "conceals"));
    }

    private static Set<String> codes(Map<String, String> properties, String name) {
        String text = properties.getOrDefault(name, "").strip();
        return text.isEmpty() ? Set.of() : Set.of(text.split("\\s*,\\s*"));
    }

    private static Map<String, String> properties(UserTask task) {
        Map<String, String> all = new LinkedHashMap<>();
        task.getExtensionElements().getElementsQuery().filterByType(CamundaProperties.class).singleResult()
                .getCamundaProperties().stream()
                .forEach((CamundaProperty p) -> all.put(p.getCamundaName(), p.getCamundaValue()));
        return all;
    }
}
