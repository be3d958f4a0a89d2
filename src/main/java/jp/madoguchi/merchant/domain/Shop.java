package jp.madoguchi.merchant.domain;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import jp.madoguchi.forms.SearchKeys;

/** By what two shops are compared. */
public final class Shop {

    private static final Pattern LEGAL_FORM = Pattern.compile("株式会社|有限会社|合同会社|合資会社|合名会社|\\((株|有|同|資|名)\\)");
    private static final Pattern PREFECTURE = Pattern.compile("^(東京都|北海道|京都府|大阪府|[^市区町村]{2,3}県)");
    private static final Pattern BLOCK = Pattern.compile("(?:([二三四五六七八九]?)(十))?([一二三四五六七八九]?)(?=丁目)");
    private static final String NUMERALS = "〇一二三四五六七八九";

    private Shop() {}

    /**
     * Name and address without what people write in several ways: legal form, spaces, width, prefecture, 丁目・番地・号.
     * Two shops with one key are probably the same.
     */
    public static String key(String name, String address) {
        return LEGAL_FORM.matcher(SearchKeys.of(name)).replaceAll("").replaceAll("\\s", "") + "|" + address(address);
    }

    /** 群馬県安中市安中一丁目２３番１３号 → 安中市安中1-23-13. */
    static String address(String written) {
        String plain = withoutPrefecture(SearchKeys.of(written).replaceAll("\\s", ""));
        return BLOCK.matcher(plain).replaceAll(Shop::digits).replaceAll("丁目|番地ノ?|番|号", "-").replaceAll("(?<=[0-9])[\\p{Pd}−ー]", "-")
                .replaceAll("-+", "-").replaceAll("-$", "");
    }

    /** 群馬県安中市… → 安中市…; what begins with its municipality stays. */
    public static String withoutPrefecture(String address) {
        return PREFECTURE.matcher(address.strip()).replaceFirst("");
    }

    /** 二十三 → 23. */
    private static String digits(MatchResult block) {
        int tens = block.group(2) == null ? 0 : block.group(1).isEmpty() ? 1 : NUMERALS.indexOf(block.group(1));
        int ones = block.group(3).isEmpty() ? 0 : NUMERALS.indexOf(block.group(3));
        return tens + ones == 0 ? "" : Integer.toString(10 * tens + ones);
    }
}
