package jp.madoguchi.inbox;

import java.time.Instant;

/**
 * One row of the work list.
 *
 * @param programme     code
 * @param desk          {@link jp.madoguchi.org.Desk#id()}, or null for a concluded task
 * @param assigneeName  who has it, or null
 * @param actingForName the absent holder in whose place this person may do it, or did it (代決), or null
 * @param dueAt         null for a concluded task
 * @param outcomeLabel  how it was concluded, or null while it is open
 * @param concludedAt   null while it is open
 */
public record InboxItem(String taskId, String caseNumber, String title, String programme, String taskKey, String taskName,
                        String desk, String assignee, String assigneeName, String actingForName, Instant createdAt,
                        Instant dueAt, boolean decides, String outcomeLabel, Instant concludedAt) {

    public boolean open() {
        return concludedAt == null;
    }
}
