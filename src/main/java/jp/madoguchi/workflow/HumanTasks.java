package jp.madoguchi.workflow;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.org.Desk;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The door to human tasks. It knows claims and completion, not who may do what: the task desk of {@code casefile} asks
 * that first, because the engine itself completes unclaimed tasks for anybody.
 */
@Service
@Transactional
public class HumanTasks {

    private final TaskService tasks;
    private final RuntimeService runtime;
    private final TaskSpecs specs;

    HumanTasks(TaskService tasks, RuntimeService runtime, TaskSpecs specs) {
        this.tasks = tasks;
        this.runtime = runtime;
        this.specs = specs;
    }

    public Optional<HumanTask> find(String taskId) {
        return Optional.ofNullable(tasks.createTaskQuery().taskId(taskId).singleResult()).map(this::toHumanTask);
    }

    /** All open tasks of a case, those of called procedures included. */
    public List<HumanTask> openOf(CaseNumber number) {
        return tasks.createTaskQuery().processInstanceBusinessKey(number.value()).orderByTaskCreateTime().asc().list()
                .stream().map(this::toHumanTask).toList();
    }

    /** @throws RefusedException when somebody else has it already */
    public void claim(String taskId, String account) {
        try {
            tasks.claim(taskId, account);
        } catch (TaskAlreadyClaimedException | OptimisticLockingException e) {
            throw taken();
        }
    }

    /** @throws RefusedException when somebody else changed it at the same moment */
    public void assign(String taskId, String accountOrNull) {
        try {
            tasks.setAssignee(taskId, accountOrNull);
        } catch (OptimisticLockingException e) {
            throw gone();
        }
    }

    /** @throws RefusedException when somebody concluded it in the meantime */
    public void complete(String taskId, Map<String, Object> variables) {
        try {
            tasks.complete(taskId, variables);
        } catch (OptimisticLockingException e) {
            throw gone();
        } catch (ProcessEngineException e) {
            if (tasks.createTaskQuery().taskId(taskId).count() == 0) {
                throw gone();
            }
            throw e;
        }
    }

    /** Ids of all open tasks, for the reconciler. */
    public Set<String> openIds() {
        return tasks.createTaskQuery().list().stream().map(Task::getId).collect(Collectors.toSet());
    }

    /** What the refusal says when a task was concluded by somebody else. */
    public static RefusedException gone() {
        return new RefusedException("task.gone", "この作業は、ほかの職員がすでに完了したか、手続の進行により不要になりました。一覧に戻って最新の状態を確認してください。");
    }

    private static RefusedException taken() {
        return new RefusedException("task.taken", "この作業は、ほかの職員がすでに担当しています。");
    }

    private HumanTask toHumanTask(Task task) {
        ProcessInstance instance = runtime.createProcessInstanceQuery().processInstanceId(task.getProcessInstanceId()).singleResult();
        Desk desk = tasks.getIdentityLinksForTask(task.getId()).stream().map(IdentityLink::getGroupId)
                .filter(group -> group != null).map(Desk::parse).findFirst().orElseThrow();
        Date remind = task.getFollowUpDate();
        return new HumanTask(task.getId(), specs.of(task.getProcessDefinitionId(), task.getTaskDefinitionKey()),
                new CaseNumber(instance.getBusinessKey()), procedureOf(task.getProcessDefinitionId()), task.getProcessInstanceId(),
                desk, task.getAssignee(), task.getCreateTime().toInstant(), task.getDueDate().toInstant(),
                remind == null ? null : remind.toInstant());
    }

    /** The engine's definition id is {@code key:version:deployment}. */
    static String procedureOf(String definitionId) {
        return definitionId.substring(0, definitionId.indexOf(':'));
    }
}
