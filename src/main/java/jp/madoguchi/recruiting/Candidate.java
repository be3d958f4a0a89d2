package jp.madoguchi.recruiting;

import java.time.Instant;
import java.util.Map;

/**
 * A shop that is asked to apply.
 *
 * @param dispatchedAt when papers were last sent, or null
 * @param last         the newest call or visit, or null
 * @param lastAt       when that was, or null
 * @param application  number of the case it applied with, or null
 */
public record Candidate(long id, String name, String kana, String postalCode, String address, String phone, String contact,
                        String category, Instant dispatchedAt, Approach.Outcome last, Instant lastAt, String application) {

    /** Where the recruiting of a candidate stands; one word for lists and filters. */
    public enum State {
        NEW("未着手"), SENT("送付済み"), FOLLOW_UP("要連絡"), WILL_APPLY("申込み予定"), DECLINED("辞退"), APPLIED("申込み済み");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        /** The kind of its tag on pages. */
        public String tag() {
            return TAGS.get(this);
        }

        private static final Map<State, String> TAGS = Map.of(NEW, "new", SENT, "progress", FOLLOW_UP, "due-soon", WILL_APPLY, "review",
                DECLINED, "withdrawn", APPLIED, "done");
    }

    public State state() {
        if (application != null) {
            return State.APPLIED;
        }
        if (last != null) {
            return switch (last) {
                case WILL_APPLY -> State.WILL_APPLY;
                case DECLINED -> State.DECLINED;
                default -> State.FOLLOW_UP;
            };
        }
        return dispatchedAt == null ? State.NEW : State.SENT;
    }
}
