package jp.madoguchi.casefile;

import java.util.List;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.RefusedException;

/** Answers that cannot be taken as they are; the page shows each problem at its field and keeps what was typed. */
public class IncompleteException extends RefusedException {

    private final transient List<Problem> problems;

    public IncompleteException(List<Problem> problems) {
        super("form.problems", "入力内容に" + problems.size() + "件の問題があります。該当箇所を確認してください。");
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
