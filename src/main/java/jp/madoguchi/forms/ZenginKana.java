package jp.madoguchi.forms;

import java.text.Normalizer;
import java.util.Optional;

/** The half-width characters that names in a bank transfer file may have (requirements §2.7.1). */
public final class ZenginKana {

    /** Bytes of 受取人名 in a transfer record; every character, voiced marks too, is one byte. */
    public static final int LONGEST = 30;

    private static final String SMALL = "ァィゥェォャュョッヮヵヶ";
    private static final String LARGE = "アイウエオヤユヨツワカケ";
    private static final String HALF = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝﾞﾟ";
    private static final String FULL = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン\u3099\u309A";
    private static final String SYMBOLS = " ()-./";

    private ZenginKana() {}

    /**
     * カ）アンナカショウテン → ｶ)ｱﾝﾅｶｼﾖｳﾃﾝ: half width, small kana made large, the long vowel sign made a hyphen, letters
     * upper case, single spaces.
     *
     * @return empty when a character remains that no bank takes, such as kanji, {@code &} or ・
     */
    public static Optional<String> of(String text) {
        String full = SearchKeys.of(text);
        StringBuilder half = new StringBuilder();
        for (char c : Normalizer.normalize(full, Normalizer.Form.NFD).toCharArray()) {
            char large = SMALL.indexOf(c) < 0 ? c : LARGE.charAt(SMALL.indexOf(c));
            if (FULL.indexOf(large) >= 0) {
                half.append(HALF.charAt(FULL.indexOf(large)));
            } else if (c == 'ー' || c == '−' || c == '‐' || c == '―') {
                half.append('-');
            } else if (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || SYMBOLS.indexOf(c) >= 0) {
                half.append(c);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(half.toString());
    }

    /** Whether a text is in the form of {@link #of}, is not blank and takes no more bytes than a field has. */
    public static boolean fits(String text, int longest) {
        return !text.isBlank() && text.length() <= longest && of(text).filter(text::equals).isPresent();
    }
}
