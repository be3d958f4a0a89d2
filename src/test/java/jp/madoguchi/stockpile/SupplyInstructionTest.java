package jp.madoguchi.stockpile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.FiscalYear;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.letters.Letters;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Every way through {@code ppe-supply-instruction}, in the words of Aomori Prefecture and its contractor (S2-35, S2-54). */
@MadoguchiTest
class SupplyInstructionTest {

    private static final String AOMORI = "020001";
    private static final String PROGRAMME = "aomori-ppe-r7";
    private static final String CHECK = "UserTask_CheckSupplyReport";
    private static final AtomicInteger LOTS = new AtomicInteger();

    @Autowired
    TestOffice office;
    @Autowired
    Cases cases;
    @Autowired
    Withdrawal withdrawal;
    @Autowired
    Stock stock;
    @Autowired
    StockFigures figures;
    @Autowired
    Obligations obligations;
    @Autowired
    Supplies supplies;
    @Autowired
    Letters letters;
    @Autowired
    Programmes programmes;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionOperations transactions;

    private Actor contractor;
    private Actor officer;
    private Actor decider;
    private Actor manager;
    private Programme aomori;
    private LocalDate today;

    @BeforeEach
    void aomori() {
        contractor = office.contractor(AOMORI, "kansen", PROGRAMME, "備蓄　物流");
        officer = office.staff(AOMORI, "工藤　美咲", "kansen", Role.REVIEWER, "主査");
        decider = office.staff(AOMORI, "成田　隆", "hoken", Role.DECIDER, "保健衛生課長");
        manager = office.staff(AOMORI, "三上　由紀", "hoken", Role.MANAGER, "課長代理");
        aomori = programmes.get(PROGRAMME);
        today = office.today();
    }

    @Test
    @DisplayName("感染症の流行で二つの病院へ供給を指示し、決裁・通知・回答・払出し・納品・報告を経て受理される。下回れるのは指示した数量までで、払い出した分は補充を待つ")
    void the_whole_way() {
        atTheLimit();
        long required = total();
        CaseNumber number = drafts(supply(300, 200));
        assertThat(office.file(number).title()).doesNotContain("フェイスシールド");
        CaseNumber order = orders(1);
        assertThatThrownBy(() -> issues(order)).isInstanceOf(RefusedException.class).hasMessageContaining("管理数量");
        forwards(number);
        assertThatThrownBy(() -> office.concludes(officer, number, SupplyInstructions.DECIDE, "granted")).as("nobody decides for another desk").isInstanceOf(RefusedException.class);
        long others = margins().released();
        decides(number, "granted", "");
        assertThat(margins()).extracting(Margins::released, Margins::releasedUntil).containsExactly(others + 500, today.plusDays(6));
        assertThat(told(number, "stock.released").get("quantities")).isEqualTo("フェイスシールド 500枚");
        assertThatThrownBy(() -> issues(order)).as("an ordinary order does not use it").isInstanceOf(RefusedException.class).hasMessageContaining("管理数量");
        office.runsDueJobs(number);
        assertThat(letter(number)).containsExactly("stock-supply-instruction");
        assertThat(letterText(number)).contains("供給の指示について", "新型インフルエンザの流行", "青森中央病院（青森県内）：フェイスシールド 300枚", "弘前診療所", "回答の期限",
                told(number, "stock.answer-asked").get("by"));
        assertThat(told(number, "stock.weighed").get("items")).contains("総数%,d枚、供給後%,d枚".formatted(required, required - 500));
        assertThat(office.openTasks(number)).containsExactly(SupplyInstructions.ACKNOWLEDGE);

        acknowledges(number, today.plusDays(1));
        supplies(number);
        assertThat(total()).isEqualTo(required - 500);
        assertThat(everywhere(() -> obligations.of(number))).extracting(Obligations.Obligation::institution, Obligations.Obligation::open)
                .containsExactly(tuple("青森中央病院", 300L), tuple("弘前診療所", 200L));
        assertThat(everywhere(() -> obligations.open(aomori))).filteredOn(owed -> owed.number().equals(number)).hasSize(2);
        assertThatThrownBy(() -> everywhere(() -> stock.issue(aomori, new Order("face-shield", null, null, new Quantity(1)), "aomori",
                new Occasion(today, contractor, number, "指示より一枚多く")))).isInstanceOf(RefusedException.class).hasMessageContaining("供給の指示により500枚");

        reports(number, List.of("青森中央病院", "弘前診療所"));
        office.concludes(officer, number, CHECK, "return", Map.of(), "受領書を添えてください。");
        reports(number, List.of("青森中央病院", "弘前診療所"));
        office.concludes(officer, number, CHECK, "accept");
        assertThat(office.walked(number)).contains("EndEvent_Supplied");
        assertThat(office.ended(number)).isTrue();

        new ApprovedProducts(jdbc, transactions, aomori).approve("face-shield", null, "津軽衛材", "補充シールド");
        replenishes(number, 350);
        assertThat(everywhere(() -> obligations.of(number))).extracting(Obligations.Obligation::open).containsExactly(0L, 150L);
        assertThatThrownBy(() -> replenishes(number, 151)).isInstanceOf(IncompleteException.class);
        replenishes(number, 150);
        assertThat(total()).isEqualTo(required);
        assertThat(everywhere(() -> obligations.open(aomori))).noneMatch(owed -> owed.number().equals(number));
    }

