package jp.madoguchi.stockpile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.database.EmbeddedPostgres;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.Blockade;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Every way through {@code ppe-receipt} and {@code ppe-issue}, in the words of Aomori's contractor, and what is refused. */
@MadoguchiTest
class StockProceduresTest {

    private static final String AOMORI = "020001";
    private static final String PROGRAMME = "aomori-ppe-r7";
    private static final AtomicInteger NOTES = new AtomicInteger();
    private static final Map<String, List<String>> POINTS = Map.of("surgical-mask", List.of("association", "singleUse", "ears", "nose", "regular"),
            "n95-mask", List.of("fit", "noValve", "regular"), "face-shield", List.of("covers", "clear", "tools", "glasses", "stays", "splash", "fog"),
            "gown-isolation", List.of("repellent", "nonWoven", "sleeves", "back", "ties"),
            "gown-plastic", List.of("waterproof", "plastic", "sleeves", "back", "perforation"),
            "glove-nitrile", List.of("thin", "material", "powder"), "glove-pvc", List.of("thin", "material", "powder"));

    @Autowired
    TestOffice office;
    @Autowired
    Cases cases;
    @Autowired
    Withdrawal withdrawal;
    @Autowired
    Bookkeeping books;
    @Autowired
    StockFigures figures;
    @Autowired
    Obligations obligations;
    @Autowired
    Programmes programmes;
    @Autowired
    EmbeddedPostgres server;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionOperations transactions;

    private Actor contractor;
    private Programme aomori;

    @BeforeEach
    void aomori() {
        contractor = office.contractor(AOMORI, "kansen", PROGRAMME, "備蓄　物流");
        aomori = programmes.get(PROGRAMME);
        // Another class may have completed the first stocking, from when on only approved products may come (S2-26).
        ApprovedProducts products = new ApprovedProducts(jdbc, transactions, aomori);
        POINTS.keySet().forEach(goods -> products.approve(goods.split("-(?=nitrile|pvc|isolation|plastic)")[0],
                goods.matches("(glove|gown)-.*") ? goods.split("-")[1] : null, "津軽衛材", "製品" + goods.split("-(?=nitrile|pvc|isolation|plastic)")[0]));
        products.approve("surgical-mask", null, "津軽衛材", "サージカルマスクP");
        products.approve("glove", "pvc", "津軽衛材", "検査用手袋");
    }

    @Test
    @DisplayName("別紙1の例：26,900枚を備え、2,000枚を払い出して納品し、同じものを補充すると、元の数に戻り、補充は残らない")
    void the_annex_example() {
        long before = total("surgical-mask");
        CaseNumber stocked = receives(masks(538, "box"));
        assertThat(total("surgical-mask") - before).isEqualTo(26_900);
        assertThat(office.walked(stocked)).contains("EndEvent_InStock");

        CaseNumber order = orders("surgical-mask", "", "", 2_000, 1);
        assertThat(kinds(order)).contains("stock.proposed");
        issues(order);
        assertThat(total("surgical-mask") - before).isEqualTo(24_900);
        assertThat(owed(order).open()).isEqualTo(2_000);
        delivers(order);
        assertThat(office.openTasks(order)).as("it waits to be replenished").isEmpty();
        assertThat(office.ended(order)).isFalse();

        receives(replenishing(order, masks(25, "box")));
        assertThat(owed(order).open()).isEqualTo(750);
        assertThat(office.ended(order)).isFalse();
        receives(replenishing(order, masks(750, "piece")));
        assertThat(total("surgical-mask") - before).isEqualTo(26_900);
        assertThat(owed(order).open()).isZero();
        assertThat(office.walked(order)).contains("IntermediateCatchEvent_OrderReplenished", "EndEvent_OrderReplenished");
        assertThat(office.ended(order)).isTrue();
        assertThat(everywhere(() -> obligations.open(aomori))).noneMatch(one -> one.number().equals(order));
    }

