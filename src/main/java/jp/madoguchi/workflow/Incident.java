package jp.madoguchi.workflow;

import java.time.Instant;
import jp.madoguchi.kernel.CaseNumber;

/**
 * Something a procedure could not do by itself, after all its own retries.
 *
 * @param procedure  Japanese name of the procedure in which it stands, which another one may have called
 * @param step       Japanese name of the step
 * @param cause      first line of the message, or "" when there was none
 * @param stackTrace of the last attempt; "" once it is resolved
 * @param retries    attempts that the engine will still make by itself; 0 means that it waits for somebody
 * @param endedAt    when it was resolved, or null while it is open
 */
public record Incident(String id, CaseNumber caseNumber, String caseTitle, String procedure, String step, String cause,
                       String stackTrace, Instant since, int retries, Instant endedAt) {}
