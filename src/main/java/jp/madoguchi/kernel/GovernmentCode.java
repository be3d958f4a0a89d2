package jp.madoguchi.kernel;

/**
 * 全国地方公共団体コード, the key of a tenant: two digits of the prefecture, three of the municipality, one check digit.
 *
 * @param value six digits; check digit {@code (11 − (6a+5b+4c+3d+2e) mod 11) mod 10} (requirements §2.5)
 */
public record GovernmentCode(String value) {

    /** @throws IllegalArgumentException when the check digit does not fit */
    public GovernmentCode {
        if (!isValid(value)) {
            throw new IllegalArgumentException("Not a local government code: " + value);
        }
    }

    public static boolean isValid(String text) {
        if (text == null || !text.matches("[0-9]{6}")) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 5; i++) {
            sum += (6 - i) * (text.charAt(i) - '0');
        }
        return (11 - sum % 11) % 10 == text.charAt(5) - '0';
    }

    /** The two digits of the prefecture, 01–47. */
    public String prefecture() {
        return value.substring(0, 2);
    }

    @Override
    public String toString() {
        return value;
    }
}
