package jp.madoguchi.forms;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds 個人番号 (My Number) in texts and file names so that they can be refused: this product must not hold any
 * (requirements §2.5, §2.6, T21).
 */
public final class MyNumbers {

    private static final int LENGTH = 12;
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");

    /** Digits in groups, with at most two spaces or hyphens of any sort between. */
    private static final Pattern RUN = Pattern.compile("\\p{Nd}+(?:[\\h\\p{Pd}\\u2212\\u30FC]{1,2}\\p{Nd}+)*");
    private static final Pattern GROUP = Pattern.compile("\\p{Nd}+");

    private MyNumbers() {}

    /**
     * Whether a text holds twelve digits with a valid check digit. Spaces and hyphens between them do not hide it, and
     * neither do full-width digits; twelve digits inside a longer number, such as a corporate number, are none.
     */
    public static boolean containsOne(String text) {
        if (text == null || text.length() < LENGTH) {
            return false;
        }
        String plain = INVISIBLE.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC)).replaceAll("");
        return RUN.matcher(plain).results().anyMatch(run -> holdsOne(groups(run.group())));
    }

    private static List<String> groups(String run) {
        List<String> groups = new ArrayList<>();
        Matcher group = GROUP.matcher(run);
        while (group.find()) {
            groups.add(digits(group.group()));
        }
        return groups;
    }

    private static boolean holdsOne(List<String> groups) {
        for (int from = 0; from < groups.size(); from++) {
            StringBuilder number = new StringBuilder();
            for (int to = from; to < groups.size() && number.length() < LENGTH; to++) {
                number.append(groups.get(to));
            }
            if (number.length() == LENGTH && checks(number) && !insideCorporateNumber(groups, from, number)) {
                return true;
            }
        }
        return false;
    }

    /** Corporate numbers are often written 7-0000-1205-0002: the last twelve digits are groups of their own. */
    private static boolean insideCorporateNumber(List<String> groups, int from, CharSequence number) {
        return from > 0 && CorporateNumbers.isValid(groups.get(from - 1) + number);
    }

    private static String digits(String group) {
        StringBuilder digits = new StringBuilder();
        group.codePoints().forEach(c -> digits.append(Character.digit(c, 10)));
        return digits.toString();
    }

    /** Weight of the n-th digit from the right of the first eleven: n + 1 for n ≤ 6, else n − 5. */
    private static boolean checks(CharSequence number) {
        int sum = 0;
        for (int n = 1; n < LENGTH; n++) {
            sum += (number.charAt(LENGTH - 1 - n) - '0') * (n <= 6 ? n + 1 : n - 5);
        }
        int remainder = sum % 11;
        return number.charAt(LENGTH - 1) - '0' == (remainder <= 1 ? 0 : 11 - remainder);
    }
}
