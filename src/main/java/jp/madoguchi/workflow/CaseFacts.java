package jp.madoguchi.workflow;

import jp.madoguchi.kernel.CaseNumber;

/**
 * What the engine room needs to know of a case to route its tasks.
 *
 * @param section the programme's section
 * @param party   the applicant's account, or null for a case that came by post or from the office itself
 * @param title   what the case is called in lists
 */
public record CaseFacts(CaseNumber number, String government, String section, String programme, String party,
                        String title) {}
