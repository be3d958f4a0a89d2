package jp.madoguchi.workflow;

import java.util.Date;
import jp.madoguchi.kernel.CaseNumber;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Moves what a case still owes when the dates behind it moved: a holiday, a contract's end. */
@Service
public class Redating {

    private final TaskService tasks;
    private final RuntimeService runtime;
    private final ManagementService management;
    private final CaseRegistry cases;
    private final ApplicationEventPublisher events;

    Redating(TaskService tasks, RuntimeService runtime, ManagementService management, CaseRegistry cases, ApplicationEventPublisher events) {
        this.tasks = tasks;
        this.runtime = runtime;
        this.management = management;
        this.cases = cases;
        this.events = events;
    }

    /** Asks anew when the case's open tasks are due and its timers fire; part of the caller's transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void redate(CaseNumber number) {
        tasks.createTaskQuery().processInstanceBusinessKey(number.value()).list()
                .forEach(task -> cases.dueDates(number, task.getTaskDefinitionKey()).ifPresent(due -> redate(task, number, due)));
        runtime.createProcessInstanceQuery().processInstanceBusinessKey(number.value()).list().stream()
                .flatMap(instance -> management.createJobQuery().timers().processInstanceId(instance.getId()).list().stream())
                .forEach(timer -> management.recalculateJobDuedate(timer.getId(), false));
    }

    private void redate(Task task, CaseNumber number, DueDates due) {
        task.setDueDate(Date.from(TaskRouter.dueAt(due)));
        task.setFollowUpDate(Date.from(TaskRouter.remindAt(due)));
        tasks.saveTask(task);
        events.publishEvent(new TaskEvent.Redated(task.getId(), number, TaskRouter.dueAt(due), TaskRouter.remindAt(due)));
    }
}
