package jp.madoguchi.workflow;

import java.time.Instant;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.org.Desk;

/**
 * An open human task.
 *
 * @param id         the engine's id
 * @param procedure  id of the procedure whose model it stands in
 * @param desk       where it was routed
 * @param assignee   the account that claimed it, or null
 * @param dueAt      end of its due day, Japanese time
 * @param remindAt   when to remind, or null
 */
public record HumanTask(String id, TaskSpec spec, CaseNumber caseNumber, String procedure, String procedureInstance,
                        Desk desk, String assignee, Instant createdAt, Instant dueAt, Instant remindAt) {}
