package jp.madoguchi.stockpile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.Corrections;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.letters.Letters;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Every way through {@code item-change} and {@code subcontract-consent}, and what they bind (S2-26, S2-50, S2-51). */
@MadoguchiTest
class StockApprovalsTest {

    private static final String AOMORI = "020001";
    private static final String PROGRAMME = "aomori-ppe-r7";
    private static final String REVIEW_CHANGE = "UserTask_ReviewItemChange";
    private static final String REVIEW_SUBCONTRACT = "UserTask_ReviewSubcontract";
    private static final String DECIDE = "UserTask_Decide";
    private static final AtomicInteger MADE = new AtomicInteger();

    @Autowired
    TestOffice office;
    @Autowired
    Cases cases;
    @Autowired
    Withdrawal withdrawal;
    @Autowired
    Stock stock;
    @Autowired
    Products products;
    @Autowired
    Subcontracts subcontracts;
    @Autowired
    StockLedgers ledgers;
    @Autowired
    Letters letters;
    @Autowired
    Accounts accounts;
    @Autowired
    Programmes programmes;
    @Autowired
    BusinessClock clock;
    @Autowired
    TestRestTemplate http;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionOperations transactions;

    private Actor contractor;
    private Actor officer;
    private Actor decider;
    private Programme aomori;
    private LocalDate today;
    private String old;

    @BeforeEach
    void aomori() {
        contractor = office.contractor(AOMORI, "kansen", PROGRAMME, "備蓄　物流");
        officer = office.staff(AOMORI, "工藤　美咲", "kansen", Role.REVIEWER, "主査");
        decider = office.staff(AOMORI, "成田　隆", "hoken", Role.DECIDER, "保健衛生課長");
        aomori = programmes.get(PROGRAMME);
        today = office.today();
        old = "つがるガウン" + MADE.incrementAndGet();
        everywhere(() -> stock.receive(aomori, gown(old, "OLD"), "aomori", new Quantity(10), null, new Occasion(today, contractor, null, "")));
    }

    @Test
    @DisplayName("S2-26：初回の備蓄が済むまでは仕様を満たすどの製品も納品でき、済んだ後は、初回に納めた製品と承認された製品だけを納品できる")
    void products_are_bound_once_stocking_is_complete() {
        Programme programme = new StockRoom(programmes, ledgers, clock).opens(1_000);
        LotSpec first = masks("はじめのマスク", "A");
        LotSpec another = masks("べつのマスク", "B");
        assertThat(everywhere(() -> products.isApproved(programme, another, today))).isTrue();
        Movement wrong = everywhere(() -> stock.receive(programme, masks("まちがいのマスク", "C"), "aomori", new Quantity(10), null, now()));
        everywhere(() -> stock.reverse(programme, wrong.id(), new Occasion(today, contractor, null, "誤り")));
        everywhere(() -> stock.receive(programme, first, "aomori", new Quantity(400), null, now()));
        assertThat(everywhere(() -> products.isBound(programme, "surgical-mask"))).isFalse();
        everywhere(() -> stock.receive(programme, masks("もうひとつのマスク", "D"), "aomori", new Quantity(600), null, now()));
        assertThat(everywhere(() -> products.isBound(programme, "surgical-mask"))).isTrue();
        assertThat(everywhere(() -> List.of(products.isApproved(programme, first, today), products.isApproved(programme, masks("もうひとつの　マスク", "E"), today),
                products.isApproved(programme, another, today), products.isApproved(programme, masks("まちがいのマスク", "F"), today)))).containsExactly(true, true, false, false);
        assertThatThrownBy(() -> everywhere(() -> {
            products.mustBeApproved(programme, another, today);
            return null;
        })).isInstanceOf(RefusedException.class).hasMessageContaining("備蓄品目の変更の承認").hasMessageContaining("べつのマスク");
    }

