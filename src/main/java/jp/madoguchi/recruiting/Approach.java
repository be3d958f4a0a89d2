package jp.madoguchi.recruiting;

import java.time.Instant;

/** Something done to win a candidate. */
public record Approach(Kind kind, Outcome outcome, String note, Instant at, String actorName) {

    /** How the candidate was approached. */
    public enum Kind {
        DISPATCH("書類の送付"), CALL("電話"), VISIT("訪問");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** What came of it. */
    public enum Outcome {
        SENT("送付した"), WILL_APPLY("申し込む予定"), CONSIDERING("検討中"), ABSENT("不在・折返し待ち"), DECLINED("辞退"), UNREACHABLE("連絡がつかない");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