    @Test
    @DisplayName("届ける前に補充が済めば、届けたところで終わる")
    void replenished_before_it_was_delivered() {
        receives(masks(10, "box"));
        CaseNumber order = orders("surgical-mask", "", "", 100, 1);
        issues(order);
        receives(replenishing(order, masks(2, "box")));
        assertThat(office.openTasks(order)).containsExactly(Orders.DELIVER);
        delivers(order);
        assertThat(office.walked(order)).contains("EndEvent_AlreadyReplenished");
        assertThat(office.ended(order)).isTrue();
    }

    @Test
    @DisplayName("届けたことと補充の完了が同時に記録されても、払出しは補充を待ち続けない")
    void delivered_while_it_is_being_replenished() throws Exception {
        receives(masks(2, "box"));
        CaseNumber order = orders("surgical-mask", "", "", 100, 1);
        issues(order);
        CompletableFuture<Void> delivered;
        try (Blockade replenishing = new Blockade(server, "stock_plan")) {
            replenishing.run("update stock_obligation set replenished = quantity where case_number = '" + order + "'");
            delivered = CompletableFuture.runAsync(() -> delivers(order));
            // Long enough that it would have looked, were it not to wait.
            Thread.sleep(1_000);
        }
        delivered.get(60, TimeUnit.SECONDS);
        assertThat(office.walked(order)).contains("EndEvent_AlreadyReplenished");
        assertThat(office.ended(order)).isTrue();
    }

    @Test
    @DisplayName("S2-11：払い出したロットは、使用推奨期限の早いものから案件の経過に残る")
    void the_earliest_recommended_use_first() {
        receives(gloves("GL-LATE", office.today().minusMonths(2)));
        receives(gloves("GL-EARLY", office.today().minusMonths(9)));
        CaseNumber order = orders("glove", "pvc", "L", 150, 1);
        issues(order);
        assertThat(told(order, "stock.issued").get("lots")).isEqualTo("検査用手袋 GL-EARLY 100枚、検査用手袋 GL-LATE 50枚");
        CaseNumber any = orders("glove", "", "L", 10, 1);
        issues(any);
        assertThat(owed(any).order().kind()).as("what was issued, not what was left open").isIn("nitrile", "pvc");
    }

    @ParameterizedTest
    @DisplayName("S2-73〜S2-89：別紙2の規格や寸法を満たさない納品は受け入れられず、受入拒否を理由とともに記録する。満たせば受け入れる")
    @CsvSource({"surgical-mask, '', standard, none, JIS T9001", "n95-mask, '', standard, none, NIOSH", "gown, isolation, standard, none, AAMI",
        "gown, plastic, lengthCm, 99, 100cm", "gown, isolation, lengthCm, 99, 100cm", "face-shield, '', widthMm, 229, 230mm",
        "face-shield, '', heightMm, 179, 180mm", "glove, nitrile, standard, none, D6319", "glove, pvc, standard, none, D5250"})
    void below_the_specification(String item, String kind, String field, String value, String told) {
        long before = total(item);
        CaseNumber delivery = files(delivery(item, kind, "X"));
        Map<String, Object> inspection = inspection(item, kind);
        inspection.put(field, Character.isDigit(value.charAt(0)) ? (Object) Integer.valueOf(value) : value);
        assertThatThrownBy(() -> accepts(delivery, inspection)).isInstanceOf(RefusedException.class).hasMessageContaining(told);
        assertThat(office.openTasks(delivery)).containsExactly(Deliveries.INSPECT);
        assertThatThrownBy(() -> office.concludes(contractor, delivery, Deliveries.INSPECT, "refuse", Map.of(), ""))
                .isInstanceOf(RefusedException.class).hasMessageContaining("理由");
        office.concludes(contractor, delivery, Deliveries.INSPECT, "refuse", Map.of(), "仕様を満たさないため。");
        assertThat(told(delivery, "task.concluded")).containsEntry("comment", "仕様を満たさないため。");
        assertThat(office.walked(delivery)).contains("EndEvent_DeliveryRefused");
        assertThat(total(item)).isEqualTo(before);
        receives(delivery(item, kind, "OK"));
        assertThat(total(item)).isEqualTo(before + 100);
    }

