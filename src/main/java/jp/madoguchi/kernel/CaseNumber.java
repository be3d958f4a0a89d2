package jp.madoguchi.kernel;

import java.util.regex.Pattern;

/**
 * 受付番号. The name of a case for people and the business key of its process instances.
 *
 * @param value a programme's prefix, a hyphen and at least six digits: {@code GMASK-000123}
 */
public record CaseNumber(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Z][A-Z0-9]{1,11}-\\d{6,10}");

    /** @throws IllegalArgumentException when the text is not of the form above */
    public CaseNumber {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("Not a case number: " + value);
        }
    }

    /** Tells whether a text typed by somebody can be a case number at all. */
    public static boolean isWellFormed(String text) {
        return text != null && FORM.matcher(text).matches();
    }

    public static CaseNumber of(String prefix, long sequence) {
        return new CaseNumber("%s-%06d".formatted(prefix, sequence));
    }

    @Override
    public String toString() {
        return value;
    }
}
