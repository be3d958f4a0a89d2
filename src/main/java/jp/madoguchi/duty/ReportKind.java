package jp.madoguchi.duty;

import java.util.List;
import java.util.Optional;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Verdict;

/** What a room knows of the reports handed in on one form. Asked inside the transaction of the task. */
public interface ReportKind {

    /** The form's id. */
    String form();

    /** What the system's own figures already say, for the first handing in. */
    default Optional<Answers> prefill(Occurrence occurrence) {
        return Optional.empty();
    }

    /** What the form itself cannot judge, such as a total that is not the sum of its rows. */
    default List<Problem> problems(Occurrence occurrence, Answers report) {
        return List.of();
    }

    /** May a report that was handed in be accepted now? What it sums up may have moved since. */
    default Verdict mayAccept(Occurrence occurrence, Answers report) {
        return Verdict.ACCEPTED;
    }

    /** Takes what an accepted report says. */
    default void accepted(Occurrence occurrence, Answers report) {}
}