    @Test
    @DisplayName("S2-67：必須の項目を確かめていない、または資料のない検品は、その項目で断る")
    void what_an_inspection_must_have() {
        CaseNumber delivery = files(masks(1, "box"));
        for (String point : List.of("sound", "association", "singleUse", "evidence", "standard")) {
            Map<String, Object> inspection = inspection("surgical-mask", "");
            inspection.remove(point);
            assertThatThrownBy(() -> accepts(delivery, inspection))
                    .isInstanceOfSatisfying(IncompleteException.class, e -> assertThat(e.problems()).extracting(one -> one.path()).containsExactly(point));
        }
    }

    @Test
    @DisplayName("S2-69：入庫日に4年残らない納品は、台帳が断り、検品は残る")
    void too_old_on_arrival() {
        Map<String, Object> old = masks(1, "box");
        old.put("made", office.today().minusMonths(13).toString());
        old.put("useBy", office.today().minusMonths(13).plusYears(5).toString());
        CaseNumber delivery = files(old);
        assertThatThrownBy(() -> accepts(delivery, inspection("surgical-mask", ""))).isInstanceOf(RefusedException.class)
                .hasMessageContaining("4年ありません");
        assertThat(office.openTasks(delivery)).containsExactly(Deliveries.INSPECT);
    }

    @Test
    @DisplayName("倉庫、種別、先の日付、ロット番号のない納品は、それぞれの項目で断る")
    void deliveries_that_cannot_be() {
        refuses("warehouse", Map.of("warehouse", "仙台倉庫"));
        refuses("kind", Map.of("item", "gown", "kind", "nitrile"));
        refuses("deliveredOn", Map.of("deliveredOn", office.today().plusDays(1).toString()));
        refuses("lotNumber", Map.of("lotNumber", ""));
        refuses("made", Map.of("made", ""));
        refuses("units", Map.of("units", 0));
    }

    @Test
    @DisplayName("GS1-128 を読み取ると、ロットと日付はバーコードのものになり、違う入力や読めないバーコードは断る")
    void bar_codes() {
        LocalDate made = office.today().minusMonths(3);
        LocalDate useBy = made.plusYears(5);
        String code = "(01)04912345678904(17)%ty%<tm%<td(11)%ty%<tm%<td(10)BC-7".formatted(useBy, made);
        refuses("scanned", Map.of("scanned", "(01)04912345678905(10)BC-7"));
        refuses("lotNumber", Map.of("scanned", code, "lotNumber", "BC-8", "made", made.toString(), "useBy", useBy.toString()));
        refuses("useBy", Map.of("scanned", code, "lotNumber", "BC-7", "made", made.toString(), "useBy", useBy.plusDays(1).toString()));
        Map<String, Object> scanned = masks(3, "piece");
        List.of("lotNumber", "made", "useBy").forEach(scanned::remove);
        scanned.put("scanned", code);
        CaseNumber delivery = receives(scanned);
        assertThat(told(delivery, "stock.received").get("lot")).isEqualTo("サージカルマスクP（BC-7）");
        assertThat(everywhere(() -> figures.now(aomori, "surgical-mask"))).anySatisfy(balance -> {
            assertThat(balance.lot().spec().lotNumber()).isEqualTo("BC-7");
            assertThat(balance.lot().spec().useBy()).isEqualTo(useBy);
        });
    }