    @Test
    @DisplayName("S2-26：補正を経て承認されると、適用日から新しい製品を納品でき、いまの製品は納品できない。受託者に番号のある通知が出る")
    void approved() {
        String product = old + "後継品";
        CaseNumber number = requests(change(product));
        assertThat(office.file(number).title()).doesNotContain(product);
        office.concludes(officer, number, REVIEW_CHANGE, new Conclusion("correct", Answers.of(Map.of("opinion", "単価の比較が足りない。")), "単価の比較を加えてください。",
                List.of(new Corrections.Item("comparison", "1枚あたりの単価を書いてください。"))));
        office.concludes(contractor, number, "UserTask_AnswerCorrection", "answered", Map.of("comparison", "1枚あたり120円で、いまの製品と同じ。"), "");
        accepts(number, REVIEW_CHANGE);
        decides(number, "returned", "商流を確かめること。");
        accepts(number, REVIEW_CHANGE);
        decides(number, "granted", "");
        office.runsDueJobs(number);
        assertThat(letter(number)).containsExactly("stock-item-change");
        assertThat(everywhere(() -> letters.ofCase(number)).get(0).addressee()).isNotEqualTo("受託者").isNotBlank();
        assertThat(subjects(number)).hasSizeGreaterThan(1).allSatisfy(subject -> assertThat(subject).doesNotContain("備蓄", "防護具", "品目", "ガウン"));
        assertThat(office.walked(number)).contains("EndEvent_ChangeApproved", "CallActivity_CorrectionRound");
        assertThat(office.ended(number)).isTrue();

        LocalDate from = today.plusDays(3);
        assertThat(everywhere(() -> products.all(aomori))).filteredOn(one -> one.number().equals(number))
                .extracting(Products.Approved::product, Products.Approved::from, Products.Approved::until)
                .containsExactly(tuple(old, null, from.minusDays(1)), tuple(product, from, null));
        assertThat(everywhere(() -> List.of(products.isApproved(aomori, gown(old, "X"), from.minusDays(1)), products.isApproved(aomori, gown(old, "X"), from),
                products.isApproved(aomori, gown(product, "X"), from)))).containsExactly(true, false, true);
        assertThat(page("/stock/" + PROGRAMME)).contains(product, "承認された製品の変更", number.value());
        assertThat(page("/stock/" + PROGRAMME + "/products.csv")).contains(number + ",医療用ガウン,プラスチック,津軽衛材," + product + "," + from + ",");

        Map<String, Object> again = change(old + "の次");
        again.put("oldProduct", product);
        CaseNumber next = requests(again);
        accepts(next, REVIEW_CHANGE);
        decides(next, "granted", "");
        assertThat(everywhere(() -> products.isApproved(aomori, gown(product, "X"), from))).as("its place was taken in turn").isFalse();
    }

    @Test
    @DisplayName("S2-26：置き換えられた製品の納品は、登録のときに製品の欄で、手続の名を告げて断られる")
    void an_ended_product_is_refused_at_receipt() {
        everywhere(() -> jdbc.sql("insert into stock_product (government, programme, item, kind, maker, product, until_on, case_number) values (?, ?, 'gown', 'plastic', "
                + "'津軽衛材', ?, ?, (select min(number) from case_file))").params(AOMORI, PROGRAMME, old, today.minusDays(1)).update());
        assertThatThrownBy(() -> office.opens(contractor, PROGRAMME, "delivery", delivery(old))).isInstanceOfSatisfying(IncompleteException.class,
                e -> assertThat(e.problems()).singleElement().extracting(Problem::path, Problem::messageJa).satisfies(said ->
                        assertThat(said.toString()).contains("product", "備蓄品目の変更の承認")));
        CaseNumber waiting = office.opens(contractor, PROGRAMME, "delivery", delivery(old + "新"));
        everywhere(() -> jdbc.sql("insert into stock_product (government, programme, item, kind, maker, product, until_on, case_number) values (?, ?, 'gown', 'plastic', "
                + "'津軽衛材', ?, ?, ?)").params(AOMORI, PROGRAMME, old + "新", today.minusDays(1), waiting.value()).update());
        Map<String, Object> inspection = new HashMap<>(Map.of("sound", true, "delivered", true, "channel", true, "lengthCm", 110,
                "evidence", List.of(office.uploads(contractor, "試験成績書.pdf"))));
        List.of("waterproof", "plastic", "sleeves", "back", "perforation").forEach(point -> inspection.put(point, true));
        assertThatThrownBy(() -> office.concludes(contractor, waiting, Deliveries.INSPECT, "accept", inspection, "")).as("decided while it was inspected")
                .isInstanceOf(RefusedException.class).hasMessageContaining("備蓄品目の変更の承認");
        assertThat(office.openTasks(waiting)).containsExactly(Deliveries.INSPECT);
    }

    @Test
    @DisplayName("S2-26：不承認には理由があり、何も変わらない。申請は取り下げられる")
    void not_approved() {
        CaseNumber number = requests(change(old + "高級"));
        assertThatThrownBy(() -> office.concludes(officer, number, REVIEW_CHANGE, "refuse", Map.of("opinion", "単価が高い。"), "")).isInstanceOf(RefusedException.class);
        office.concludes(officer, number, REVIEW_CHANGE, "refuse", Map.of("opinion", "単価が高い。"), "単価が同程度でないため。");
        decides(number, "refused", "単価が同程度でないため。");
        office.runsDueJobs(number);
        assertThat(letter(number)).containsExactly("stock-item-change-refused");
        assertThat(office.walked(number)).contains("EndEvent_Refused");
        assertThat(everywhere(() -> products.all(aomori))).noneMatch(one -> one.number().equals(number));

        CaseNumber withdrawn = requests(change(old + "改"));
        DataScope.within(TestOffice.scope(contractor), () -> withdrawal.withdraw(withdrawn, contractor, "製造者が継続するため。"));
        assertThat(office.walked(withdrawn)).contains("EndEvent_Withdrawn");
        assertThat(office.ended(withdrawn)).isTrue();
    }

