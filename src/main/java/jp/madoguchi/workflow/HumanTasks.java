package jp.madoguchi.workflow;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
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
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The door to human tasks. It knows claims and completion, not who may do what: the task desk of {@code casefile} asks
 * that first, because the engine itself completes unclaimed tasks for anybody.
 */
@Service
@Transactional
public class HumanTasks {

    /** The engine's own queries would need three for each task: the task, its instance, its candidate groups. */
    private static final String SELECT = """
            select t.id_, t.proc_def_id_, t.task_def_key_, t.proc_inst_id_, t.assignee_, t.create_time_, t.due_date_, t.follow_up_date_,
                   p.business_key_, (select l.group_id_ from act_ru_identitylink l
                                     where l.task_id_ = t.id_ and l.group_id_ is not null limit 1) as desk
            from act_ru_task t join act_ru_execution p on p.id_ = t.proc_inst_id_""";

    private final TaskService tasks;
    private final TaskSpecs specs;
    private final JdbcClient jdbc;

    HumanTasks(TaskService tasks, TaskSpecs specs, JdbcClient jdbc) {
        this.tasks = tasks;
        this.specs = specs;
        this.jdbc = jdbc;
    }

    public Optional<HumanTask> find(String taskId) {
        return jdbc.sql(SELECT + " where t.id_ = ?").param(taskId).query(this::toHumanTask).optional();
    }

    /** All open tasks of a case, those of called procedures included. */
    public List<HumanTask> openOf(CaseNumber number) {
        return jdbc.sql(SELECT + " where p.business_key_ = ? order by t.create_time_, t.id_").param(number.value())
                .query(this::toHumanTask).list();
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
        } catch (ProcessEngineException e) {
            if (LostRaces.isOne(e) || tasks.createTaskQuery().taskId(taskId).count() == 0) {
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

    private HumanTask toHumanTask(ResultSet row, int n) throws SQLException {
        String definition = row.getString("proc_def_id_");
        Timestamp remind = row.getTimestamp("follow_up_date_");
        return new HumanTask(row.getString("id_"), specs.of(definition, row.getString("task_def_key_")),
                new CaseNumber(row.getString("business_key_")), procedureOf(definition), row.getString("proc_inst_id_"),
                Desk.parse(row.getString("desk")), row.getString("assignee_"), row.getTimestamp("create_time_").toInstant(),
                row.getTimestamp("due_date_").toInstant(), remind == null ? null : remind.toInstant());
    }

    /** The engine's definition id is {@code key:version:deployment}. */
    static String procedureOf(String definitionId) {
        return definitionId.substring(0, definitionId.indexOf(':'));
    }
}
