package jp.madoguchi.forms;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import jp.madoguchi.kernel.GovernmentCode;

/** How each kind of text is stored, shown and judged (requirements §2.5, §2.6, §2.7.1). */
final class Kinds {

    private static final Pattern KANA = Pattern.compile("[ァ-ヺー・ヽヾ\u3000]+");
    private static final Pattern HYPHEN_AFTER_KANA = Pattern.compile("(?<=[ァ-ヺー])[-‐‑–—―−]");
    private static final Pattern BETWEEN_DIGITS = Pattern.compile("[\\s()\\p{Pd}−ー]+");
    private static final Pattern EMAIL = Pattern.compile(
            "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z]{2,63}");

    /** Fixed lines and 0120, 0570: ten digits; mobile, IP: eleven; 0800: eleven; 110, 119, 171, 188 …: three. */
    private static final Pattern PHONE =
            Pattern.compile("0[1-9][1-9][0-9]{7}|0[5-9]0[0-9]{8}|1[0-9]{2}");

    private Kinds() {}

    /** What is stored for what was typed. What cannot be understood stays as typed, for the person to put right. */
    static String stored(Kind kind, String typed) {
        String text = typed.strip();
        return switch (kind) {
            case TEXT -> text;
            case KANA -> kana(text);
            case EMAIL -> ascii(text);
            case INVOICE_NUMBER -> digits(text, "T?[0-9]+");
            case ACCOUNT_HOLDER_KANA -> ZenginKana.of(text).orElse(text);
            case PHONE -> digits(text.replaceFirst("^[+＋]81", "0"), "[0-9]+");
            case POSTAL_CODE -> digits(text.replaceFirst("^〒", ""), "[0-9]+");
            case CORPORATE_NUMBER, BANK_CODE, BRANCH_CODE, ACCOUNT_NUMBER, GOVERNMENT_CODE -> digits(text, "[0-9]+");
        };
    }

    /** Whether a stored text is what the kind demands. */
    static boolean accepts(Kind kind, String stored) {
        return switch (kind) {
            case TEXT -> true;
            case KANA -> KANA.matcher(stored).matches();
            case POSTAL_CODE, ACCOUNT_NUMBER -> stored.matches("[0-9]{7}");
            case PHONE -> PHONE.matcher(stored).matches();
            case EMAIL -> stored.length() <= 254 && EMAIL.matcher(stored).matches() && !stored.contains("..");
            case CORPORATE_NUMBER -> CorporateNumbers.isValid(stored);
            case INVOICE_NUMBER -> stored.matches("T[0-9]{13}");
            case BANK_CODE -> stored.matches("[0-9]{4}");
            case BRANCH_CODE -> stored.matches("[0-9]{3}");
            case ACCOUNT_HOLDER_KANA -> ZenginKana.fits(stored, ZenginKana.LONGEST);
            case GOVERNMENT_CODE -> GovernmentCode.isValid(stored);
        };
    }

    /** How a stored text is shown. Fixed lines are not hyphenated: that needs the table of area codes. */
    static String shown(Kind kind, String stored) {
        if (!accepts(kind, stored)) {
            return stored;
        }
        return switch (kind) {
            case POSTAL_CODE -> "〒" + stored.substring(0, 3) + "-" + stored.substring(3);
            case PHONE -> stored.matches("0[5-9]0.*") && !stored.startsWith("0800")
                    ? stored.replaceFirst("(...)(....)(....)", "$1-$2-$3")
                    : stored.replaceFirst("^(0120|0570|0800|0990)(...)(...)", "$1-$2-$3");
            default -> stored;
        };
    }

    /** How a stored text stands in its control: as shown, without the postal mark that the label already says. */
    static String typed(Kind kind, String stored) {
        return kind == Kind.POSTAL_CODE ? shown(kind, stored).replace("〒", "") : shown(kind, stored);
    }

    /** What to do when the text is not of its kind: Japanese, English. */
    static String[] advice(Kind kind) {
        return switch (kind) {
            case TEXT -> new String[] {"", ""};
            case KANA -> new String[] {"ひらがなまたはカタカナで入力してください", "Enter it in kana"};
            case POSTAL_CODE -> new String[] {"7桁の数字で入力してください。例：371-8570", "Enter 7 digits"};
            case PHONE -> new String[] {"市外局番から始まる10桁または11桁の数字で入力してください。例：027-223-1111",
                "Enter 10 or 11 digits, area code first"};
            case EMAIL -> new String[] {"name@example.jp のような形式で入力してください", "Enter it like name@example.jp"};
            case CORPORATE_NUMBER -> new String[] {"13桁の法人番号を確認して入力してください。検査用数字が合いません",
                "Check the 13 digits; the check digit does not match"};
            case INVOICE_NUMBER -> new String[] {"Tと13桁の数字で入力してください。例：T1234567890123", "Enter T and 13 digits"};
            case BANK_CODE -> new String[] {"4桁の数字で入力してください", "Enter 4 digits"};
            case BRANCH_CODE -> new String[] {"3桁の数字で入力してください", "Enter 3 digits"};
            case ACCOUNT_NUMBER -> new String[] {"7桁の数字で入力してください。7桁に満たない場合は先頭に0を付けてください",
                "Enter 7 digits, with zeros in front if there are fewer"};
            case ACCOUNT_HOLDER_KANA -> new String[] {"通帳のとおりカタカナ、英数字、( ) - . / と空白を使い、濁点を1文字と数えて30文字以内で入力してください",
                "Use kana, letters, digits, ( ) - . / and spaces as in the bank book; at most 30 characters"};
            case GOVERNMENT_CODE -> new String[] {"6桁の団体コードを確認して入力してください", "Check the 6 digits"};
        };
    }

    /** Which keyboard a phone offers. */
    static String inputMode(Kind kind) {
        return switch (kind) {
            case TEXT, KANA, ACCOUNT_HOLDER_KANA, INVOICE_NUMBER -> "";
            case EMAIL -> "email";
            case PHONE -> "tel";
            default -> "numeric";
        };
    }

    private static String kana(String text) {
        String katakana = SearchKeys.of(text);
        String kana = HYPHEN_AFTER_KANA.matcher(katakana).replaceAll("ー").replace(' ', '\u3000');
        return KANA.matcher(kana).matches() ? kana : text;
    }

    private static String ascii(String text) {
        String ascii = Normalizer.normalize(text, Normalizer.Form.NFKC);
        return ascii.chars().allMatch(c -> c > ' ' && c < 0x7F) ? ascii : text;
    }

    private static String digits(String text, String expected) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
        String digits = BETWEEN_DIGITS.matcher(plain).replaceAll("");
        return digits.matches(expected) ? digits : text;
    }
}
