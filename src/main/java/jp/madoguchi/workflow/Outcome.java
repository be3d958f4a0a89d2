package jp.madoguchi.workflow;

/**
 * One declared way to conclude a human task.
 *
 * @param code           stored in the task's outcome variable, what the gateway asks
 * @param label          the Japanese button
 * @param reasonRequired whether it cannot be chosen without a written reason
 * @param answersOptional whether the form's required fields may stay empty: the work it asks about did not happen
 * @param corrects       whether it sends named fields back to the applicant
 */
public record Outcome(String code, String label, boolean reasonRequired, boolean answersOptional, boolean corrects) {}
