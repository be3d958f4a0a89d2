package jp.madoguchi.casefile;

import java.util.List;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;

/** What a procedure's room knows of its cases. One implementation a procedure; asked inside the filing transaction. */
public interface CaseKind {

    /** The procedure's id. */
    String procedure();

    /** May this be filed now? Slots, registrations and duplicates are taken or refused here, before the case exists. */
    default Verdict mayFile(Programme programme, Call call, Answers answers, String party) {
        return Verdict.ACCEPTED;
    }

    /** How lists call the case: usually the applicant's name. */
    String title(Answers answers);

    /** Further texts it can be found by: kana, numbers, phone. */
    List<String> searchTexts(Answers answers);

    /** The applicant's name as letters address it. */
    default String addressee(Answers answers) {
        return title(answers);
    }

    /** Where mail for the applicant goes when the case has no account (postal), or null. */
    default String mailAddress(Answers answers) {
        return null;
    }
}
