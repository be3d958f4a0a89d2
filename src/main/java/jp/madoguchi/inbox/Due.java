package jp.madoguchi.inbox;

import java.util.Arrays;

/** Which due days a list shows. */
public enum Due {
    ANY, OVERDUE,
    /** Due today. */
    TODAY,
    /** Due today or in the six days after. */
    WEEK;

    /** As addresses say it: {@code overdue}. Anything unknown is {@link #ANY}. */
    public static Due of(String word) {
        return Arrays.stream(values()).filter(due -> due.word().equals(word)).findFirst().orElse(ANY);
    }

    public String word() {
        return this == ANY ? "" : name().toLowerCase(java.util.Locale.ROOT);
    }
}
