package jp.madoguchi.booth;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;

/**
 * What a daily report counts: answers by age band that add up to a total (S4-61 to S4-64, S4-73), and totals that add up
 * to the month's (S4-82). Empty counts are none.
 */
final class Tally {

    /** The one list of age bands, as the forms' keys end, with its name (S4-73). */
    static final Map<String, String> BANDS = new LinkedHashMap<>();
    /** What a month reports, with its name: each the sum of its days. */
    private static final Map<String, String> TOTALS = new LinkedHashMap<>();

    /** What is counted by age band, with its name. */
    private static final Map<String, String> MATRICES = new LinkedHashMap<>();

    static {
        MATRICES.put("paper", "紙");
        MATRICES.put("online", "オンライン");
        MATRICES.put("survey", "アンケートの回答");
        BANDS.put("Under10", "10歳未満");
        for (int age = 10; age < 80; age += 10) {
            BANDS.put("" + age, age + "代");
        }
        BANDS.put("80", "80代以上");
        BANDS.put("Unknown", "不明");
        TOTALS.put("sessions", "実施回数");
        TOTALS.put("staff", "動員数");
        TOTALS.put("paperTotal", "紙による申請の支援");
        TOTALS.put("onlineTotal", "オンラインによる申請の支援");
        TOTALS.put("insurance", "健康保険証利用の申込みの支援");
        TOTALS.put("account", "公金受取口座の登録の支援");
        TOTALS.put("surveyTotal", "アンケートの回答");
        TOTALS.put("otherTotal", "その他の対応");
    }

    private Tally() {}

    /** Totals that are not the sum of what they stand for. */
    static List<Problem> withinDay(Answers report) {
        return Stream.concat(MATRICES.entrySet().stream()
                        .flatMap(one -> unequal(one.getKey() + "Total", one.getValue() + "の合計", "年代別の件数の合計",
                                BANDS.keySet().stream().mapToInt(band -> count(report, one.getKey() + band)).sum(), report)),
                unequal("otherTotal", "その他の合計", "内訳の合計",
                        report.rows("others").stream().mapToInt(row -> row.get("cases") instanceof Number cases ? cases.intValue() : 0).sum(), report)).toList();
    }

    /** The sum of a month's days, in the order of the form. */
    static Map<String, Integer> sum(List<Answers> days) {
        return TOTALS.keySet().stream().collect(Collectors.toMap(key -> key, key -> days.stream().mapToInt(day -> count(day, key)).sum(), Integer::sum, LinkedHashMap::new));
    }

    /** Figures of a month that are not the sum of its days. */
    static List<Problem> ofMonth(Answers month, List<Answers> days) {
        Map<String, Integer> sum = sum(days);
        return TOTALS.entrySet().stream().flatMap(total -> unequal(total.getKey(), total.getValue(), "日次報告の合計", sum.get(total.getKey()), month)).toList();
    }

    /** Applications supported, on paper and online (S4-16). */
    static int applications(Answers day) {
        return count(day, "paperTotal") + count(day, "onlineTotal");
    }

    private static Stream<Problem> unequal(String path, String what, String sumOf, int sum, Answers report) {
        int said = count(report, path);
        return said == sum ? Stream.empty() : Stream.of(new Problem(path, "booth-sum", "%s（%,d）が、%s（%,d）と一致しません。".formatted(what, said, sumOf, sum),
                "%,d is not the sum, %,d.".formatted(said, sum), false));
    }

    private static int count(Answers report, String key) {
        return report.number(key).map(Number::intValue).orElse(0);
    }
}
