package jp.madoguchi.audit;

import java.util.List;

/** What an examination of the trail found. */
public sealed interface Verification {

    /** Whether nothing was found. */
    default boolean isIntact() {
        return this instanceof Intact;
    }

    /**
     * Every examined event is as it was written.
     *
     * @param events   how many were examined
     * @param unsealed how many of them are too young to stand under the head
     * @param upTo     the head they were proved against; null when nothing was sealed yet
     */
    record Intact(long events, long unsealed, SignedHead upTo) implements Verification {}

    /** Something was changed behind the product's back. @param findings at least one, in the order of the trail */
    record Tampered(List<Finding> findings) implements Verification {

        public Tampered {
            findings = List.copyOf(findings);
        }
    }
}
