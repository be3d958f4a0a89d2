package jp.madoguchi.forms;

/** 法人番号: a check digit followed by twelve digits (requirements §2.5). */
public final class CorporateNumbers {

    private CorporateNumbers() {}

    /** Thirteen digits whose first is {@code 9 − (Σ P·Q mod 9)}, Q = 1 for odd and 2 for even places from the right. */
    public static boolean isValid(String text) {
        if (text == null || !text.matches("[1-9][0-9]{12}")) {
            return false;
        }
        int sum = 0;
        for (int n = 1; n <= 12; n++) {
            sum += (text.charAt(13 - n) - '0') * (n % 2 == 1 ? 1 : 2);
        }
        return text.charAt(0) - '0' == 9 - sum % 9;
    }
}
