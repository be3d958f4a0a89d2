package jp.madoguchi.inbox;

import java.time.Instant;
import java.util.List;
import jp.madoguchi.kernel.CaseNumber;

/**
 * 一括決裁: cases that wait for a decision, brought before the decider together.
 *
 * @param id        for people and addresses: {@code L-000012}
 * @param note      what the preparing office says about the list
 * @param decidedAt null until it was decided
 * @param comment   of the decider, or null
 */
public record DecisionList(String id, String government, String programme, String title, String note, State state,
                           String preparedBy, String preparedByName, Instant preparedAt, String decidedByName, Instant decidedAt,
                           String comment, List<Row> rows) {

    /** Most cases on one list (S5-114). */
    public static final int MOST = 200;

    /** What became of a list. */
    public enum State {
        OPEN("決裁待ち"), DECIDED("決裁済み"), DISCARDED("取りやめ");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** What became of one case on it. */
    public enum RowState {
        PENDING("決裁待ち"), GRANTED("決定"), EXCLUDED("除外"), GONE("対象外"), RELEASED("取りやめ");

        private final String label;

        RowState(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * One case of the list.
     *
     * @param opinion the reviewers' conclusions and words, or empty
     * @param open    whether the case still waits for its decision
     * @param reason  why it was left out, or empty
     */
    public record Row(int position, CaseNumber caseNumber, String title, String opinion, boolean open, RowState state, String reason) {}

    /** A case that could be put on a list. */
    public record Candidate(CaseNumber caseNumber, String title, String opinion, Instant since) {}

    public long count(RowState wanted) {
        return rows.stream().filter(row -> row.state() == wanted).count();
    }
}
