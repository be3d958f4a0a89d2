package jp.madoguchi.premium;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import jp.madoguchi.draw.DrawRules;
import jp.madoguchi.forms.SearchKeys;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;

/**
 * What a programme's file sets for its lottery sale, under {@code parameters.premium-sale} and beside it.
 *
 * @param sets        most that are sold in all (S5-05)
 * @param priceYen    what one set costs (S5-06)
 * @param valueYen    what one set is worth (S5-07)
 * @param issueYen    most that is issued in all (S5-04)
 * @param cap         sets one person gets at most, over all rounds (S5-08, S5-107)
 * @param policy      how an application for several sets is drawn (G23)
 * @param eligibility how it is known that somebody lives in the city (S5-11, G21)
 * @param city        what an address in it contains
 * @param districts   by a part of the address, for figures (S5-30)
 */
public record Terms(int sets, long priceYen, long valueYen, long issueYen, int cap, DrawRules.Sets policy, Eligibility eligibility, String city,
                    List<District> districts, List<Round> rounds) {

    static final String SALE = "premium-sale";
    static final String ROUND = "premium-round";
    static final String ELSEWHERE = "その他";
    private static final String KEY = "premium-sale";

    /** 資格の確認 (G21): by an imported list of residents, by officers, or as the applicant declares. */
    public enum Eligibility { RESIDENT_LIST, OFFICER, DECLARED }

    public record District(String name, String contains) {}

    /**
     * 販売回.
     *
     * @param call          at which its applications are filed
     * @param letter        that its lots' numbers begin with
     * @param from          first day of the sale (S5-13)
     * @param to            last day
     * @param promotedUntil last day for reserves that move up, {@code to} where the file sets none
     * @param reportDays    how many days after its own last day a lapsed right waits for a purchase that is still to be reported,
     *                      before it goes to the reserves
     */
    public record Round(String code, String name, String call, char letter, LocalDate from, LocalDate to, LocalDate promotedUntil, int reportDays) {}

    /** Whether a programme sells so now. */
    public static boolean setBy(Programme programme) {
        return programme.parameters().get(KEY) instanceof Map<?, ?> && programme.calls().stream().anyMatch(call -> !call.planned() && SALE.equals(call.procedure()));
    }

    /** @throws IllegalStateException when the file leaves one out */
    public static Terms of(Programme programme) {
        Map<String, Object> all = programme.parameters();
        Map<?, ?> own = map(all.get(KEY), KEY);
        List<?> rounds = list(own, "rounds");
        return new Terms((int) number(all, "sets"), number(all, "price-yen"), number(all, "value-yen"), number(all, "total-issue-yen"),
                (int) number(all, "sets-per-person"), DrawRules.Sets.valueOf(constant(text(all, "allocation-policy"))),
                Eligibility.valueOf(constant(text(own, "eligibility"))), text(own, "city"),
                list(own, "districts").stream().map(one -> map(one, "districts")).map(one -> new District(text(one, "name"), text(one, "contains"))).toList(),
                IntStream.range(0, rounds.size()).mapToObj(n -> round(map(rounds.get(n), "rounds"), (char) ('A' + n))).toList());
    }

    private static Round round(Map<?, ?> round, char letter) {
        Map<?, ?> sale = map(round.get("sale"), "sale");
        LocalDate to = day(sale, "to");
        return new Round(text(round, "code"), text(round, "name"), text(round, "call"), letter, day(sale, "from"), to,
                round.containsKey("promoted-until") ? day(round, "promoted-until") : to, round.containsKey("report-days") ? (int) number(round, "report-days") : 0);
    }

    public Optional<Round> round(String code) {
        return rounds.stream().filter(round -> round.code().equals(code)).findFirst();
    }

    Optional<Round> roundOf(Call call) {
        return rounds.stream().filter(round -> round.call().equals(call.code())).findFirst();
    }

    /** The part of the city an address names. */
    String district(String address) {
        String key = SearchKeys.of(address).replace(" ", "");
        return districts.stream().filter(district -> key.contains(SearchKeys.of(district.contains()))).map(District::name).findFirst().orElse(ELSEWHERE);
    }

    private static String constant(String code) {
        return code.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
    }

    private static Map<?, ?> map(Object value, String key) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalStateException("parameters." + KEY + " sets no " + key);
    }

    private static List<?> list(Map<?, ?> terms, String key) {
        if (terms.get(key) instanceof List<?> list) {
            return list;
        }
        throw new IllegalStateException("parameters." + KEY + " sets no " + key);
    }

    private static String text(Map<?, ?> terms, String key) {
        if (terms.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalStateException("parameters." + key + " is not a text");
    }

    private static LocalDate day(Map<?, ?> terms, String key) {
        if (terms.get(key) instanceof LocalDate day) {
            return day;
        }
        throw new IllegalStateException("parameters." + KEY + "." + key + " is not a day");
    }

    private static long number(Map<?, ?> terms, String key) {
        if (terms.get(key) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalStateException("parameters." + key + " is not a number");
    }
}
