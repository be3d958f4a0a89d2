package jp.madoguchi.casefile;

import java.time.Instant;

/**
 * A concluded human task.
 *
 * @param title          職名 under which it was concluded
 * @param onBehalfOfName the absent holder for whom a deputy acted (代決), or null
 * @param answers        canonical JSON, or null where the task has no answers
 */
public record TaskRecord(String taskId, String taskKey, String taskName, String actor, String actorName, String title,
                         String onBehalfOf, String onBehalfOfName, String outcome, String outcomeLabel, String comment,
                         String form, String formHash, String answers, boolean opinion, boolean decides, Instant concludedAt) {

    public boolean byDeputy() {
        return onBehalfOf != null;
    }
}
