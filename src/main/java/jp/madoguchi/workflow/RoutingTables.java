package jp.madoguchi.workflow;

import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.kernel.GovernmentCode;
import org.springframework.stereotype.Component;

/**
 * The two tables every human task passes: {@code routing.dmn} names the section, {@code due.dmn} the days.
 *
 * <p>They leave no decision record: the desk and the due day stand on the task itself, and writing one for each task
 * would cost more than the task. The tables do not change while the application runs, so that each question is put to
 * them once: evaluating one takes longer than storing the task.
 */
@Component
class RoutingTables {

    private final Rules rules;
    private final BusinessCalendars calendars;
    private final Map<Question, Map<String, Object>> answers = new ConcurrentHashMap<>();

    RoutingTables(Rules rules, BusinessCalendars calendars) {
        this.rules = rules;
        this.calendars = calendars;
    }

    /** The section that does the task: the programme's own, or another the table names. */
    String section(CaseFacts facts, TaskSpec spec) {
        String section = (String) row("routing", facts, spec.key(), spec.role().name().toLowerCase()).get("section");
        return section == null || section.isBlank() ? facts.section() : section;
    }

    /** The day by which the task is to be done, counted from a day that itself does not count (Civil Code Art. 140). */
    DueDates due(CaseFacts facts, String task, LocalDate from) {
        Map<String, Object> rule = row("due", facts, task, "");
        int days = ((Number) rule.get("days")).intValue();
        int remindBefore = ((Number) rule.get("remindBefore")).intValue();
        GovernmentCode government = new GovernmentCode(facts.government());
        LocalDate day = "calendar".equals(rule.get("basis")) ? from.plusDays(days)
                : calendars.plusBusinessDays(government, from, days);
        return new DueDates(day, calendars.plusBusinessDays(government, day, -remindBefore));
    }

    /** @param role empty where the table does not ask for it */
    private record Question(String table, String programme, String task, String role) {}

    private Map<String, Object> row(String table, CaseFacts facts, String task, String role) {
        return answers.computeIfAbsent(new Question(table, facts.programme(), task, role),
                q -> rules.first(table, Map.of("programme", q.programme(), "task", q.task(), "role", q.role())));
    }
}
