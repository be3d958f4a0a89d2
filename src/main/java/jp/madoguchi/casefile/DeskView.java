package jp.madoguchi.casefile;

import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.FormDefinition;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.org.DeskMembership;
import jp.madoguchi.workflow.HumanTask;

/**
 * What a page needs to show a task.
 *
 * @param mayWork    whether this person may do it at all, with the reason when not
 * @param membership the desk through which, or null for the party itself or when not
 * @param form       the task's form; for a correction the case's own
 * @param answers    what to show in it: empty, or the round to be corrected
 * @param correction the open correction, when the task answers one, else null
 */
public record DeskView(HumanTask task, CaseFile file, Verdict mayWork, DeskMembership membership, FormDefinition form,
                       Answers answers, Corrections.Correction correction) {

    public boolean workable() {
        return mayWork instanceof Verdict.Accepted;
    }

    public String blockedBecause() {
        return mayWork instanceof Verdict.Refused refused ? refused.wording() : "";
    }
}
