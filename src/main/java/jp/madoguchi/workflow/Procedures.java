package jp.madoguchi.workflow;

import java.util.Date;
import java.util.List;
import java.util.Map;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.NotFoundException;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The door to running procedures: start one, tell it news, move its dates. Joins the caller's transaction. */
@Service
@Transactional
public class Procedures {

    private final RuntimeService runtime;
    private final ManagementService management;

    Procedures(RuntimeService runtime, ManagementService management) {
        this.runtime = runtime;
        this.management = management;
    }

    /** Starts the newest version of a procedure for a case. */
    public void start(String procedure, CaseNumber number, Map<String, Object> variables) {
        runtime.startProcessInstanceByKey(procedure, number.value(), variables);
    }

    /**
     * Brings a message to the case's procedure.
     *
     * @throws NotFoundException when nothing of the case waits for it
     */
    public void tell(String message, CaseNumber number) {
        if (runtime.createMessageCorrelation(message).processInstanceBusinessKey(number.value()).correlateAllWithResult().isEmpty()) {
            throw new NotFoundException("nobody waits for " + message + " of " + number);
        }
    }

    /** Whether any procedure of the case is still running. */
    public boolean isRunning(CaseNumber number) {
        return runtime.createProcessInstanceQuery().processInstanceBusinessKey(number.value()).count() > 0;
    }

    /** Moves a timer of the case that has not fired yet; does nothing when it is not waiting. */
    public void moveTimer(CaseNumber number, String activity, Date due) {
        for (ProcessInstance instance : instances(number)) {
            for (Job job : management.createJobQuery().processInstanceId(instance.getId()).activityId(activity).timers().list()) {
                management.setJobDuedate(job.getId(), due);
            }
        }
    }

    private List<ProcessInstance> instances(CaseNumber number) {
        return runtime.createProcessInstanceQuery().processInstanceBusinessKey(number.value()).list();
    }
}
