package jp.madoguchi.campaign;

import java.util.List;

/** What a charge was made on; each has a quota of its own (S3-90, S3-94). */
public enum Medium {
    SMARTPHONE("smartphone", "スマートフォン", "S", List.of("credit-card", "bank-account")),
    CARD("card", "カード", "C", List.of("cash"));

    private final String code;
    private final String label;
    private final String prefix;
    private final List<String> payments;

    Medium(String code, String label, String prefix, List<String> payments) {
        this.code = code;
        this.label = label;
        this.prefix = prefix;
        this.payments = payments;
    }

    /** As programme files, the pool and the tables write it. */
    public String code() {
        return code;
    }

    public String label() {
        return label;
    }

    /** What the numbers of its lots begin with. */
    String prefix() {
        return prefix;
    }

    /** How it can be charged (S3-94). */
    List<String> payments() {
        return payments;
    }

    static Medium of(String code) {
        return code.equals(CARD.code) ? CARD : SMARTPHONE;
    }
}
