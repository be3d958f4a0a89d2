package jp.madoguchi.workflow;

import java.time.Instant;
import jp.madoguchi.kernel.CaseNumber;

/** News of human tasks, published in the engine's transaction. */
public sealed interface TaskEvent {

    String taskId();

    CaseNumber caseNumber();

    /** A task came into being and was routed. */
    record Opened(HumanTask task, CaseFacts facts) implements TaskEvent {
        @Override
        public String taskId() {
            return task.id();
        }

        @Override
        public CaseNumber caseNumber() {
            return task.caseNumber();
        }
    }

    /** Somebody took it, gave it back (null), or was given it. */
    record Assigned(String taskId, CaseNumber caseNumber, String assignee) implements TaskEvent {}

    /** It is due on another day than before. */
    record Redated(String taskId, CaseNumber caseNumber, Instant dueAt, Instant remindAt) implements TaskEvent {}

    /** It is gone: concluded by somebody, or cancelled by the course of the procedure. */
    record Closed(String taskId, CaseNumber caseNumber, String taskKey, boolean concluded) implements TaskEvent {}
}
