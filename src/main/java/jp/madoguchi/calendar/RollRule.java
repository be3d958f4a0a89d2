package jp.madoguchi.calendar;

/** What becomes of a date that falls on a closed day. Contracts and ordinances differ, so it is always chosen. */
public enum RollRule {

    /** The date stays: contract deadlines of which nothing else is written. */
    NONE,

    /** The next business day: statutory periods (Local Autonomy Act 4-2(4), Civil Code 142). */
    NEXT,

    /** The last business day before. */
    PREVIOUS,

    /** The next business day, unless that is in another month; then the last business day before. */
    MODIFIED_NEXT
}
