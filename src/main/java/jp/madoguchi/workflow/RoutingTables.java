package jp.madoguchi.workflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.kernel.GovernmentCode;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/**
 * The two tables every human task passes: {@code routing.dmn} names the section, {@code due.dmn} the days.
 *
 * <p>They are evaluated without the process engine's history: the desk and the due day stand on the task itself, and
 * writing a decision record for each task would cost more than the task.
 */
@Component
class RoutingTables {

    private final DmnEngine engine = DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
    private final DmnDecision routing = read("routing");
    private final DmnDecision due = read("due");
    private final BusinessCalendars calendars;

    RoutingTables(BusinessCalendars calendars) {
        this.calendars = calendars;
    }

    /** The section that does the task: the programme's own, or another the table names. */
    String section(CaseFacts facts, TaskSpec spec) {
        String section = evaluate(routing, facts, spec).getEntry("section");
        return section == null || section.isBlank() ? facts.section() : section;
    }

    /** The day by which the task is to be done, counted from a day that itself does not count (Civil Code Art. 140). */
    Due due(CaseFacts facts, TaskSpec spec, LocalDate from) {
        DmnDecisionRuleResult rule = evaluate(due, facts, spec);
        int days = ((Number) rule.getEntry("days")).intValue();
        int remindBefore = ((Number) rule.getEntry("remindBefore")).intValue();
        GovernmentCode government = new GovernmentCode(facts.government());
        LocalDate day = "calendar".equals(rule.getEntry("basis")) ? from.plusDays(days)
                : calendars.plusBusinessDays(government, from, days);
        return new Due(day, calendars.plusBusinessDays(government, day, -remindBefore));
    }

    record Due(LocalDate day, LocalDate remindOn) {}

    private DmnDecisionRuleResult evaluate(DmnDecision decision, CaseFacts facts, TaskSpec spec) {
        VariableMap variables = Variables.putValue("programme", facts.programme()).putValue("task", spec.key())
                .putValue("role", spec.role().name().toLowerCase());
        return engine.evaluateDecisionTable(decision, variables).getFirstResult();
    }

    private DmnDecision read(String name) {
        try (InputStream in = RoutingTables.class.getResourceAsStream("/processes/" + name + ".dmn")) {
            return engine.parseDecision(name, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
