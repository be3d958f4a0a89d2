package jp.madoguchi.letters;

import java.util.List;
import java.util.Map;
import jp.madoguchi.kernel.CaseNumber;

/**
 * What only the room of a procedure knows and its letters must say. One room answers for a kind of letter; it is asked
 * in the transaction that issues (or previews) the letter, so its answers must depend on stored facts alone.
 */
public interface LetterFacts {

    /** Whether this room speaks for a kind, the name of a folder under {@code templates/letters}. */
    boolean answers(String kind);

    /** What the numbered list under 記 holds, label to text, in the order of the map. */
    Map<String, String> facts(CaseNumber number, String kind);

    /** Why, one sentence each. A refusal without any cannot be issued (行政手続法 Art. 8). */
    List<String> reasons(CaseNumber number, String kind);

    /** Conditions that the decider set for this case, beside those the template states. */
    default List<String> conditions(CaseNumber number, String kind) {
        return List.of();
    }
}
