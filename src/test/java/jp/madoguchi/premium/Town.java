package jp.madoguchi.premium;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.lottery.DrawnTicket;
import jp.madoguchi.org.Role;
import jp.madoguchi.premium.Purchases.Sale;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.TestOffice;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives each test a lottery sale of its own: Midori's programme under another code, its application window open now. */
public class Town {

    static final String MIDORI = "102121";
    private static final AtomicInteger TOWNS = new AtomicInteger();
    private static final AtomicInteger PEOPLE = new AtomicInteger();
    private static final AtomicInteger SALES = new AtomicInteger();

    private final Programmes programmes;
    private final TestOffice office;
    private final Applications applications;
    private final Rounds rounds;
    private final Purchases purchases;
    private final News news;
    private final Withdrawal withdrawal;
    private final BusinessClock clock;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private Programme programme;
    private LocalDate start;

    Town(Programmes programmes, TestOffice office, Applications applications, Rounds rounds, Purchases purchases, News news,
         Withdrawal withdrawal, BusinessClock clock, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.programmes = programmes;
        this.office = office;
        this.applications = applications;
        this.rounds = rounds;
        this.purchases = purchases;
        this.news = news;
        this.withdrawal = withdrawal;
        this.clock = clock;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A programme with so many sets, known to the whole application. Applications until the 5th day from today, the sale from
     * the 10th to the 30th, reserves until the 45th; the additional sale's 50th to 55th, 60th to 70th, 75th.
     *
     * @param changes of {@code parameters} and of {@code parameters.premium-sale}
     */
    Town opens(int sets, Map<String, ?> changes) {
        Programme midori = programmes.get("midori-premium-r6");
        start = clock.today();
        Map<String, Object> parameters = new LinkedHashMap<>(midori.parameters());
        Map<String, Object> sale = new LinkedHashMap<>();
        ((Map<?, ?>) parameters.get("premium-sale")).forEach((key, value) -> sale.put((String) key, value));
        sale.put("eligibility", "declared");
        sale.put("rounds", List.of(round("first", "第1回", "purchase", 10, 30, 45), round("additional", "追加販売", "additional-purchase", 60, 70, 75)));
        parameters.put("sets", sets);
        parameters.put("total-issue-yen", sets * 6_500);
        changes.forEach((key, value) -> (sale.containsKey(key) ? sale : parameters).put(key, value));
        parameters.put("premium-sale", sale);
        List<Call> calls = midori.calls().stream().map(call -> switch (call.code()) {
            case "purchase" -> window(call, start.minusDays(5), start.plusDays(5));
            case "additional-purchase" -> window(call, start.plusDays(50), start.plusDays(55));
            default -> window(call, start.minusYears(1), start.plusYears(1));
        }).toList();
        programme = new Programme("test-premium-" + TOWNS.incrementAndGet(), midori.hash(), midori.name(), midori.nameEn(), midori.government(),
                midori.section(), midori.sectionPath(), midori.casePrefix(), midori.legalBasis(), midori.purpose(), midori.purposeEn(), midori.from(),
                midori.to(), midori.contact(), midori.letter(), calls, parameters, midori.targets(), List.of());
        Map<String, Programme> present = new TreeMap<>();
        programmes.all().forEach(known -> present.put(known.code(), known));
        present.put(programme.code(), programme);
        ReflectionTestUtils.setField(programmes, "present", Collections.unmodifiableMap(present));
        @SuppressWarnings("unchecked")
        Map<String, Programme> versions = (Map<String, Programme>) ReflectionTestUtils.getField(programmes, "known");
        versions.put(programme.code() + "@" + programme.hash(), programme);
        return this;
    }

    private Map<String, Object> round(String code, String name, String call, int from, int to, int promoted) {
        return Map.of("code", code, "name", name, "call", call, "sale", Map.of("from", start.plusDays(from), "to", start.plusDays(to)),
                "promoted-until", start.plusDays(promoted), "report-days", code.equals("first") ? 2 : 0);
    }

    private static Call window(Call c, LocalDate opens, LocalDate closes) {
        return new Call(c.code(), c.name(), c.nameEn(), c.summary(), c.procedure(), c.form(), c.audience(), opens.atStartOfDay(), closes.atTime(23, 59, 59),
                c.processing(), c.disposition(), c.conditions(), c.papers(), c.decided(), c.rolling(), c.planned(), c.english());
    }

    Programme programme() {
        return programme;
    }

    LocalDate day(int n) {
        return start.plusDays(n);
    }

    Actor reviewer() {
        return office.staff(MIDORI, "笠懸　薫", "shoko", Role.REVIEWER, "主査");
    }

    Actor reviewer(String name) {
        return office.staff(MIDORI, name, "shoko", Role.REVIEWER, "主任");
    }

    Actor decider() {
        return office.staff(MIDORI, "大間々　誠", "shokoka", Role.DECIDER, "商工課長");
    }

    /** Somebody nobody else looks like. */
    Map<String, Object> person(int sets) {
        int n = PEOPLE.incrementAndGet();
        Map<String, Object> answers = new HashMap<>();
        answers.put("sets", "" + sets);
        answers.put("name", "渡良瀬　" + n);
        answers.put("kana", "ワタラセ　" + kana(n));
        answers.put("birthDate", LocalDate.of(1940, 1, 1).plusDays(n).toString());
        answers.put("address", "群馬県みどり市笠懸町鹿%d番地".formatted(n));
        answers.put("phone", "090-%04d-%04d".formatted(n / 10_000, n % 10_000));
        answers.put("email", "applicant%d@example.jp".formatted(n));
        answers.put("agrees", true);
        return answers;
    }

    private static String kana(int n) {
        return Integer.toString(n).chars().mapToObj(digit -> "" + "アイウエオカキクケコ".charAt(digit - '0')).reduce("", String::concat);
    }

    CaseNumber applies(int sets) {
        return applies(person(sets));
    }

    CaseNumber applies(Map<String, ?> person) {
        return applies(office.applicant((String) person.get("name")), "purchase", person);
    }

    CaseNumber applies(Actor applicant, String call, Map<String, ?> person) {
        return office.receives(applicant, programme.code(), call, Answers.of(person), UUID.randomUUID().toString()).caseNumber();
    }

    /** The system looks at what came in, and tells what there is to tell. */
    void sweeps() {
        applications.sweep(programme);
        news.sweep(programme.code());
    }

    CaseNumber startsRound(String code) {
        return office.opens(reviewer(), programme.code(), "sale-round", Map.of("round", code));
    }

    /** The result of a draw that a test makes up: who wins, and who is in reserve behind them. */
    void awards(CaseNumber round, List<CaseNumber> winners, List<CaseNumber> reserves) {
        awardsUntold(round, winners, reserves);
        sweeps();
    }

    void awardsUntold(CaseNumber round, List<CaseNumber> winners, List<CaseNumber> reserves) {
        everywhere(() -> {
            List<DrawnTicket> won = new ArrayList<>();
            List<DrawnTicket> waiting = new ArrayList<>();
            winners.forEach(number -> won.add(ticket(number, won.size() + 1)));
            reserves.forEach(number -> waiting.add(ticket(number, won.size() + waiting.size() + 1)));
            rounds.award(office.file(round), "DRAW-" + round, won, waiting);
            rounds.inform(round);
            return null;
        });
    }

    /** The test's own draw of sets one by one: lots by their cases, the second set of one behind the winners. */
    void awardsSets(CaseNumber round, List<CaseNumber> firstSets, List<CaseNumber> secondSetsInReserve) {
        everywhere(() -> {
            List<DrawnTicket> won = new ArrayList<>();
            List<DrawnTicket> waiting = new ArrayList<>();
            firstSets.forEach(number -> won.add(new DrawnTicket(won.size() + 1, lot(number), person(number), "app", 1)));
            secondSetsInReserve.forEach(number -> waiting.add(new DrawnTicket(won.size() + waiting.size() + 1, lot(number) + "#2", person(number), "app", 1)));
            rounds.award(office.file(round), "DRAW-" + round, won, waiting);
            rounds.inform(round);
            return null;
        });
        sweeps();
    }

    private String person(CaseNumber number) {
        return applications.get(number).person();
    }

    private DrawnTicket ticket(CaseNumber number, int place) {
        Applications.Application one = applications.get(number);
        return new DrawnTicket(place, one.lot(), one.person(), "app", one.sets());
    }

    String lot(CaseNumber number) {
        return everywhere(() -> applications.get(number)).lot();
    }

    Applications.State state(CaseNumber number) {
        return everywhere(() -> applications.get(number)).state();
    }

    Sale sale(CaseNumber number, int sets, LocalDateTime at) {
        return new Sale("TX-" + SALES.incrementAndGet(), lot(number), sets, sets * 5_000L, at);
    }

    boolean buys(Sale sale) {
        return DataScope.within(MIDORI, () -> purchases.buy(programme, sale));
    }

    boolean buys(CaseNumber number, int sets) {
        return buys(sale(number, sets, clock.nowJst().withNano(0)));
    }

    void withdraws(Actor applicant, CaseNumber number) {
        DataScope.within(TestOffice.scope(applicant), () -> withdrawal.withdraw(number, applicant, ""));
    }

    int sold() {
        return count("select sold from premium_stock where programme = ?");
    }

    int count(String question) {
        return everywhere(() -> jdbc.sql(question).param(programme.code()).query(Integer.class).single());
    }

    <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transaction.execute(status -> work.get()));
    }
}
