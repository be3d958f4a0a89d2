package jp.madoguchi.inbox;

import java.util.HashMap;
import java.util.Map;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.support.TestOffice;

/** Ways of a case to where the tests begin. */
final class Journeys {

    private Journeys() {}

    /** Made outside the prefecture, so that no hearing stands between the check of papers and the opinion. */
    static CaseNumber receivedFromElsewhere(TestOffice office, String company) {
        Actor applicant = office.applicant(company);
        Map<String, Object> answers = new HashMap<>(office.eligibleApplication(applicant, company).asMap());
        answers.put("madeInPrefecture", "no");
        answers.remove("factoryName");
        answers.remove("factoryAddress");
        return office.receives(applicant, Answers.of(answers));
    }

    /** The reviewer checks the papers and advises refusal. */
    static void toDecision(TestOffice office, Actor reviewer, CaseNumber number) {
        office.concludes(reviewer, number, "UserTask_CheckCompleteness", "complete");
        office.concludes(reviewer, number, "UserTask_WriteOpinion", "refuse",
                Map.of("opinion", "不決定が適当である。", "grounds", "県内で製造されていない。"), "県内で製造されていないため。");
    }
}
