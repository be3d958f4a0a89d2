package jp.madoguchi.workflow;

import java.util.Map;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The door to running procedures: start one, tell it news. Joins the caller's transaction. */
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
     * @throws RefusedException  when something else moved the case at the same moment
     */
    public void tell(String message, CaseNumber number) {
        tell(message, number, Map.of());
    }

    /** As {@link #tell(String, CaseNumber)}, with what the message says: few, typed, primitive values. */
    public void tell(String message, CaseNumber number, Map<String, Object> variables) {
        try {
            if (runtime.createMessageCorrelation(message).processInstanceBusinessKey(number.value()).setVariables(variables)
                    .correlateAllWithResult().isEmpty()) {
                throw new NotFoundException("nobody waits for " + message + " of " + number);
            }
        } catch (OptimisticLockingException e) {
            throw new RefusedException("case.moved", "同じ時に手続が進んだため、処理できませんでした。最新の状態を確かめて、もう一度操作してください。", e);
        }
    }

    /** Asks the timers that a case waits at for their moment again: it has changed. */
    public void retime(CaseNumber number, String activity) {
        runtime.createProcessInstanceQuery().processInstanceBusinessKey(number.value()).list().stream()
                .flatMap(instance -> management.createJobQuery().processInstanceId(instance.getId()).activityId(activity).timers().list().stream())
                .forEach(timer -> management.recalculateJobDuedate(timer.getId(), false));
    }

    /** Whether a procedure of the case waits for a message. */
    public boolean isWaiting(String message, CaseNumber number) {
        return runtime.createExecutionQuery().processInstanceBusinessKey(number.value()).messageEventSubscriptionName(message).count() > 0;
    }

    /** Whether any procedure of the case is still running. */
    public boolean isRunning(CaseNumber number) {
        return runtime.createProcessInstanceQuery().processInstanceBusinessKey(number.value()).count() > 0;
    }
}
