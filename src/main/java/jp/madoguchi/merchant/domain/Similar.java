package jp.madoguchi.merchant.domain;

import java.util.List;

/**
 * Evidence that two applications may be about one shop, or pay into one account. It names the other by its number alone:
 * what is written into a case's timeline stays there, and names belong to the other's file.
 *
 * @param number   of the other: a merchant's, or a case's
 * @param merchant whether the other is registered already, or has only applied
 * @param fields   what is equal, of {@link #SHOP}, {@link #CORPORATION} and {@link #ACCOUNT}
 */
public record Similar(String number, boolean merchant, List<String> fields) {

    public static final String SHOP = "店舗名と所在地";
    public static final String CORPORATION = "法人番号";
    public static final String ACCOUNT = "振込先の口座";

    /** Whether it may be the same shop, not only the same account. */
    public boolean isSameShop() {
        return fields.contains(SHOP) || fields.contains(CORPORATION);
    }

    public boolean isSameAccount() {
        return fields.contains(ACCOUNT);
    }

    /** For the reviewer. */
    public String sentence() {
        return "%sと、%sが同じです。".formatted(merchant ? "登録済みの加盟店 " + number : "申込み " + number, String.join("、", fields));
    }
}
