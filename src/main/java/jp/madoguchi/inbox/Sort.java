package jp.madoguchi.inbox;

import java.util.Arrays;

/** The orders a list can have. Each is backed by an index, so there are no others. */
public enum Sort {
    DUE("due_at"), CREATED("created_at"), NUMBER("case_number");

    private final String column;

    Sort(String column) {
        this.column = column;
    }

    /** As addresses say it: {@code due}. Anything unknown is {@link #DUE}. */
    public static Sort of(String word) {
        return Arrays.stream(values()).filter(sort -> sort.word().equals(word)).findFirst().orElse(DUE);
    }

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    String column() {
        return column;
    }
}