    @Test
    @DisplayName("不決定・差戻し・廃案では、何も引き下げられず、通知も出ない")
    void not_decided() {
        CaseNumber refused = drafts(supply(10, 20));
        forwards(refused);
        decides(refused, "refused", "流行の規模が小さいため。");
        assertThat(released(refused)).isZero();
        assertThat(office.walked(refused)).contains("EndEvent_NotInstructed");
        assertThat(letter(refused)).isEmpty();

        CaseNumber returned = drafts(supply(10, 20));
        forwards(returned);
        decides(returned, "returned", "数量の根拠を加えること。");
        assertThat(released(returned)).isZero();
        Map<String, Object> revised = supply(5, 6);
        office.concludes(officer, returned, SupplyInstructions.REVIEW, "forward", revised, "");
        decides(returned, "granted", "");
        assertThat(released(returned)).as("as it was forwarded last").isEqualTo(11);

        CaseNumber abandoned = drafts(supply(10, 20));
        office.concludes(officer, abandoned, SupplyInstructions.REVIEW, "abandon", Map.of(), "流行が収まったため。");
        assertThat(office.walked(abandoned)).contains("EndEvent_Abandoned");
        assertThat(released(abandoned)).isZero();
        withdraws(returned);
    }

    @Test
    @DisplayName("受託者が供給できないと答え、県が改めて求め、再びできないと答えると、県は理由を書いて取り消し、受託者に通知する")
    void unable() {
        CaseNumber number = instructed(supply(10, 20));
        assertThatThrownBy(() -> office.concludes(contractor, number, SupplyInstructions.ACKNOWLEDGE, "unable", Map.of(), "")).isInstanceOf(RefusedException.class);
        office.concludes(contractor, number, SupplyInstructions.ACKNOWLEDGE, "unable", Map.of(), "車両を手配できないため。");
        Instant before = everywhere(() -> supplies.remindAt(number));
        office.concludes(officer, number, SupplyInstructions.SETTLE, "insist", Map.of("consulted", "県が車両を手配する。"), "県の車両で運ぶため。");
        assertThat(everywhere(() -> supplies.remindAt(number))).isAfter(before);
        acknowledges(number, today);
        office.concludes(contractor, number, SupplyInstructions.ISSUE, "unable", Map.of(), "倉庫が停電しているため。");
        assertThat(released(number)).isEqualTo(30);
        office.concludes(officer, number, SupplyInstructions.SETTLE, "cancel", Map.of(), "ほかの県から供給を受けるため。");
        assertThat(released(number)).isZero();
        office.runsDueJobs(number);
        assertThat(letter(number)).containsExactly("stock-supply-instruction", "stock-supply-cancelled");
        assertThat(office.walked(number)).contains("EndEvent_InstructionCancelled");
        assertThat(office.ended(number)).isTrue();
    }

