package jp.madoguchi.banking;

import java.util.Arrays;
import java.util.Optional;

/** 預金種目 of an account that receives or pays transfers, as the bulk transfer file numbers them (requirements §2.7.1). */
public enum AccountType {
    /** 普通. */
    ORDINARY(1, "普通"),
    /** 当座. */
    CURRENT(2, "当座"),
    /** 貯蓄; cannot pay transfers. */
    SAVINGS(4, "貯蓄");

    private final int code;
    private final String wording;

    AccountType(int code, String wording) {
        this.code = code;
        this.wording = wording;
    }

    /** One digit. */
    public int code() {
        return code;
    }

    /** 普通. */
    public String wording() {
        return wording;
    }

    /** @param code {@code 1}, {@code 2} or {@code 4} */
    public static Optional<AccountType> of(String code) {
        return Arrays.stream(values()).filter(type -> Integer.toString(type.code).equals(code)).findFirst();
    }
}
