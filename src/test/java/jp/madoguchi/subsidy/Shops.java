package jp.madoguchi.subsidy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.Filing;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.TestOffice;
import jp.madoguchi.workflow.Procedures;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Annaka's shops and offices in tests of the device subsidy. The 100 slots are shared: each test begins with all of them free. */
public class Shops {

    static final String ANNAKA = "102113";
    static final String PROGRAMME = "annaka-currency-r6";
    static final int SLOTS = 100;
    private static final AtomicInteger COUNT = new AtomicInteger(9000);

    private final TestOffice office;
    private final Filing filing;
    private final Documents documents;
    private final Slots slots;
    private final Programmes programmes;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Slots otherNode;

    Shops(TestOffice office, Filing filing, Documents documents, Slots slots, Programmes programmes, Procedures procedures, Cases cases,
          JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.office = office;
        this.filing = filing;
        this.documents = documents;
        this.slots = slots;
        this.programmes = programmes;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.otherNode = new Slots(programmes, procedures, cases, jdbc, transactions, java.time.Duration.ofSeconds(2));
    }

    /** A registered merchant. */
    public record Shop(Actor owner, String number, String name) {}

    /** What another node of the same installation does. */
    Slots otherNode() {
        return otherNode;
    }

    public Programme programme() {
        return programmes.get(PROGRAMME);
    }

    public Actor contractor() {
        return office.contractor(ANNAKA, "seidigi", PROGRAMME, "碓氷　さくら");
    }

    public Actor reviewer() {
        return office.staff(ANNAKA, "磯部　守", "seidigi", Role.REVIEWER, "主査");
    }

    public Actor decider() {
        return office.staff(ANNAKA, "松井田　恵", "digital", Role.DECIDER, "政策・デジタル推進課長");
    }

    public Shop registered(String name) {
        Actor owner = office.applicant(name);
        String number = "ACUR-M" + COUNT.incrementAndGet();
        everywhere(() -> {
            CaseNumber application = bareCase(owner.id(), "merchant-application");
            return jdbc.sql("""
                    insert into merchant (number, government, party, programme, case_number, shop_name, shop_kana, shop_key, owner_name,
                        postal_code, address, phone, email, category, qr_capable, sells_cards, bank, branch, account_type, account_number,
                        account_holder, state, registered_on, version)
                    values (?, '102113', ?, ?, ?, ?, 'アンナカショウテン', ?, '安中　花子', '3790116', '群馬県安中市安中一丁目1番1号', '0273821111',
                        'shop@example.jp', 'retail', false, false, '0128', '100', 'ORDINARY', ?, 'ｱﾝﾅｶ ﾊﾅｺ', 'REGISTERED', '2024-10-01', 0)""")
                    .params(number, owner.id(), PROGRAMME, application.value(), name, number, "%07d".formatted(COUNT.get())).update();
        });
        return new Shop(owner, number, name);
    }

    void leavesTheRegister(Shop shop) {
        everywhere(() -> jdbc.sql("update merchant set state = 'WITHDRAWN', left_on = '2024-11-01' where number = ?").param(shop.number()).update());
    }

    /** A case without a procedure. Inside a transaction. */
    CaseNumber bareCase(String party, String procedure) {
        CaseNumber number = CaseNumber.of("ACUR", jdbc.sql("select nextval('case_number_seq')").query(Long.class).single());
        jdbc.sql("""
                insert into case_file (number, government, section, programme, programme_hash, call, procedure, party, channel, title, status, phase,
                                       late, arrived_at, form, form_hash, round, search, version)
                values (?, '102113', 'seidigi', ?, ?, 'device-subsidy', ?, ?, 'WEB', '店', 'COMPLETED', 'RECEIVED', false,
                        '2024-11-01T09:00:00+09', 'subsidy/intention', '', 1, '', 0)""")
                .params(number.value(), PROGRAMME, programmes.get(PROGRAMME).hash(), procedure, party).update();
        return number;
    }

    Answers intention(Shop shop, Map<String, ?> more) {
        Map<String, Object> answers = new HashMap<>(Map.of("merchantNumber", shop.number(), "contactName", "安中　花子",
                "contactPhone", "027-382-1111", "deviceCount", "first", "ownsDevice", "no", "hasCapableDevice", "no",
                "buysAfterPermission", true, "declaresTruth", true));
        answers.putAll(more);
        return Answers.of(answers);
    }

    CaseNumber files(Shop shop, Map<String, ?> more) {
        return office.receives(shop.owner(), PROGRAMME, "device-subsidy", intention(shop, more), UUID.randomUUID().toString()).caseNumber();
    }

    /** Files and waits for the receipt, as the portal does. */
    CaseNumber filesAndHoldsASlot(Shop shop) {
        CaseNumber number = files(shop, Map.of());
        DataScope.within(shop.owner().id(), () -> filing.placeOnArrival(number));
        return number;
    }

    /** Up to the purchase permission. */
    CaseNumber permitted(Shop shop, Actor contractor, Actor decider) {
        CaseNumber number = filesAndHoldsASlot(shop);
        office.concludes(contractor, number, "UserTask_CheckIntention", "accept");
        office.concludes(decider, number, "UserTask_Decide", "granted");
        office.runsDueJobs(number);
        return number;
    }

    Map<String, Object> evidence(Shop shop, long price) {
        return new HashMap<>(Map.of("dealer", "群馬電器 安中店", "purchasedOn", office.today().toString(), "device", "スマートフォン A1",
                "price", price, "receiptNumber", "R-" + shop.number(), "receipt", List.of(receipt(shop, shop.number())), "boughtOurselves", true));
    }

    /** A receipt whose bytes follow from its text. */
    String receipt(Shop shop, String text) {
        byte[] pdf = ("%PDF-1.4\n%" + text + "\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n").getBytes();
        return DataScope.within(shop.owner().id(), () -> documents.store(shop.owner(), "領収書.pdf", pdf).id());
    }

    /** Up to the fixed amount. */
    public CaseNumber amountFixed(Shop shop, long price, Actor contractor, Actor decider) {
        CaseNumber number = permitted(shop, contractor, decider);
        office.concludes(shop.owner(), number, "UserTask_SubmitEvidence", "submitted", evidence(shop, price), "");
        office.concludes(contractor, number, "UserTask_CheckEvidence", "accept");
        office.runsDueJobs(number);
        return number;
    }

    /** Others take all slots. @return their cases, which have no procedure */
    List<CaseNumber> takeAllSlots() {
        List<CaseNumber> all = java.util.stream.IntStream.range(0, SLOTS).mapToObj(n -> everywhere(() -> {
            CaseNumber number = bareCase(null, "device-subsidy");
            jdbc.sql("""
                    insert into subsidy_intake (government, programme, case_number, merchant, ordinal, told) values ('102113', ?, ?, ?, 1, true)""")
                    .params(PROGRAMME, number.value(), "other-" + number).update();
            return number;
        })).toList();
        slots.rank(PROGRAMME);
        return all;
    }

    void leaves(CaseNumber number) {
        everywhere(() -> {
            slots.leave(number);
            return null;
        });
    }

    /** Frees every slot, and pays nothing that an earlier test left. */
    public void freeAllSlots() {
        everywhere(() -> jdbc.sql("update subsidy_intake set state = 'LEFT' where programme = ?").param(PROGRAMME).update());
        slots.rank(PROGRAMME);
    }

    <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transaction.execute(status -> work.get()));
    }
}