    @Test
    @DisplayName("県は払い出されるまで取り下げられ、通知した後であれば取消しを通知する。受託者は起案も取下げもできない")
    void withdrawn() {
        CaseNumber drafted = drafts(supply(10, 20));
        withdraws(drafted);
        office.runsDueJobs(drafted);
        assertThat(office.walked(drafted)).contains("EndEvent_Withdrawn");
        assertThat(letter(drafted)).isEmpty();

        CaseNumber told = instructed(supply(10, 20));
        assertThatThrownBy(() -> DataScope.within(TestOffice.scope(contractor), () -> withdrawal.withdraw(told, contractor, "できないため。")))
                .isInstanceOf(RefusedException.class).hasMessageContaining("団体の職員だけ");
        withdraws(told);
        assertThat(released(told)).isZero();
        office.runsDueJobs(told);
        assertThat(letter(told)).containsExactly("stock-supply-instruction", "stock-supply-cancelled");
        assertThat(office.walked(told)).contains("EndEvent_WithdrawalTold");
        assertThat(office.ended(told)).isTrue();

        stocked(100);
        CaseNumber issued = instructed(supply(10, 20));
        acknowledges(issued, today);
        supplies(issued);
        assertThatThrownBy(() -> withdraws(issued)).isInstanceOf(RefusedException.class).hasMessageContaining("すでに払い出している");
        assertThatThrownBy(() -> office.opens(contractor, PROGRAMME, "supply-instruction", supply(1, 1))).isInstanceOf(NotFoundException.class);
    }

    @Test
    @DisplayName("4時間のうちに回答がないと受託者に、さらに2時間で県の管理者に知らせる。件名は備蓄も品目も名指ししない")
    void no_answer_in_time() {
        CaseNumber number = instructed(supply(10, 20));
        Instant answerBy = everywhere(() -> supplies.remindAt(number));
        Instant decided = everywhere(() -> cases.records(number)).stream().filter(record -> record.decides()).findFirst().orElseThrow().concludedAt();
        assertThat(Duration.between(decided, answerBy)).isBetween(Duration.ofHours(4).minusMinutes(1), Duration.ofHours(4).plusMinutes(1));
        assertThat(office.jobs(number)).extracting(office::activityOf, job -> job.getDuedate().toInstant().getEpochSecond())
                .containsExactlyInAnyOrder(tuple("BoundaryEvent_AcknowledgementDue", answerBy.getEpochSecond()),
                        tuple("BoundaryEvent_AcknowledgementOverdue", answerBy.plus(Duration.ofHours(2)).getEpochSecond()));
        assertThat(office.task(number, SupplyInstructions.ACKNOWLEDGE).dueAt()).isAfterOrEqualTo(answerBy.truncatedTo(java.time.temporal.ChronoUnit.DAYS));
        assertThat(recipients(number, "task.reminded")).isEmpty();
        office.firesTimer(number, "BoundaryEvent_AcknowledgementDue");
        assertThat(recipients(number, "task.reminded")).contains(contractor.id()).doesNotContain(manager.id());
        assertThat(recipients(number, "task.escalated")).isEmpty();
        office.firesTimer(number, "BoundaryEvent_AcknowledgementOverdue");
        assertThat(recipients(number, "task.escalated")).contains(manager.id()).doesNotContain(contractor.id());
        assertThat(office.walked(number)).contains("EndEvent_ContractorReminded", "EndEvent_ManagerTold");
        assertThat(office.openTasks(number)).containsExactly(SupplyInstructions.ACKNOWLEDGE);
        acknowledges(number, today);
        assertThat(office.openTasks(number)).containsExactly(SupplyInstructions.ISSUE);
        assertThat(office.jobs(number)).extracting(Job::getId).as("nobody is told of an answer that came").isEmpty();
        withdraws(number);
        List<String> subjects = subjects(number);
        assertThat(subjects).isNotEmpty().allSatisfy(subject -> assertThat(subject).doesNotContain("備蓄", "防護具", "シールド", "倉庫", "供給"));
    }

