package jp.madoguchi.stockpile;

import jp.madoguchi.casefile.Cases;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.CaseNumber;

/** What an officer drafts and forwards to the decision. */
final class Drafted {

    private Drafted() {}

    /** As it was last forwarded by the review, or drafted. */
    static Answers of(Cases cases, CaseNumber number, String review) {
        return cases.records(number).stream().filter(record -> record.taskKey().equals(review) && record.outcome().equals("forward"))
                .reduce((earlier, later) -> later).map(record -> Answers.fromJson(record.answers())).orElseGet(() -> cases.submission(number).answers());
    }
}
