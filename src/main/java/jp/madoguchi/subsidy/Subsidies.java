package jp.madoguchi.subsidy;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.banking.AccountType;
import jp.madoguchi.banking.BankAccount;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.SearchKeys;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Yen;
import jp.madoguchi.merchant.Merchants;
import jp.madoguchi.merchant.domain.Merchant;
import jp.madoguchi.workflow.Deadlines;
import jp.madoguchi.workflow.Rules;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What becomes of an intention once its slot is taken: permission, purchase, amount, account. */
@Service
@Transactional
public class Subsidies {

    static final String SUBMIT_EVIDENCE = "UserTask_SubmitEvidence";
    static final String CHECK_EVIDENCE = "UserTask_CheckEvidence";
    static final String CORRECT_ACCOUNT = "UserTask_CorrectAccount";
    private static final String ELIGIBILITY = "subsidy/subsidy-eligibility";
    private static final String AMOUNT = "subsidy/subsidy-amount";

    private final Slots slots;
    private final Merchants merchants;
    private final Cases cases;
    private final Documents documents;
    private final Deadlines deadlines;
    private final Rules rules;
    private final JdbcClient jdbc;
    private final BusinessClock clock;

    Subsidies(Slots slots, Merchants merchants, Cases cases, Documents documents, Deadlines deadlines, Rules rules,
              JdbcClient jdbc, BusinessClock clock) {
        this.slots = slots;
        this.merchants = merchants;
        this.cases = cases;
        this.documents = documents;
        this.deadlines = deadlines;
        this.rules = rules;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** 購入許可. @param purchaseBy the last day of purchase and report */
    public record Permission(LocalDate permittedOn, LocalDate purchaseBy, LocalDate lapsedOn) {}

    /**
     * A device as reported.
     *
     * @param price  yen, without accessories
     * @param amount of the subsidy in yen, null until fixed
     */
    public record Purchase(String dealer, LocalDate purchasedOn, String device, long price, String receiptNumber, String receipt,
                           String receiptSha256, Long amount, LocalDate fixedOn) {}

    /** The shop a case is about, fixed when it was filed. */
    public Merchant merchant(CaseNumber number) {
        return merchants.get(jdbc.sql("select merchant from subsidy_intake where case_number = ?").param(number.value())
                .query(String.class).single());
    }

    public Optional<Permission> permission(CaseNumber number) {
        return jdbc.sql("select permitted_on, purchase_by, lapsed_on from subsidy_permission where case_number = ?").param(number.value())
                .query(Permission.class).optional();
    }

    public Optional<Purchase> purchase(CaseNumber number) {
        return jdbc.sql("select * from subsidy_purchase where case_number = ?").param(number.value()).query(Purchase.class).optional();
    }

    /** One fact for the tables; prices in yen. */
    public Object fact(CaseNumber number, String name) {
        return switch (name) {
            case "price" -> purchase(number).orElseThrow().price();
            case "maximum" -> maximum(number);
            default -> eligibilityFacts(number).get(name);
        };
    }

    /** Writes down what the eligibility table answers, in its own words. @return whether it is about a second device */
    public boolean recordEligibility(CaseNumber number) {
        cases.judged(number, rules.matches(ELIGIBILITY, eligibilityFacts(number)).stream().map(row -> (String) row.get("reason")).toList());
        return slots.ordinal(number) > 1;
    }

    /** The requirements an intention does not meet; empty when it meets all or was not judged yet. */
    public List<String> unmetRequirements(CaseNumber number) {
        return Cases.lastJudgement(cases.timeline(number)).orElse(List.of());
    }

    /** S3-63: from today the merchant may buy, until a day on which the office is open. */
    public void permit(CaseNumber number) {
        CaseFile file = cases.get(number);
        LocalDate today = clock.today();
        LocalDate by = deadlines.day(number, SUBMIT_EVIDENCE, today);
        jdbc.sql("insert into subsidy_permission (case_number, government, party, programme, permitted_on, purchase_by) values (?, ?, ?, ?, ?, ?)")
                .params(number.value(), file.government(), file.party(), file.programme(), today, by).update();
        cases.tell(number, "subsidy.permitted", Actor.SYSTEM, Map.of("by", by.toString()));
    }

    /** The last day on which the purchase may be reported; a report that was returned has its days anew. */
    public LocalDate reportBy(CaseNumber number) {
        LocalDate by = permission(number).orElseThrow().purchaseBy();
        LocalDate anew = cases.lastRecord(number, CHECK_EVIDENCE)
                .map(record -> deadlines.day(number, SUBMIT_EVIDENCE, LocalDate.ofInstant(record.concludedAt(), BusinessClock.JST))).orElse(by);
        return anew.isAfter(by) ? anew : by;
    }

    /** Nobody bought in time: the slot goes to the next. */
    public void lapse(CaseNumber number) {
        jdbc.sql("update subsidy_permission set lapsed_on = ? where case_number = ?").params(clock.today(), number.value()).update();
        slots.leave(number);
        cases.tell(number, "subsidy.lapsed", Actor.SYSTEM, Map.of());
    }

    /** Refused: the slot goes to the next. A second device that was not allowed is decided with that. */
    public void refuse(CaseNumber number) {
        if (cases.get(number).decision() == null) {
            cases.decided(number, false, Actor.SYSTEM, Map.of("exception", "refused"));
        }
        slots.leave(number);
        cases.tell(number, "subsidy.slot-freed", Actor.SYSTEM, Map.of());
    }

    /** Withdrawn: the slot, or the place in the queue, goes to the next. */
    public void withdrawn(CaseNumber number) {
        slots.leave(number);
        cases.tell(number, "subsidy.slot-freed", Actor.SYSTEM, Map.of());
    }

    /**
     * Notes the reported purchase; a report made anew replaces the earlier one.
     *
     * @throws RefusedException when the receipt, by its bytes or by its dealer's number, was used in another case
     */
    void reported(CaseFile file, Answers evidence) {
        String receipt = evidence.texts("receipt").get(0);
        try {
            jdbc.sql("""
                    insert into subsidy_purchase (case_number, government, party, programme, dealer, dealer_key, purchased_on, device,
                                                  price, receipt_number, receipt_key, receipt, receipt_sha256)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    on conflict (case_number) do update set dealer = excluded.dealer, dealer_key = excluded.dealer_key,
                        purchased_on = excluded.purchased_on, device = excluded.device, price = excluded.price,
                        receipt_number = excluded.receipt_number, receipt_key = excluded.receipt_key, receipt = excluded.receipt,
                        receipt_sha256 = excluded.receipt_sha256""")
                    .params(file.number().value(), file.government(), file.party(), file.programme(), evidence.text("dealer"),
                            key(evidence.text("dealer")), evidence.date("purchasedOn").orElseThrow(), evidence.text("device"),
                            evidence.number("price").orElseThrow().longValueExact(), evidence.text("receiptNumber"),
                            key(evidence.text("receiptNumber")), receipt, documents.get(receipt).sha256()).update();
        } catch (DuplicateKeyException used) {
            throw new RefusedException("subsidy.receipt-used",
                    "この領収書は、ほかの申出ですでに使われています。この端末の購入を証明する領収書を添えてください。心当たりがないときは、担当までお問い合わせください。");
        }
    }

    /** 額の確定 (S3-57). */
    public void fixAmount(CaseNumber number) {
        long amount = ((Number) rules.matches(AMOUNT, Map.of("price", fact(number, "price"), "maximum", fact(number, "maximum")))
                .get(0).get("amount")).longValue();
        jdbc.sql("update subsidy_purchase set amount = ?, fixed_on = ? where case_number = ?")
                .params(amount, clock.today(), number.value()).update();
        cases.tell(number, "subsidy.amount-fixed", Actor.SYSTEM, Map.of("amount", new Yen(amount).toString()));
    }

    /** Most that one device is subsidised with, in yen, as the case's programme set it when it was filed. */
    long maximum(CaseNumber number) {
        return Terms.of(cases.programme(cases.get(number))).maximumYen();
    }

    void correctAccount(CaseFile file, BankAccount account) {
        jdbc.sql("""
                insert into subsidy_account (case_number, government, party, bank, branch, type, number, holder, recorded_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(file.number().value(), file.government(), file.party(), account.bank(), account.branch(), account.type().name(),
                        account.number(), account.holder(), Timestamp.from(clock.instant())).update();
    }

    /** Where the subsidy is transferred to: the corrected account, or the register's; empty when the register has none. */
    public Optional<BankAccount> account(CaseNumber number) {
        return jdbc.sql("select * from subsidy_account where case_number = ? order by id desc limit 1").param(number.value())
                .query((row, n) -> new BankAccount(row.getString("bank"), row.getString("branch"), AccountType.valueOf(row.getString("type")),
                        row.getString("number"), row.getString("holder"))).optional()
                .or(() -> Optional.ofNullable(merchant(number).account()));
    }


    /** What was left unanswered is null. */
    private Map<String, Object> eligibilityFacts(CaseNumber number) {
        Answers answers = cases.submission(number).answers();
        Map<String, Object> facts = new HashMap<>();
        facts.put("registered", merchant(number).isRegistered());
        facts.put("hasDevice", answers.text("hasCapableDevice").isEmpty() ? null : answers.text("hasCapableDevice").equals("yes"));
        facts.put("selfCheck", answers.text("ownsDevice").equals("no") ? "none"
                : answers.text("selfCheck").isEmpty() ? null : answers.text("selfCheck"));
        facts.put("devicesOfShop", slots.ordinal(number));
        return facts;
    }

    private static String key(String typed) {
        return SearchKeys.of(typed).replace(" ", "");
    }
}
