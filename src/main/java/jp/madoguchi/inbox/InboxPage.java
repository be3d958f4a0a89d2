package jp.madoguchi.inbox;

import java.util.List;

/**
 * @param next     cursor of the page after this one, or ""
 * @param previous cursor of the page before it, or ""
 * @param total    how many rows there are, as far as the first page knows; null on later pages
 */
public record InboxPage(List<InboxItem> items, String next, String previous, Bounded total) {

    /** A number counted up to a limit only: counting everything costs more than any page. */
    public record Bounded(int value, boolean more) {

        /** Counted with a limit one beyond the greatest number shown. */
        static Bounded of(int counted, int limit) {
            return new Bounded(Math.min(counted, limit), counted > limit);
        }

        /** {@code 42}, or {@code 99+}. */
        @Override
        public String toString() {
            return value + (more ? "+" : "");
        }
    }
}
