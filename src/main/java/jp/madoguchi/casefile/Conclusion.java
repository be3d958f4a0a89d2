package jp.madoguchi.casefile;

import java.util.List;
import jp.madoguchi.forms.Answers;

/**
 * How somebody concludes a human task.
 *
 * @param outcome     code of one of the task's declared outcomes
 * @param answers     to the task's form
 * @param comment     the written reason, or ""
 * @param corrections fields to reopen, for outcomes that correct
 */
public record Conclusion(String outcome, Answers answers, String comment, List<Corrections.Item> corrections) {

    public static Conclusion of(String outcome, Answers answers, String comment) {
        return new Conclusion(outcome, answers, comment, List.of());
    }
}
