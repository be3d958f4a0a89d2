package jp.madoguchi.forms;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What sort of text a text field expects: custom property {@code kind} (requirements §2.5, §2.6, §2.7.1). */
public enum Kind {
    /** Anything. */
    TEXT,
    /** Hiragana, half or full width in; full-width katakana stored. */
    KANA,
    /** Seven digits stored, shown 〒NNN-NNNN. */
    POSTAL_CODE,
    /** Digits stored. */
    PHONE,
    EMAIL,
    /** 法人番号 with its check digit. */
    CORPORATE_NUMBER,
    /** T and thirteen digits; sole proprietors' numbers have no check digit, so none is tested. */
    INVOICE_NUMBER,
    /** Four digits. */
    BANK_CODE,
    /** Three digits. */
    BRANCH_CODE,
    /** Seven digits. */
    ACCOUNT_NUMBER,
    /** The half-width characters that a bank transfer file allows, at most 30. */
    ACCOUNT_HOLDER_KANA,
    /** 全国地方公共団体コード with its check digit. */
    GOVERNMENT_CODE;

    /** As forms write it: {@code postal-code}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Kind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