    @Test
    @DisplayName("S2-35：指定備蓄倉庫への供給は、ほかの倉庫からの移動になり、総数も管理数量の引下げも補充も生じない")
    void to_the_designated_warehouse() {
        long elsewhere = everywhere(() -> figures.now(aomori, "n95-mask")).stream().filter(one -> !one.warehouse().equals("aomori"))
                .mapToLong(StockFigures.Balance::quantity).sum();
        receives(masks("SUP-LATE", today.minusMonths(2)), "hachinohe", 100);
        receives(masks("SUP-EARLY", today.minusMonths(5)), "hirosaki", 60);
        receives(masks("SUP-HERE", today.minusMonths(9)), "aomori", 50);
        CaseNumber number = instructed(toWarehouse((int) elsewhere + 80));
        assertThat(released(number)).isZero();
        long before = everywhere(() -> figures.total(aomori, "n95-mask", today));
        acknowledges(number, today);
        supplies(number);
        assertThat(everywhere(() -> figures.total(aomori, "n95-mask", today))).isEqualTo(before);
        assertThat(everywhere(() -> obligations.of(number))).isEmpty();
        assertThat(told(number, "stock.brought").get("lots")).contains("供給マスク SUP-EARLY 60枚").doesNotContain("SUP-HERE");
        refusesReport(number, "deliveries[0].destination", List.of("八戸一時保管倉庫"));
        reports(number, List.of("青森指定備蓄倉庫"));
        office.concludes(officer, number, CHECK, "accept");
        assertThat(office.ended(number)).isTrue();
    }

    @Test
    @DisplayName("在庫が足りない払出しは足りない数を告げて断られ、作業は残る。期間の外や先の日付、届け先の欠けた報告も断る")
    void what_cannot_be() {
        refuses("to", Map.of("from", today.plusDays(3).toString(), "to", today.plusDays(2).toString()));
        refuses("to", Map.of("from", today.minusDays(3).toString(), "to", today.minusDays(1).toString()));
        refuses("lines[0].kind", Map.of("lines", List.of(line("青森中央病院", "gown", 10, "nitrile"))));
        CaseNumber large = instructed(supply(90_000_000, 1));
        refusesAnswer(large, SupplyInstructions.ACKNOWLEDGE, "acknowledged", "arrivesOn", Map.of("arrivesOn", today.plusDays(7).toString()));
        refusesAnswer(large, SupplyInstructions.ACKNOWLEDGE, "acknowledged", "arrivesOn", Map.of("arrivesOn", today.minusDays(1).toString()));
        acknowledges(large, today);
        assertThatThrownBy(() -> supplies(large)).isInstanceOf(RefusedException.class).hasMessageContaining("在庫が足りません");
        refusesAnswer(large, SupplyInstructions.ISSUE, "issued", "issuedOn", Map.of("issuedOn", today.plusDays(1).toString()));
        refusesAnswer(large, SupplyInstructions.ISSUE, "issued", "issuedOn", Map.of("issuedOn", today.minusDays(1).toString()));
        assertThat(office.openTasks(large)).containsExactly(SupplyInstructions.ISSUE);
        withdraws(large);

        stocked(100);
        CaseNumber number = instructed(supply(10, 20));
        acknowledges(number, today);
        supplies(number);
        refusesReport(number, "deliveries", List.of("青森中央病院"));
        refusesReport(number, "deliveries[1].destination", List.of("青森中央病院", "青森中央病院"));
        Map<String, Object> early = report(List.of("青森中央病院", "弘前診療所"));
        ((Map<String, Object>) ((List<?>) early.get("deliveries")).get(1)).put("deliveredOn", today.minusDays(1).toString());
        refusesAnswer(number, SupplyInstructions.REPORT, "reported", "deliveries[1].deliveredOn", early);
    }

    /** Two institutions. */
    private Map<String, Object> supply(int first, int second) {
        return new HashMap<>(Map.of("reason", "新型インフルエンザの流行により、県内の病院で不足しているため。", "from", today.toString(), "to", today.plusDays(6).toString(),
                "destination", "institutions", "lines", List.of(line("青森中央病院", "face-shield", first, null), line("弘前診療所", "face-shield", second, null))));
    }

