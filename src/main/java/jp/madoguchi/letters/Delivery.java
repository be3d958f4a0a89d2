package jp.madoguchi.letters;

import java.time.Instant;

/**
 * How a letter is on its way.
 *
 * @param recipient the address it was or will be mailed to; null for post, and before the account's address was looked up
 * @param at        when it was queued, sent, posted or last tried
 * @param attempts  how often mailing failed
 * @param lastError why it failed last, or null
 */
public record Delivery(State state, String recipient, Instant at, int attempts, String lastError) {

    /** Where it stands. */
    public enum State {
        QUEUED("送信待ち"), RETRYING("再送待ち"), SENT("送信済み"), FAILED("送信できません"), TO_POST("郵送"), POSTED("郵送済み");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