    @Test
    @DisplayName("S2-09：補充は払い出した後に、同じ品目で、残りの数までに限る。二つの納品が同時に待っても、多くは受け入れない")
    void replenishments_that_do_not_fit() {
        receives(masks(10, "box"));
        CaseNumber order = orders("surgical-mask", "", "", 100, 1);
        refuses("replenishes", Map.of("replenishes", order.value()));
        issues(order);
        refuses("item", Map.of("replenishes", order.value(), "item", "n95-mask"));
        refuses("units", Map.of("replenishes", order.value(), "units", 3));
        CaseNumber one = files(replenishing(order, masks(2, "box")));
        CaseNumber other = files(replenishing(order, masks(2, "box")));
        accepts(one, inspection("surgical-mask", ""));
        assertThatThrownBy(() -> accepts(other, inspection("surgical-mask", ""))).isInstanceOf(RefusedException.class)
                .hasMessageContaining("ほかの納品で補充");
    }

    @Test
    @DisplayName("在庫を超える払出しは、足りない数を告げて断られ、作業は残る。払い出さないときは理由を記録する")
    void larger_than_the_stock() {
        CaseNumber order = orders("n95-mask", "", "", 90_000_000, 10);
        assertThat(told(order, "stock.proposed").get("lots")).contains("在庫が足りません");
        assertThatThrownBy(() -> issues(order)).isInstanceOf(RefusedException.class).hasMessageContaining("在庫が足りません");
        assertThat(office.openTasks(order)).containsExactly(Orders.ISSUE);
        office.concludes(contractor, order, Orders.ISSUE, "declined", Map.of(), "在庫を超えるため、医療機関が依頼を取り下げた。");
        assertThat(told(order, "task.concluded")).containsEntry("comment", "在庫を超えるため、医療機関が依頼を取り下げた。");
        assertThat(office.walked(order)).contains("EndEvent_NotIssued");
    }

    @Test
    @DisplayName("払い出す前の依頼と検品前の納品は取り下げられ、払い出した後は取り下げられない")
    void withdrawn() {
        receives(masks(2, "box"));
        CaseNumber order = orders("surgical-mask", "", "", 10, 1);
        CaseNumber issued = orders("surgical-mask", "", "", 10, 1);
        CaseNumber delivery = files(masks(1, "box"));
        issues(issued);
        withdraws(order);
        withdraws(delivery);
        assertThat(office.ended(order)).isTrue();
        assertThat(office.ended(delivery)).isTrue();
        assertThatThrownBy(() -> withdraws(issued)).isInstanceOf(RefusedException.class).hasMessageContaining("すでに払い出している");
    }