    @Test
    @DisplayName("備蓄していない製品、同じ製品、種別の違い、過ぎた適用日の申請は、それぞれの項目で断る")
    void changes_that_cannot_be() {
        refusesChange("oldProduct", Map.of("oldProduct", "見たこともないガウン"));
        refusesChange("product", Map.of("product", old));
        refusesChange("newKind", Map.of("newKind", "pvc"));
        refusesChange("effectiveFrom", Map.of("effectiveFrom", today.toString()));
        refusesChange("channel", Map.of("channel", false));
    }

    @Test
    @DisplayName("S2-51：一部の再委託は、審査と決裁を経て承諾され、通知され、台帳に載る。県の監査も読める")
    void consented() {
        CaseNumber number = asks(subcontract());
        assertThat(office.file(number).title()).doesNotContain("りんご");
        office.concludes(officer, number, REVIEW_SUBCONTRACT, new Conclusion("correct", Answers.of(Map.of("opinion", "契約書の案が古い。")), "契約書の案を改めてください。",
                List.of(new Corrections.Item("security", "鍵の管理を書いてください。"))));
        office.concludes(contractor, number, "UserTask_AnswerCorrection", "answered", Map.of("security", "鍵は責任者だけが持ち、月ごとに点検する。"), "");
        accepts(number, REVIEW_SUBCONTRACT);
        decides(number, "granted", "");
        office.runsDueJobs(number);
        assertThat(letter(number)).containsExactly("stock-subcontract");
        assertThat(office.walked(number)).contains("EndEvent_Consented");
        assertThat(everywhere(() -> subcontracts.all(aomori))).filteredOn(one -> one.number().equals(number)).singleElement()
                .extracting(Subcontracts.Subcontract::parts, Subcontracts.Subcontract::from, Subcontracts.Subcontract::amount).containsExactly("保管、配送", today.plusDays(2), 1_200_000L);
        assertThat(page("/stock/" + PROGRAMME)).contains("りんご倉庫株式会社", "保管、配送", "1,200,000");
        assertThat(page("/stock/" + PROGRAMME + "/subcontracts.csv")).contains(number + ",りんご倉庫株式会社,");
    }

    @ParameterizedTest
    @DisplayName("S2-50：業務の全部の再委託は、名目によらず、仕様書の条項を示して申請のときに断られる")
    @CsvSource({"scope, whole, storage", "parts, part, 'procurement storage transport inspection ledger'"})
    void the_whole_is_refused_by_rule(String field, String scope, String parts) {
        Map<String, Object> request = subcontract();
        request.putAll(Map.of("scope", scope, "parts", List.of(parts.split(" "))));
        assertThatThrownBy(() -> asks(request)).isInstanceOfSatisfying(IncompleteException.class, e -> assertThat(e.problems()).singleElement()
                .satisfies(problem -> assertThat(problem.path() + problem.messageJa()).contains(field, "業務の全部", "仕様書7(6)")));
    }

    @Test
    @DisplayName("再委託の期間が前後し、過ぎ、契約を超える申請は断り、不承諾は理由とともに通知する")
    void not_consented() {
        refusesSubcontract("to", Map.of("to", today.plusDays(1).toString()));
        refusesSubcontract("from", Map.of("from", today.toString()));
        refusesSubcontract("to", Map.of("to", aomori.to().plusDays(1).toString()));
        refusesSubcontract("confidential", Map.of("confidential", false));
        CaseNumber number = asks(subcontract());
        office.concludes(officer, number, REVIEW_SUBCONTRACT, "refuse", Map.of("opinion", "一類倉庫でない。"), "一類倉庫でないため。");
        decides(number, "refused", "一類倉庫でないため。");
        office.runsDueJobs(number);
        assertThat(letter(number)).containsExactly("stock-subcontract-refused");
        assertThat(office.walked(number)).contains("EndEvent_Refused");
        assertThat(everywhere(() -> subcontracts.all(aomori))).noneMatch(one -> one.number().equals(number));
        CaseNumber withdrawn = asks(subcontract());
        DataScope.within(TestOffice.scope(contractor), () -> withdrawal.withdraw(withdrawn, contractor, "自ら行うため。"));
        assertThat(office.ended(withdrawn)).isTrue();
    }

