package jp.madoguchi.forms;

import java.text.Normalizer;
import java.util.Locale;

/** Normalised copies of texts for searching and comparing (requirements §2.6). Never store one in place of the text. */
public final class SearchKeys {

    private SearchKeys() {}

    /**
     * NFKC → katakana → single spaces → upper case. Free-standing voiced marks join their kana: NFKC alone would turn
     * カ゛ into カ, a space and a combining mark.
     *
     * @return {@code ""} for {@code null}
     */
    public static String of(String text) {
        if (text == null) {
            return "";
        }
        String joined = text.replace('\u309B', '\u3099').replace('\u309C', '\u309A');
        String katakana = katakana(Normalizer.normalize(joined, Normalizer.Form.NFKC));
        return katakana.replaceAll("[\\s\\u3000]+", " ").strip().toUpperCase(Locale.ROOT);
    }

    /** Hiragana → katakana, the rest untouched. */
    static String katakana(String text) {
        StringBuilder katakana = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= 'ぁ' && c <= 'ゖ' || c == 'ゝ' || c == 'ゞ' ? c + ('ァ' - 'ぁ') : c)
                .forEach(katakana::appendCodePoint);
        return katakana.toString();
    }
}
