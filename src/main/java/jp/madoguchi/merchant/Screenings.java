package jp.madoguchi.merchant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.banking.BankDirectory;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Submission;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.merchant.domain.Guideline;
import jp.madoguchi.merchant.domain.Merchant;
import jp.madoguchi.merchant.domain.Shop;
import jp.madoguchi.merchant.domain.ShopAccount;
import jp.madoguchi.merchant.domain.Similar;
import jp.madoguchi.workflow.Rules;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What an application is held against: the city's guideline, the register and the other applications (S3-39). */
@Service
@Transactional
public class Screenings {

    private static final String TABLE = "merchant/merchant-screening";

    private final Cases cases;
    private final BankDirectory banks;
    private final Rules rules;
    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final BusinessClock clock;

    Screenings(Cases cases, BankDirectory banks, Rules rules, JdbcClient jdbc, ObjectMapper json, BusinessClock clock) {
        this.cases = cases;
        this.banks = banks;
        this.rules = rules;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** Notes by what an application is compared, and the pledge when it carries one for the first time (S3-53). */
    void note(CaseFile file, Answers answers, Instant at) {
        boolean pledges = answers.bool("pledgesNoMisuse") && pledge(file.number()).isEmpty();
        String version = pledges ? Guideline.of(cases.programme(file)).pledgeVersion() : null;
        jdbc.sql("""
                insert into merchant_application (case_number, government, party, programme, shop_key, corporate_number, account_key,
                                                  pledge_version, pledged_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (case_number) do update set shop_key = excluded.shop_key, corporate_number = excluded.corporate_number,
                    account_key = excluded.account_key,
                    pledge_version = coalesce(merchant_application.pledge_version, excluded.pledge_version),
                    pledged_at = coalesce(merchant_application.pledged_at, excluded.pledged_at)""")
                .params(Arrays.asList(file.number().value(), file.government(), file.party(), file.programme(),
                        Shop.key(answers.text("shopName"), answers.text("shopAddress")), emptyToNull(answers.text("corporateNumber")),
                        ShopAccount.of(answers, banks).map(ShopAccount::key).orElse(null), version,
                        pledges ? Timestamp.from(at) : null)).update();
        if (pledges) {
            cases.tell(file.number(), "merchant.pledged", Actor.SYSTEM, Map.of("version", version));
        }
    }

    /** The pledge against misuse that an application carries. */
    Optional<Merchant.Pledge> pledge(CaseNumber number) {
        return jdbc.sql("select pledge_version, pledged_at from merchant_application where case_number = ? and pledged_at is not null")
                .param(number.value()).query((row, n) -> new Merchant.Pledge(row.getString(1), row.getTimestamp(2).toInstant())).optional();
    }

    /** One fact of the newest round, for the guideline's table. */
    public Object fact(CaseNumber number, String name) {
        return facts(number, similar(number)).get(name);
    }

    /**
     * Writes down what the guideline's table answers, in its own words, and the evidence beside it.
     *
     * @return whether the shop also wishes to sell cards: {@code yes} or {@code no}
     */
    public String record(CaseNumber number) {
        CaseFile file = cases.get(number);
        Submission newest = cases.submission(number);
        note(file, newest.answers(), newest.submittedAt());
        List<Similar> similar = similar(number);
        List<String> told = new ArrayList<>(reasons(facts(number, similar)));
        similar.forEach(one -> told.add(one.sentence()));
        // Somebody else's application is a hint for the reviewer, never a reason in a letter.
        jdbc.sql("update merchant_application set reasons = ?, judged_at = ? where case_number = ?")
                .params(text(reasons(facts(number, List.of()))), Timestamp.from(clock.instant()), number.value()).update();
        cases.judged(number, told);
        return newest.answers().text("wishesCardSales").equals("yes") ? "yes" : "no";
    }

    /** The requirements an application does not meet; empty when it meets all or was not judged yet. */
    public List<String> unmetRequirements(CaseNumber number) {
        return jdbc.sql("select reasons from merchant_application where case_number = ?").param(number.value()).query(String.class)
                .optional().map(this::list).orElse(List.of());
    }

    /** Registered merchants and running applications of the programme that look like this one, merchants first. */
    public List<Similar> similar(CaseNumber number) {
        return jdbc.sql("""
                with mine as (select * from merchant_application where case_number = :number),
                others as (
                  select 0 as rank, m.number, m.programme, m.shop_key, m.corporate_number, m.account_key from merchant m
                  where m.state = 'REGISTERED' and m.case_number <> :number
                  union all
                  select 1, a.case_number, a.programme, a.shop_key, a.corporate_number, a.account_key
                  from merchant_application a join case_file c on c.number = a.case_number
                  where c.closed_at is null and c.decision is null and a.case_number <> :number)
                select o.rank, o.number, o.shop_key = mine.shop_key as shop, coalesce(o.corporate_number = mine.corporate_number, false) as corporation,
                       coalesce(o.account_key = mine.account_key, false) as account
                from others o, mine
                where o.programme = mine.programme
                and (o.shop_key = mine.shop_key or o.corporate_number = mine.corporate_number or o.account_key = mine.account_key)
                order by o.rank, o.number""").param("number", number.value())
                .query((row, n) -> {
                    List<String> fields = new ArrayList<>();
                    if (row.getBoolean("shop")) {
                        fields.add(Similar.SHOP);
                    }
                    if (row.getBoolean("corporation")) {
                        fields.add(Similar.CORPORATION);
                    }
                    if (row.getBoolean("account")) {
                        fields.add(Similar.ACCOUNT);
                    }
                    return new Similar(row.getString("number"), row.getInt("rank") == 0, List.copyOf(fields));
                }).list();
    }

    /**
     * The running application of a party for the same shop, if there is one. Two filings of one shop wait for each other
     * here, so that the second finds the first even when both come in the same second.
     */
    Optional<String> running(String programme, String party, Answers answers) {
        String shop = Shop.key(answers.text("shopName"), answers.text("shopAddress"));
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 1))").param(programme + "\n" + party + "\n" + shop)
                .query((row, n) -> n).single();
        return jdbc.sql("""
                select a.case_number from merchant_application a join case_file c on c.number = a.case_number
                where a.programme = ? and a.party = ? and a.shop_key = ? and c.closed_at is null and c.decision is null
                order by a.case_number limit 1""").params(programme, party, shop).query(String.class).optional();
    }

    private Map<String, Object> facts(CaseNumber number, List<Similar> similar) {
        Guideline guideline = Guideline.of(cases.programme(cases.get(number)));
        Answers application = cases.submission(number).answers();
        Map<String, Object> facts = new HashMap<>();
        facts.put("shopInCity", guideline.isInCity(application.text("shopAddress")));
        facts.put("excludedTrade", application.texts("excludedTrades").stream().anyMatch(guideline.excludedTrades()::contains));
        facts.put("pledgesNoMisuse", application.bool("pledgesNoMisuse"));
        facts.put("pledgesNoOrganizedCrime", application.bool("pledgesNoOrganizedCrime"));
        facts.put("accountChecked", ShopAccount.of(application, banks).isPresent());
        facts.put("sameShop", similar.stream().anyMatch(Similar::isSameShop));
        facts.put("sameAccount", similar.stream().anyMatch(Similar::isSameAccount));
        return facts;
    }

    private List<String> reasons(Map<String, Object> facts) {
        return rules.matches(TABLE, facts).stream().map(row -> (String) row.get("reason")).toList();
    }

    private String text(List<String> reasons) {
        try {
            return json.writeValueAsString(reasons);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> list(String reasons) {
        try {
            return Arrays.asList(json.readValue(reasons, String[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String emptyToNull(String text) {
        return text.isBlank() ? null : text;
    }
}
