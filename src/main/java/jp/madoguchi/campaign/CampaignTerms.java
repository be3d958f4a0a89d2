package jp.madoguchi.campaign;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jp.madoguchi.draw.DrawRules;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;

/**
 * What a programme's file sets for one of its campaigns. All amounts in yen.
 *
 * @param code        of the parameter: {@code campaign-1}
 * @param decided     whether all numbers are set; those of an undecided one are 0 (S3-97)
 * @param periods     in each of which charges make lots for one draw: the campaign, or month for month (S3-100)
 * @param lot         for which charge an account has a lot (S3-85)
 * @param cap         prizes one person gets over all media and draws of the campaign (S3-91)
 * @param budgets     of all draws together (S3-90)
 * @param charges     that the city expects (S3-88); 0 where the file has none
 * @param ownPerson   whether a card that belongs to nobody counts as a person of its own, or does not take part (G11)
 * @param automatic   whether a reached budget ends the window at once, or an officer decides (G13)
 * @param spillOver   whether other media may use what one leaves over (G12)
 */
public record CampaignTerms(String code, String name, String nameEn, boolean decided, List<Period> periods, long lot, long prize, int cap,
                            Map<Medium, Long> budgets, Map<Medium, Long> charges, boolean ownPerson, boolean automatic, boolean spillOver) {

    /** What the procedure's calls are called after the campaign they draw for. */
    private static final String DRAW = "-draw";
    private static final String PREFIX = "campaign-";

    /**
     * The charges of one draw, in Japanese time.
     *
     * @param number from 1
     * @param from   first moment
     * @param until  first moment after it
     */
    public record Period(int number, LocalDateTime from, LocalDateTime until) {}

    /** Whether the programme has campaigns. */
    public static boolean setBy(Programme programme) {
        return !codes(programme).isEmpty();
    }

    /** All campaigns of a programme, undecided ones included. */
    public static List<CampaignTerms> of(Programme programme) {
        return codes(programme).stream().map(code -> of(programme, code)).toList();
    }

    /** The one that a call draws for. */
    static CampaignTerms of(Programme programme, Call call) {
        return of(programme, codeOf(call.code()));
    }

    static String codeOf(String call) {
        return call.endsWith(DRAW) ? call.substring(0, call.length() - DRAW.length()) : call;
    }

    /** The call that draws for it, where the programme has one. */
    public Optional<Call> call(Programme programme) {
        return programme.call(code + DRAW);
    }

    /** @throws IllegalStateException when the file leaves out the dates, or what it sets contradicts itself */
    static CampaignTerms of(Programme programme, String code) {
        if (!(programme.parameters().get(code) instanceof Map<?, ?> terms)) {
            throw new IllegalStateException(programme.code() + ": parameters." + code + " is missing");
        }
        Map<?, ?> eligible = part(terms, "eligible");
        if (!(eligible.get("from") instanceof LocalDate from && eligible.get("to") instanceof LocalDate to)) {
            throw new IllegalStateException(programme.code() + ": parameters." + code + ".eligible needs from and to");
        }
        Map<Medium, Long> budget = yen(part(terms, terms.get("prize-budget-yen") instanceof Map ? "prize-budget-yen" : "planned-grant-yen"));
        long lot = whole(terms, "lot-yen");
        long prize = whole(terms, "prize-yen");
        int cap = (int) whole(terms, "prizes-per-person");
        boolean decided = !Boolean.FALSE.equals(terms.get("decided")) && lot > 0 && prize > 0 && cap > 0 && budget.values().stream().anyMatch(yen -> yen >= prize);
        boolean monthly = terms.get("draws-per-month") instanceof Number;
        String unlinked = text(terms, "unlinked-cards", "own-person");
        String reached = text(terms, "budget-reached", "officer");
        if (!List.of("own-person", "ineligible").contains(unlinked) || !List.of("officer", "automatic").contains(reached)) {
            throw new IllegalStateException(programme.code() + ": parameters." + code
                    + ".unlinked-cards is own-person or ineligible, budget-reached is officer or automatic");
        }
        String name = text(terms, "name", "キャンペーン（" + code.substring(PREFIX.length()) + "）");
        return new CampaignTerms(code, name, text(terms, "name-en", "Campaign " + code.substring(PREFIX.length())), decided, periods(from, to, monthly), lot,
                prize, cap, budget, terms.get("planned-charge-yen") instanceof Map<?, ?> planned ? yen(planned) : yen(Map.of()),
                unlinked.equals("own-person"), reached.equals("automatic"), Boolean.TRUE.equals(terms.get("spill-over")));
    }

    /** Months are counted from the first day, so that a campaign of two months has two draws wherever it begins. */
    private static List<Period> periods(LocalDate from, LocalDate to, boolean monthly) {
        List<Period> periods = new ArrayList<>();
        LocalDateTime end = to.plusDays(1).atStartOfDay();
        for (int n = 1; n == 1 || from.plusMonths(n - 1L).atStartOfDay().isBefore(end); n++) {
            LocalDateTime next = from.plusMonths(n).atStartOfDay();
            periods.add(new Period(n, from.plusMonths(n - 1L).atStartOfDay(), monthly && next.isBefore(end) ? next : end));
            if (!monthly) {
                break;
            }
        }
        return List.copyOf(periods);
    }

    public Period period(int number) {
        return periods.get(number - 1);
    }

    /** What a draw may spend on a medium: the budget in equal shares; what one draw leaves over is not carried to the next. */
    public long budget(Medium medium) {
        return budgets.get(medium) / periods.size();
    }

    /** How many prizes of a medium a draw has. */
    public long prizes(Medium medium) {
        return prize == 0 ? 0 : budget(medium) / prize;
    }

    /** Of all media together. */
    public long allPrizes() {
        return Arrays.stream(Medium.values()).mapToLong(this::prizes).sum();
    }

    /** Of one draw, all media together. */
    public long drawBudget() {
        return Arrays.stream(Medium.values()).mapToLong(this::budget).sum();
    }

    /** What the city expects to be charged on a medium in all; 0 where the file says nothing. */
    public long planned(Medium medium) {
        return charges.get(medium);
    }

    public long plannedSum() {
        return charges.values().stream().mapToLong(Long::longValue).sum();
    }

    public String periodName(int number) {
        return periods.size() == 1 ? name : name + "第" + number + "回";
    }

    /** Every lot is one prize; quotas are in yen. */
    DrawRules rules() {
        mustBeDecided();
        return new DrawRules(cap, prize, drawBudget(), DrawRules.Sets.PER_SET, spillOver ? DrawRules.SpillOver.SHARED : DrawRules.SpillOver.NONE,
                Stream.of(Medium.values()).map(medium -> new DrawRules.Channel(medium.code(), budget(medium))).toList());
    }

    void mustBeDecided() {
        if (!decided) {
            throw undecided();
        }
    }

    RefusedException undecided() {
        return new RefusedException("campaign.undecided", "「%s」は、1口の額、賞の額、1人の上限、予算がまだ決められていません。事業ファイルの %s を定めて読み込んでから始めてください。"
                .formatted(name, code));
    }

    private static List<String> codes(Programme programme) {
        return programme.parameters().entrySet().stream().filter(entry -> entry.getKey().startsWith(PREFIX) && entry.getValue() instanceof Map)
                .map(Map.Entry::getKey).sorted().toList();
    }

    private static Map<Medium, Long> yen(Map<?, ?> amounts) {
        Map<Medium, Long> yen = new EnumMap<>(Medium.class);
        for (Medium medium : Medium.values()) {
            yen.put(medium, whole(amounts, medium.code()));
        }
        return yen;
    }

    private static Map<?, ?> part(Map<?, ?> terms, String key) {
        return terms.get(key) instanceof Map<?, ?> part ? part : Map.of();
    }

    private static long whole(Map<?, ?> terms, String key) {
        return terms.get(key) instanceof Number number ? number.longValue() : 0;
    }

    private static String text(Map<?, ?> terms, String key, String otherwise) {
        return terms.get(key) instanceof String text ? text : otherwise;
    }
}
