package jp.madoguchi.premium;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import jp.madoguchi.forms.SearchKeys;

/**
 * What a person is compared by (S5-104): salted hashes of kana and birth date, address, and phone, however they were typed.
 *
 * @param identity kana and birth date
 */
record PersonKeys(String identity, String address, String phone) {

    private static final String MAC = "HmacSHA256";
    private static final int BYTES = 16;
    private static final String SMALL_KANA = "ァィゥェォッャュョヮヵヶ";
    private static final String LARGE_KANA = "アイウエオツヤユヨワカケ";
    private static final String KANJI_DIGITS = "〇一二三四五六七八九";
    private static final String KANJI_POWERS = "十百千";
    private static final Pattern KANJI_NUMBER = Pattern.compile("[〇一二三四五六七八九十百千]{1,9}(?=丁目|番|号|ノ|[‐‑‒–—―−ー-]|$)");

    static PersonKeys of(byte[] salt, Terms terms, String kana, LocalDate born, String address, String phone) {
        String digits = phone(phone);
        return new PersonKeys(hash(salt, "identity\n" + kana(kana) + "\n" + born), hash(salt, "address\n" + address(terms, address)),
                digits.isEmpty() ? "" : hash(salt, "phone\n" + digits));
    }

    /** Without spaces, marks of length and small kana, which one and the same person writes one way today and another tomorrow. */
    static String kana(String typed) {
        StringBuilder key = new StringBuilder();
        SearchKeys.of(typed).chars().filter(c -> " -ー・".indexOf(c) < 0)
                .forEach(c -> key.append(SMALL_KANA.indexOf(c) < 0 ? (char) c : LARGE_KANA.charAt(SMALL_KANA.indexOf(c))));
        return key.toString();
    }

    /** From the town on; 三丁目2番地の1, 三丁目二番地の一 and 3-2-1 are the same. */
    static String address(Terms terms, String typed) {
        String key = SearchKeys.of(typed).replace(" ", "");
        String city = SearchKeys.of(terms.city()).replace(" ", "");
        if (key.contains(city)) {
            key = key.substring(key.indexOf(city) + city.length());
        }
        key = KANJI_NUMBER.matcher(key).replaceAll(number -> "" + number(number.group()));
        return key.replaceAll("(?<=[0-9])(丁目|番地ノ?|番|号室?|ノ)", "-").replaceAll("(?<=[0-9])[‐‑‒–—―−ー]", "-").replaceAll("-+", "-").replaceAll("-$", "");
    }

    /** 二九五二 and 二千九百五十二 are 2952. */
    private static long number(String kanji) {
        long sum = 0;
        long part = 0;
        boolean given = false;
        for (char c : kanji.toCharArray()) {
            int power = KANJI_POWERS.indexOf(c);
            if (power < 0) {
                part = part * 10 + KANJI_DIGITS.indexOf(c);
                given = true;
            } else {
                sum += (given ? part : 1) * (long) Math.pow(10, power + 1);
                part = 0;
                given = false;
            }
        }
        return sum + part;
    }

    static String phone(String typed) {
        String digits = SearchKeys.of(typed).replaceAll("[^0-9+]", "");
        return digits.startsWith("+81") ? "0" + digits.substring(3) : digits.replace("+", "");
    }

    private static String hash(byte[] salt, String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(salt, MAC));
            return HexFormat.of().formatHex(Arrays.copyOf(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