    @Test
    @DisplayName("S2-32：ほかの事業の受託者とほかの団体には、製品も再委託も見えない")
    void others_see_nothing() {
        for (String scope : List.of("100005", DataScope.ofContractor(AOMORI, List.of("another")), DataScope.NOTHING)) {
            assertThatThrownBy(() -> DataScope.within(scope, () -> products.all(aomori))).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> DataScope.within(scope, () -> subcontracts.all(aomori))).isInstanceOf(NotFoundException.class);
        }
    }

    private Map<String, Object> change(String product) {
        Map<String, Object> change = new HashMap<>(Map.of("item", "gown", "kind", "plastic", "newKind", "plastic", "oldMaker", "津軽衛材", "oldProduct", old,
                "maker", "津軽衛材", "product", product, "ground", "successor", "grounds", "いまの製品の製造が終わるため。", "comparison", "機能は同じ。"));
        change.putAll(Map.of("effectiveFrom", today.plusDays(3).toString(), "channel", true, "specification", true,
                "evidence", List.of(office.uploads(contractor, "比較表.pdf"))));
        return change;
    }

    private Map<String, Object> subcontract() {
        Map<String, Object> request = new HashMap<>(Map.of("subcontractor", "りんご倉庫株式会社", "address", "青森県弘前市", "contact", "倉庫長", "scope", "part",
                "parts", List.of("storage", "transport"), "work", "ガウンの保管と配送", "grounds", "保管場所が足りないため。", "from", today.plusDays(2).toString()));
        request.putAll(Map.of("to", today.plusDays(30).toString(), "amount", 1_200_000, "security", "施錠し、入退室を記録する。", "confidential", true, "noFurther", true,
                "contract", List.of(office.uploads(contractor, "契約書案.pdf"))));
        return request;
    }

    private Map<String, Object> delivery(String product) {
        int note = MADE.incrementAndGet();
        Map<String, Object> delivery = new HashMap<>(Map.of("noteNumber", "C-" + note, "deliveredOn", today.toString(), "warehouse", "青森指定備蓄倉庫", "item", "gown",
                "kind", "plastic", "maker", "津軽衛材", "product", product, "lotNumber", "CH-" + note, "made", today.minusMonths(2).toString()));
        delivery.putAll(Map.of("useBy", today.minusMonths(2).plusYears(5).toString(), "units", 10, "unit", "piece"));
        return delivery;
    }

    private LotSpec gown(String product, String lot) {
        return new LotSpec("gown", "plastic", null, "津軽衛材", product, lot, today.minusMonths(2), today.minusMonths(2).plusYears(5), LotSpec.Owner.PREFECTURE);
    }

    private LotSpec masks(String product, String lot) {
        return new LotSpec("surgical-mask", null, null, "津軽衛材", product, lot, today.minusMonths(2), today.minusMonths(2).plusYears(5), LotSpec.Owner.PREFECTURE);
    }

    private Occasion now() {
        return new Occasion(today, contractor, null, "");
    }

    private CaseNumber requests(Map<String, Object> change) {
        return office.opens(contractor, PROGRAMME, "item-change", change);
    }

    private CaseNumber asks(Map<String, Object> request) {
        return office.opens(contractor, PROGRAMME, "subcontract", request);
    }

    private void accepts(CaseNumber number, String review) {
        office.concludes(officer, number, review, "accept", Map.of("opinion", "差し支えない。"), "");
    }

    private void decides(CaseNumber number, String outcome, String reason) {
        office.concludes(decider, number, DECIDE, outcome, Map.of(), reason);
    }

    private void refusesChange(String path, Map<String, Object> wrong) {
        Map<String, Object> change = change(old + "改");
        change.putAll(wrong);
        assertThatThrownBy(() -> requests(change)).isInstanceOfSatisfying(IncompleteException.class,
                e -> assertThat(e.problems()).extracting(Problem::path).containsExactly(path));
    }

    private void refusesSubcontract(String path, Map<String, Object> wrong) {
        Map<String, Object> request = subcontract();
        request.putAll(wrong);
        assertThatThrownBy(() -> asks(request)).isInstanceOfSatisfying(IncompleteException.class,
                e -> assertThat(e.problems()).extracting(Problem::path).containsExactly(path));
    }

    private List<String> letter(CaseNumber number) {
        return everywhere(() -> letters.ofCase(number)).stream().map(letter -> letter.kind()).toList();
    }

    private List<String> subjects(CaseNumber number) {
        return everywhere(() -> jdbc.sql("select subject from mail_outbox where case_number = ?").param(number.value()).query(String.class).list());
    }

    /** As the prefecture's auditor reads it. */
    private String page(String address) {
        Actor auditor = office.staff(AOMORI, "対馬　誠", "kansen", Role.AUDITOR, "主査");
        return http.withBasicAuth(accounts.get(auditor.id()).login(), "madoguchi-test").getForObject(address, String.class);
    }

    private <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transactions.execute(status -> work.get()));
    }
}