    private static Map<String, Object> line(String institution, String item, int pieces, String kind) {
        Map<String, Object> line = new HashMap<>(Map.of("institution", institution, "institutionType", "hospital", "address", "青森県内", "item", item, "pieces", pieces));
        if (kind != null) {
            line.put("kind", kind);
        }
        return line;
    }

    private Map<String, Object> toWarehouse(int pieces) {
        return Map.of("reason", "県外の流行に備えるため。", "from", today.toString(), "to", today.plusDays(6).toString(), "destination", "warehouse",
                "goods", List.of(Map.of("item", "n95-mask", "pieces", pieces)));
    }

    private CaseNumber drafts(Map<String, ?> instruction) {
        return office.opens(officer, PROGRAMME, "supply-instruction", instruction);
    }

    /** As it was drafted. */
    private void forwards(CaseNumber number) {
        office.concludes(officer, number, SupplyInstructions.REVIEW, "forward", everywhere(() -> cases.submission(number)).answers().asMap(), "");
    }

    private void decides(CaseNumber number, String outcome, String reason) {
        office.concludes(decider, number, SupplyInstructions.DECIDE, outcome, Map.of(), reason);
    }

    private CaseNumber instructed(Map<String, ?> instruction) {
        CaseNumber number = drafts(instruction);
        forwards(number);
        decides(number, "granted", "");
        office.runsDueJobs(number);
        return number;
    }

    private void acknowledges(CaseNumber number, LocalDate arrivesOn) {
        office.concludes(contractor, number, SupplyInstructions.ACKNOWLEDGE, "acknowledged", Map.of("arrivesOn", arrivesOn.toString()), "");
    }

    private void supplies(CaseNumber number) {
        office.concludes(contractor, number, SupplyInstructions.ISSUE, "issued", Map.of("issuedOn", today.toString()), "");
    }

    private void reports(CaseNumber number, List<String> destinations) {
        office.concludes(contractor, number, SupplyInstructions.REPORT, "reported", report(destinations), "");
    }

    private Map<String, Object> report(List<String> destinations) {
        List<Map<String, Object>> rows = new ArrayList<>();
        destinations.forEach(destination -> rows.add(new HashMap<>(Map.of("destination", destination, "deliveredOn", today.toString(), "receivedBy", "薬剤部"))));
        return new HashMap<>(Map.of("deliveries", rows, "report", "すべて届けました。"));
    }

    private void withdraws(CaseNumber number) {
        DataScope.within(TestOffice.scope(officer), () -> withdrawal.withdraw(number, officer, "流行が収まったため。"));
    }

    private void refuses(String path, Map<String, Object> change) {
        Map<String, Object> instruction = supply(1, 1);
        instruction.putAll(change);
        assertThatThrownBy(() -> drafts(instruction)).isInstanceOfSatisfying(IncompleteException.class,
                e -> assertThat(e.problems()).extracting(one -> one.path()).containsExactly(path));
    }

    private void refusesReport(CaseNumber number, String path, List<String> destinations) {
        refusesAnswer(number, SupplyInstructions.REPORT, "reported", path, report(destinations));
    }

    private void refusesAnswer(CaseNumber number, String task, String outcome, String path, Map<String, ?> answers) {
        assertThatThrownBy(() -> office.concludes(contractor, number, task, outcome, answers, "")).isInstanceOfSatisfying(IncompleteException.class,
                e -> assertThat(e.problems()).extracting(one -> one.path()).containsExactly(path));
    }

    /** The first stocking of face shields is complete, and there is not one more. */
    private void atTheLimit() {
        long required = StockTerms.of(aomori).managed("face-shield", FiscalYear.of(today));
        if (total() < required) {
            stocked(required - total());
        }
        for (StockFigures.Balance balance : everywhere(() -> figures.now(aomori, "face-shield"))) {
            long over = Math.min(balance.quantity(), total() - required);
            if (over > 0) {
                everywhere(() -> stock.issueLot(aomori, balance.lot().id(), balance.warehouse(), new Quantity(over), new Occasion(today, contractor, null, "試験")));
            }
        }
        assertThat(margins()).extracting(Margins::total, Margins::binding).containsExactly(required, required);
    }

