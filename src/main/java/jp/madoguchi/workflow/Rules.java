package jp.madoguchi.workflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.DmnDecisionTableResult;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationListener;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.springframework.stereotype.Component;

/**
 * Evaluates the shipped DMN tables outside a process. What a business rule task decides is in the engine's history;
 * this is for questions that need a table's own words, or that come too often to be written down each time.
 */
@Component
public class Rules {

    private final ThreadLocal<List<Map<String, Object>>> matched = new ThreadLocal<>();
    private final DmnEngine engine;
    private final Map<String, DmnDecision> decisions = new ConcurrentHashMap<>();

    Rules() {
        DmnEngineConfiguration configuration = DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
        configuration.getCustomPostDecisionTableEvaluationListeners().add((DmnDecisionTableEvaluationListener) this::remember);
        engine = configuration.buildEngine();
    }

    /**
     * The outputs of all rules that matched, in the table's order, before any aggregation by its hit policy.
     *
     * @param table path under {@code processes/}, without ending; its last part is the decision's id
     */
    public List<Map<String, Object>> matches(String table, Map<String, Object> inputs) {
        matched.remove();
        engine.evaluateDecisionTable(decision(table), inputs);
        List<Map<String, Object>> outputs = matched.get();
        matched.remove();
        return outputs;
    }

    /** The one row that counts, for tables of hit policy FIRST or UNIQUE. */
    Map<String, Object> first(String table, Map<String, Object> inputs) {
        DmnDecisionTableResult result = engine.evaluateDecisionTable(decision(table), inputs);
        matched.remove();
        return result.getFirstResult().getEntryMap();
    }

    private void remember(DmnDecisionTableEvaluationEvent event) {
        matched.set(event.getMatchingRules().stream().map(Rules::outputs).toList());
    }

    private static Map<String, Object> outputs(DmnEvaluatedDecisionRule rule) {
        Map<String, Object> outputs = new java.util.LinkedHashMap<>();
        rule.getOutputEntries().values().forEach(output -> outputs.put(output.getOutputName(), output.getValue().getValue()));
        return outputs;
    }

    private DmnDecision decision(String table) {
        return decisions.computeIfAbsent(table, name -> {
            try (InputStream in = Rules.class.getResourceAsStream("/processes/" + name + ".dmn")) {
                return engine.parseDecision(name.substring(name.lastIndexOf('/') + 1), in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
