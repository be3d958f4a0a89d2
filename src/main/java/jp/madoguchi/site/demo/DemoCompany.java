package jp.madoguchi.site.demo;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A company of the demo; names, addresses and numbers are invented. Some names need characters that old systems lack:
 * 𠮷 (outside the BMP), 神 (U+FA19, a compatibility character that NFC would change), 髙, 﨑.
 *
 * @param login  the account's
 * @param filter VFE, BFE and PFE in percent
 * @param can    what the sign-in page says of it, "" when it is not listed
 */
record DemoCompany(String login, String name, String kana, String corporateNumber, String representative, String city,
                   String contact, String product, List<Double> filter, int monthlySupply, String can) {

    private static final List<Double> GOOD = List.of(99.6, 99.8, 99.4);
    private static final List<Double> WEAK = List.of(99.2, 99.5, 98.7);

    /** applicant-1 … applicant-9, whom the sign-in page lists. */
    static final List<DemoCompany> LISTED = List.of(
            company(1, "株式会社上毛マスク", "ジョウモウマスク", "上毛　花子", "前橋市", "赤城　次郎", "上毛マスク プレミアム", GOOD, 120_000,
                    "まだ申し込んでいない企業です。募集一覧から申し込めます。"),
            company(2, "赤城ヘルスケア株式会社", "アカギヘルスケア", "赤城　健一", "渋川市", "樽　美穂", "あかぎガードマスク", GOOD, 80_000,
                    "補正を求められています。マイページから補正を提出できます。"),
            company(3, "株式会社利根川ナノファイバー", "トネガワナノファイバー", "利根　昭夫", "沼田市", "薄根　玲", "ナノシールド不織布マスク", GOOD, 200_000,
                    "ヒアリングの候補日が届いています。日時を選んで回答できます。"),
            company(4, "有限会社榛名縫製", "ハルナホウセイ", "榛名　節子", "高崎市", "箕郷　勉", "はるな三層マスク", GOOD, 45_000,
                    "販売企業に決定しました。事業計画を提出できます。"),
            company(5, "株式会社上信不織布工業", "ジョウシンフショクフコウギョウ", "富岡　隆之", "富岡市", "一ノ宮　渚", "上信クリーンマスク", GOOD, 300_000,
                    "販売中です。登録内容の変更も届け出ました。"),
            company(6, "渡良瀬衛生材料株式会社", "ワタラセエイセイザイリョウ", "大間々　潤", "桐生市", "新里　葵", "わたらせマスク", GOOD, 60_000,
                    "申し込んだばかりです。"),
            company(7, "妙義繊維株式会社", "ミョウギセンイ", "妙義　武", "甘楽町", "白倉　望", "妙義ソフトマスク", WEAK, 30_000,
                    "要件を満たさず、理由を付けた不決定の通知を受け取りました。"),
            company(8, "株式会社\uFA19流製作所", "カンナセイサクショ", "\uFA19流　大地", "藤岡市", "鬼石　遥", "かんなの里マスク", GOOD, 90_000,
                    "審査が終わり、決裁を待っています。"),
            company(9, "髙﨑メディカル株式会社", "タカサキメディカル", "髙﨑　一成", "高崎市", "倉賀野　樹", "TMサージカルマスク", GOOD, 150_000,
                    "補正を提出し、再確認を待っています。"));

    /** Others that have applied. */
    static final List<DemoCompany> OTHERS = List.of(
            company(10, "\uD842\uDFB7野衛材株式会社", "ヨシノエイザイ", "\uD842\uDFB7野　徹", "吉岡町", "駒寄　栞", "よしのマスク", List.of(99.1, 98.9, 98.2), 25_000, ""),
            company(11, "株式会社尾瀬クリーンテック", "オゼクリーンテック", "片品　守", "片品村", "戸倉　梓", "尾瀬クリアマスク", GOOD, 70_000, ""),
            company(12, "北関東ファイバー株式会社", "キタカントウファイバー", "邑楽　伸介", "館林市", "城沼　薫", "KFフィルターマスク", GOOD, 500_000, ""),
            company(13, "株式会社だるま衛生", "ダルマエイセイ", "少林　達磨", "高崎市", "豊岡　福", "福だるまマスク", GOOD, 40_000, ""),
            company(14, "伊勢崎銘仙不織布株式会社", "イセサキメイセンフショクフ", "境　千鶴", "伊勢崎市", "三和　登", "めいせんマスク", GOOD, 65_000, ""),
            company(15, "株式会社太田モビリティ繊維", "オオタモビリティセンイ", "新田　義久", "太田市", "尾島　光", "モビルフィットマスク", GOOD, 220_000, ""),
            company(16, "有限会社草津湯けむり工房", "クサツユケムリコウボウ", "白根　湯子", "草津町", "西の河原　泉", "湯けむりマスク", GOOD, 15_000, ""),
            company(17, "みなかみ水源マスク合同会社", "ミナカミスイゲンマスク", "水上　源", "みなかみ町", "月夜野　蛍", "水源マスク", GOOD, 20_000, ""),
            company(18, "株式会社安中製膜", "アンナカセイマク", "磯部　硯", "安中市", "松井田　宿", "メンブレンマスク", GOOD, 180_000, ""),
            company(19, "中之条パルプ株式会社", "ナカノジョウパルプ", "吾妻　渓", "中之条町", "四万　湊", "パルプエコマスク", GOOD, 35_000, ""),
            company(20, "ぐんま絹マスク共同企業連合体（代表 株式会社富岡シルク）", "グンマキヌマスクキョウドウキギョウレンゴウタイ", "富岡　絹江", "富岡市", "妙義　糸", "絹ごこちマスク", GOOD, 50_000, ""),
            company(21, "株式会社桐生ジャカード", "キリュウジャカード", "桐生　織人", "桐生市", "相生　結", "ジャカード立体マスク", List.of(99.3, 99.4, 99.0), 28_000, ""),
            company(22, "下仁田ねぎま商事株式会社", "シモニタネギマショウジ", "下仁田　葱", "下仁田町", "南牧　葉", "しもにたマスク", GOOD, 12_000, ""),
            company(23, "合同会社わたらせ通商", "ワタラセツウショウ", "大胡　走", "みどり市", "笠懸　渡", "わ通マスク", GOOD, 18_000, ""));

    private static DemoCompany company(int n, String name, String kana, String representative, String city, String contact,
                                       String product, List<Double> filter, int monthlySupply, String can) {
        return new DemoCompany("applicant-" + n, name, kana, corporateNumber(n), representative, "群馬県" + city, contact, product, filter,
                monthlySupply, can);
    }

    /** The n-th invented one; the first digit is its check digit (requirements §2.5). */
    private static String corporateNumber(int n) {
        String body = "0700010%05d".formatted(n * 317);
        int sum = IntStream.rangeClosed(1, body.length())
                .map(place -> (body.charAt(body.length() - place) - '0') * (place % 2 == 1 ? 1 : 2)).sum();
        return 9 - sum % 9 + body;
    }

    String email() {
        return login + "@example.jp";
    }
}