    @Test
    @DisplayName("S2-32：別の事業の受託者は登録も閲覧もできない")
    void another_programmes_contractor() {
        CaseNumber delivery = files(masks(1, "box"));
        Actor stranger = office.contractor("102113", "seidigi", "annaka-currency-r6", "通貨事務局");
        assertThatThrownBy(() -> office.opens(stranger, PROGRAMME, "delivery", masks(1, "box"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> DataScope.within(TestOffice.scope(stranger), () -> cases.get(delivery))).isInstanceOf(NotFoundException.class);
    }

    @Test
    @DisplayName("誤った入庫は、取消しの記録で元に戻り、二度は取り消せない。県の職員と理由のない取消しは受け付けない")
    void a_wrong_receipt_is_taken_back() {
        long before = total("surgical-mask");
        Movement wrong = line(receives(masks(10, "box")));
        Actor officer = office.staff(AOMORI, "工藤　美咲", "kansen", Role.REVIEWER, "主査");
        assertThatThrownBy(() -> takesBack(officer, wrong, "誤り")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> takesBack(contractor, wrong, " ")).isInstanceOf(RefusedException.class).hasMessageContaining("理由を入力してください");
        takesBack(contractor, wrong, "別の納品書と取り違えたため。");
        assertThat(total("surgical-mask")).isEqualTo(before);
        assertThatThrownBy(() -> takesBack(contractor, wrong, "もう一度")).isInstanceOf(RefusedException.class);
    }

    @Test
    @DisplayName("払出しを取り消すと補充は要らなくなり、届け済みなら手続も終わる。補充された払出しは取り消せない")
    void an_issue_is_taken_back() {
        receives(masks(4, "box"));
        CaseNumber order = orders("surgical-mask", "", "", 100, 1);
        issues(order);
        delivers(order);
        takesBack(contractor, line(order), "病院が受け取らず、戻ったため。");
        assertThat(owed(order).open()).isZero();
        assertThat(told(order, "stock.came-back")).containsEntry("quantity", "100枚").containsEntry("open", "0枚");
        assertThat(office.ended(order)).isTrue();

        CaseNumber replenished = orders("surgical-mask", "", "", 100, 1);
        issues(replenished);
        receives(replenishing(replenished, masks(1, "box")));
        assertThatThrownBy(() -> takesBack(contractor, line(replenished), "誤り")).isInstanceOf(RefusedException.class).hasMessageContaining("すでに補充されている");
        assertThat(owed(replenished).open()).as("nothing of it stays").isEqualTo(50);
    }

    @Test
    @DisplayName("補充を取り消すと、その分がまた補充待ちになる。払出しの手続が終わった後の補充は取り消せない")
    void a_replenishment_is_taken_back() {
        receives(masks(4, "box"));
        CaseNumber order = orders("surgical-mask", "", "", 100, 1);
        issues(order);
        CaseNumber first = receives(replenishing(order, masks(1, "box")));
        takesBack(contractor, line(first), "数え間違い。");
        assertThat(owed(order).open()).isEqualTo(100);
        assertThat(told(order, "stock.went-back")).containsEntry("quantity", "50枚").containsEntry("open", "100枚");
        delivers(order);
        CaseNumber whole = receives(replenishing(order, masks(2, "box")));
        assertThat(office.ended(order)).isTrue();
        assertThatThrownBy(() -> takesBack(contractor, line(whole), "誤り")).isInstanceOf(RefusedException.class).hasMessageContaining("手続が終わっている");
    }

    private Movement line(CaseNumber number) {
        return DataScope.within(AOMORI, () -> figures.movements(aomori, office.today(), office.today())).stream()
                .filter(one -> number.equals(one.number())).findFirst().orElseThrow();
    }

    private void takesBack(Actor actor, Movement line, String reason) {
        DataScope.within(TestOffice.scope(actor), () -> {
            books.reverse(aomori, line.id(), new Occasion(office.today(), actor, null, reason));
            return null;
        });
    }

    private CaseNumber files(Map<String, Object> delivery) {
        return office.opens(contractor, PROGRAMME, "delivery", delivery);
    }

    private CaseNumber receives(Map<String, Object> delivery) {
        CaseNumber number = files(delivery);
        accepts(number, inspection(delivery.get("item").toString(), delivery.getOrDefault("kind", "").toString()));
        return number;
    }

    private void accepts(CaseNumber delivery, Map<String, Object> inspection) {
        office.concludes(contractor, delivery, Deliveries.INSPECT, "accept", inspection, "");
    }

    private void withdraws(CaseNumber number) {
        DataScope.within(TestOffice.scope(contractor), () -> withdrawal.withdraw(number, contractor, "登録の誤り。"));
    }

    /** All points met. */
    private Map<String, Object> inspection(String item, String kind) {
        Map<String, Object> inspection = new HashMap<>(Map.of("sound", true, "delivered", true, "channel", true,
                "evidence", List.of(office.uploads(contractor, "試験成績書.pdf"))));
        POINTS.get(kind.isEmpty() ? item : item + "-" + kind).forEach(point -> inspection.put(point, true));
        switch (item) {
            case "surgical-mask" -> inspection.put("standard", "jis-t9001-2");
            case "n95-mask" -> inspection.put("standard", "niosh-n95");
            case "face-shield" -> inspection.putAll(Map.of("widthMm", 230, "heightMm", 180));
            case "gown" -> {
                inspection.put("lengthCm", 100);
                if (kind.equals("isolation")) {
                    inspection.put("standard", "aami-pb70-2");
                }
            }
            default -> inspection.putAll(Map.of("standard", "en455", "notification", "13B1X00001"));
        }
        return inspection;
    }

    private Map<String, Object> masks(int units, String unit) {
        Map<String, Object> masks = delivery("surgical-mask", "", "P");
        masks.putAll(Map.of("product", "サージカルマスクP", "units", units, "unit", unit));
        if (unit.equals("box")) {
            masks.put("perUnit", 50);
        }
        return masks;
    }

    private Map<String, Object> gloves(String lot, LocalDate made) {
        Map<String, Object> gloves = delivery("glove", "pvc", lot);
        gloves.putAll(Map.of("size", "L", "lotNumber", lot, "made", made.toString(), "useBy", made.plusYears(5).toString(), "product", "検査用手袋"));
        return gloves;
    }

    private static Map<String, Object> replenishing(CaseNumber order, Map<String, Object> delivery) {
        delivery.put("replenishes", order.value());
        return delivery;
    }

    /** A hundred pieces of a new lot, made four months ago. */
    private Map<String, Object> delivery(String item, String kind, String lot) {
        int note = NOTES.incrementAndGet();
        LocalDate made = office.today().minusMonths(4);
        Map<String, Object> delivery = new HashMap<>(Map.of("noteNumber", "N-%05d".formatted(note), "deliveredOn", office.today().toString(),
                "warehouse", "青森指定備蓄倉庫", "item", item, "maker", "津軽衛材", "product", "製品" + item, "lotNumber", lot + "-" + note,
                "made", made.toString(), "units", 100, "unit", "piece"));
        if (!item.equals("face-shield")) {
            delivery.put("useBy", made.plusYears(5).toString());
        }
        if (!kind.isEmpty()) {
            delivery.put("kind", kind);
        }
        if (item.equals("glove")) {
            delivery.put("size", "M");
        }
        return delivery;
    }

    private CaseNumber orders(String item, String kind, String size, int units, int perUnit) {
        Map<String, Object> order = new HashMap<>(Map.of("institution", "青森中央病院", "institutionType", "hospital", "address", "青森市東造道2-1-1",
                "orderedOn", office.today().toString(), "item", item, "units", units, "unit", perUnit == 1 ? "piece" : "box"));
        if (perUnit > 1) {
            order.put("perUnit", perUnit);
        }
        if (!kind.isEmpty()) {
            order.put("kind", kind);
        }
        if (!size.isEmpty()) {
            order.put("size", size);
        }
        return office.opens(contractor, PROGRAMME, "order", order);
    }

    private void issues(CaseNumber order) {
        office.concludes(contractor, order, Orders.ISSUE, "issued", Map.of("issuedOn", office.today().toString()), "");
    }

    private void delivers(CaseNumber order) {
        office.concludes(contractor, order, Orders.DELIVER, "delivered", Map.of("deliveredOn", office.today().toString(), "receivedBy", "薬剤部"), "");
    }

    private void refuses(String path, Map<String, Object> change) {
        Map<String, Object> delivery = masks(2, "box");
        delivery.putAll(change);
        assertThatThrownBy(() -> files(delivery)).isInstanceOfSatisfying(IncompleteException.class,
                e -> assertThat(e.problems()).extracting(one -> one.path()).containsExactly(path));
    }

    private long total(String item) {
        return everywhere(() -> figures.total(aomori, item, office.today()));
    }

    private Obligations.Obligation owed(CaseNumber order) {
        return everywhere(() -> obligations.find(order.value())).orElseThrow();
    }

    private List<String> kinds(CaseNumber number) {
        return everywhere(() -> cases.timeline(number)).stream().map(entry -> entry.kind()).toList();
    }

    private Map<String, String> told(CaseNumber number, String kind) {
        return everywhere(() -> cases.timeline(number)).stream().filter(entry -> entry.kind().equals(kind)).findFirst().orElseThrow().facts();
    }

    private <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transactions.execute(status -> work.get()));
    }
}
