package jp.madoguchi.site.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A shop of the demo in Annaka or Midori; names, addresses and numbers are invented.
 *
 * @param login    the account's
 * @param category as the form names it
 * @param device   whether the shop has one that reads a QR code
 * @param can      what the sign-in page says of it, "" when it is not listed
 */
record DemoShop(String login, String name, String kana, String owner, String postalCode, String address, String category,
                boolean cards, boolean device, String can) {

    /** In the order of their numbers; the first ones are listed on the sign-in page. */
    static final List<DemoShop> ANNAKA = List.of(
            shop("annaka-merchant", "碓氷屋食堂", "ウスイヤショクドウ", "碓氷　正雄", "3790192", "安中市安中1-2-3", "food", false, false,
                    "登録された加盟店で、二次元コードを読み取れる端末がありません。端末購入の補助を申し出ることができます。"),
            shop("annaka-merchant-2", "磯部せんべい本舗", "イソベセンベイホンポ", "磯部　千代", "3790127", "安中市磯部1-4-10", "grocery", true, false,
                    "端末の購入許可を受けました。購入を報告できます。"),
            shop("annaka-3", "松井田文具", "マツイダブング", "松井田　宿", "3790221", "安中市松井田町新堀245", "retail", false, false, ""),
            shop("annaka-4", "髙橋理容室", "タカハシリヨウシツ", "髙橋　理", "3790116", "安中市安中3-7-1", "beauty", false, false, ""),
            shop("annaka-5", "株式会社めがね橋交通", "メガネバシコウツウ", "横川　鉄也", "3790301", "安中市松井田町横川398", "transport", false, true, ""),
            shop("annaka-6", "秋間梅林物産", "アキマバイリンブッサン", "秋間　梅子", "3790104", "安中市西上秋間1892", "grocery", false, true, ""),
            shop("annaka-7", "\uFA19田酒店", "カンダサケテン", "\uFA19田　蔵人", "3790116", "安中市安中2-11-8", "grocery", true, true, ""),
            shop("annaka-8", "喫茶あけぼの", "キッサアケボノ", "板鼻　曙", "3790111", "安中市板鼻1-1-14", "food", false, false, ""),
            shop("annaka-9", "原市クリーニング", "ハライチクリーニング", "原市　潔", "3790133", "安中市原市2-3-5", "service", false, true, ""),
            shop("annaka-10", "野殿農園直売所", "ノドノノウエンチョクバイジョ", "野殿　実", "3790123", "安中市野殿877", "grocery", false, true, ""),
            shop("annaka-11", "スナック月夜", "スナックツキヨ", "夜野　月子", "3790127", "安中市磯部3-2-2", "food", false, true, ""),
            shop("annaka-12", "坂本宿民泊", "サカモトジュクミンパク", "坂本　泊", "3790307", "安中市松井田町坂本560", "lodging", false, true, ""),
            shop("annaka-13", "碓氷屋食堂　磯部店", "ウスイヤショクドウイソベテン", "碓氷　正雄", "3790127", "安中市磯部2-1-9", "food", false, true, ""),
            shop("annaka-14", "土塩工務店", "ヒジシオコウムテン", "土塩　建", "3790206", "安中市松井田町土塩3101", "building", false, true, ""),
            shop("annaka-15", "後閑たばこ店", "ゴカンタバコテン", "後閑　吉郎", "3790108", "安中市上後閑545", "retail", true, true, ""));

    static final List<DemoShop> MIDORI = List.of(
            shop("midori-merchant", "大間々からくり堂", "オオママカラクリドウ", "大間々　巧", "3760101", "みどり市大間々町大間々1030", "retail", false, true,
                    "申込みの補正を求められています。マイページから補正を提出できます。"),
            shop("midori-2", "渡良瀬うどん", "ワタラセウドン", "渡良瀬　麦", "3760102", "みどり市大間々町桐原125", "food", false, true, ""),
            shop("midori-3", "株式会社笠懸ストア", "カサカケストア", "笠懸　店長", "3792313", "みどり市笠懸町鹿2160", "grocery", false, true, ""),
            shop("midori-4", "東町温泉旅館", "アズマチョウオンセンリョカン", "草木　湖", "3760307", "みどり市東町座間367", "lodging", false, true, ""),
            shop("midori-5", "阿左美釣具", "アザミツリグ", "阿左美　釣", "3792311", "みどり市笠懸町阿左美1745", "retail", false, true, ""),
            shop("midori-6", "神梅薬局", "カンバイヤッキョク", "神梅　薬子", "3760114", "みどり市大間々町上神梅203", "medical", false, true, ""));

    static Stream<DemoShop> listed() {
        return Stream.of(ANNAKA, MIDORI).flatMap(List::stream).filter(shop -> !shop.can().isEmpty());
    }

    private static DemoShop shop(String login, String name, String kana, String owner, String postalCode, String address, String category,
                                 boolean cards, boolean device, String can) {
        return new DemoShop(login, name, kana, owner, postalCode, "群馬県" + address, category, cards, device, can);
    }

    String email() {
        return login + "@example.jp";
    }

    /** Everything in order. @param account seven digits that no other shop has @param passbook id of the upload */
    Map<String, Object> application(String account, String passbook) {
        Map<String, Object> answers = new HashMap<>();
        answers.put("shopName", name);
        answers.put("shopKana", kana);
        answers.put("shopPostalCode", postalCode);
        answers.put("shopAddress", address);
        answers.put("category", category);
        answers.put("ownerName", owner);
        answers.put("contactName", owner);
        answers.put("contactPhone", "027-000-0000");
        answers.put("contactEmail", email());
        answers.put("excludedTrades", List.of("none"));
        answers.put("wishesCardSales", cards ? "yes" : "no");
        answers.put("hasQrDevice", device ? "yes" : "no");
        answers.put("accountKind", "bank");
        answers.put("bankCode", "0128");
        answers.put("branchCode", "180");
        answers.put("accountType", "1");
        answers.put("accountNumber", account);
        answers.put("accountHolder", kana);
        answers.put("passbook", List.of(passbook));
        for (String pledge : List.of("pledgesNoMisuse", "pledgesNoOrganizedCrime", "consents", "declaresTruth")) {
            answers.put(pledge, true);
        }
        return answers;
    }
}