    private void stocked(long pieces) {
        receives(new LotSpec("face-shield", null, null, "津軽衛材", "補充シールド", "SUPPLY-" + LOTS.incrementAndGet(), today.minusMonths(2), null,
                LotSpec.Owner.PREFECTURE), "aomori", pieces);
    }

    private LotSpec masks(String lot, LocalDate made) {
        return new LotSpec("n95-mask", null, null, "津軽衛材", "供給マスク", lot, made, made.plusYears(5), LotSpec.Owner.PREFECTURE);
    }

    private void receives(LotSpec lot, String warehouse, long pieces) {
        everywhere(() -> stock.receive(aomori, lot, warehouse, new Quantity(pieces), null, new Occasion(today, contractor, null, "")));
    }

    private void replenishes(CaseNumber number, int pieces) {
        int note = LOTS.incrementAndGet();
        Map<String, Object> goods = new HashMap<>(Map.of("noteNumber", "S-" + note, "deliveredOn", today.toString(), "warehouse", "青森指定備蓄倉庫",
                "replenishes", number.value(), "item", "face-shield", "maker", "津軽衛材", "product", "補充シールド", "lotNumber", "BACK-" + note));
        goods.putAll(Map.of("made", today.minusMonths(1).toString(), "units", pieces, "unit", "piece"));
        CaseNumber delivery = office.opens(contractor, PROGRAMME, "delivery", goods);
        Map<String, Object> inspection = new HashMap<>(Map.of("sound", true, "delivered", true, "channel", true, "widthMm", 240, "heightMm", 200,
                "evidence", List.of(office.uploads(contractor, "試験成績書.pdf"))));
        List.of("covers", "clear", "tools", "glasses", "stays", "splash", "fog").forEach(point -> inspection.put(point, true));
        office.concludes(contractor, delivery, Deliveries.INSPECT, "accept", inspection, "");
    }

    private CaseNumber orders(int pieces) {
        return office.opens(contractor, PROGRAMME, "order", Map.of("institution", "八戸市民病院", "institutionType", "hospital", "address", "八戸市",
                "orderedOn", today.toString(), "item", "face-shield", "units", pieces, "unit", "piece"));
    }

    private void issues(CaseNumber order) {
        office.concludes(contractor, order, Orders.ISSUE, "issued", Map.of("issuedOn", today.toString()), "");
    }

    private long total() {
        return everywhere(() -> figures.total(aomori, "face-shield", today));
    }

    private Margins margins() {
        return everywhere(() -> figures.margins(aomori)).stream().filter(one -> one.item().code().equals("face-shield")).findFirst().orElseThrow();
    }

    private long released(CaseNumber number) {
        return everywhere(() -> jdbc.sql("select coalesce(sum(quantity), 0) from stock_release where case_number = ?").param(number.value())
                .query(Long.class).single());
    }

    private List<String> letter(CaseNumber number) {
        return everywhere(() -> letters.ofCase(number)).stream().map(letter -> letter.kind()).toList();
    }

    private String letterText(CaseNumber number) {
        byte[] pdf = everywhere(() -> letters.pdf(letters.ofCase(number).get(0).id()));
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document).replaceAll("\\R", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> recipients(CaseNumber number, String kind) {
        return everywhere(() -> cases.timeline(number)).stream().filter(entry -> entry.kind().equals(kind)).map(entry -> entry.facts().get("recipient")).toList();
    }

    private List<String> subjects(CaseNumber number) {
        return everywhere(() -> jdbc.sql("select subject from mail_outbox where case_number = ?").param(number.value()).query(String.class).list());
    }

    private Map<String, String> told(CaseNumber number, String kind) {
        return everywhere(() -> cases.timeline(number)).stream().filter(entry -> entry.kind().equals(kind)).findFirst().orElseThrow().facts();
    }

    private <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transactions.execute(status -> work.get()));
    }
}
