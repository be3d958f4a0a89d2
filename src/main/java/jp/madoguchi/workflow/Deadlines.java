package jp.madoguchi.workflow;

import java.time.LocalDate;
import jp.madoguchi.kernel.CaseNumber;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Says by when a task will have to be done, for letters that must name the day before the task is there. */
@Component
public class Deadlines {

    private final RoutingTables tables;
    private final CaseRegistry cases;

    Deadlines(RoutingTables tables, @Lazy CaseRegistry cases) {
        this.tables = tables;
        this.cases = cases;
    }

    /**
     * The day that {@code due.dmn} gives a task of the case when it comes up.
     *
     * @param task its id in the model
     * @param from the day it comes up, which does not count (Civil Code Art. 140)
     */
    public LocalDate day(CaseNumber number, String task, LocalDate from) {
        return tables.due(cases.facts(number), task, from).day();
    }
}
