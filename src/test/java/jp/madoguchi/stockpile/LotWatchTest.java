package jp.madoguchi.stockpile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.FiscalYear;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.letters.Letters;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Desk;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import jp.madoguchi.workflow.Procedures;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** S2-07, S2-52: every way through {@code ppe-expiry}, and what brings it about, on the moved clock. */
@MadoguchiTest
@DisplayName("使用推奨期限の見守り")
class LotWatchTest {

    private static final String AOMORI = "020001";
    private static final String RECEIVED = "入庫";
    private static final Map<String, Object> SUITABLE = Map.of("methodOpinion", "交換により常に1年以上を保てる。");

    @Autowired
    TestOffice office;
    @Autowired
    Programmes programmes;
    @Autowired
    StockLedgers ledgers;
    @Autowired
    BusinessClock clock;
    @Autowired
    Stock stock;
    @Autowired
    StockFigures figures;
    @Autowired
    Obligations obligations;
    @Autowired
    LotWatch watch;
    @Autowired
    Cases cases;
    @Autowired
    Procedures procedures;
    @Autowired
    Withdrawal withdrawal;
    @Autowired
    Organisation organisation;
    @Autowired
    Letters letters;
    @Autowired
    Accounts accounts;
    @Autowired
    TestRestTemplate http;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionOperations transactions;

    private StockRoom room;
    private Programme programme;
    private Actor contractor;
    private Actor officer;
    private Actor director;
    private Actor manager;
    private LocalDate useBy;

    @BeforeEach
    void opens() {
        room = new StockRoom(programmes, ledgers, clock);
        programme = room.announces(0);
        contractor = office.contractor(AOMORI, "kansen", programme.code(), "備蓄　物流");
        officer = office.staff(AOMORI, "工藤　美咲", "kansen", Role.REVIEWER, "主査");
        director = office.staff(AOMORI, "成田　隆", "hoken", Role.DECIDER, "保健衛生課長");
        manager = office.staff(AOMORI, "三上　由紀", "hoken", Role.MANAGER, "課長代理");
        useBy = room.today().minusMonths(3).plusYears(5);
    }

    @Test
    @DisplayName("18か月で計画、15か月で受託者に、13か月で管理者に知らせ、使い切れば案件は自動で終わる")
    void used_in_time() {
        long lot = receives("A-1", 1_000);
        movesTo(18, 0);
        sweeps();
        assertThat(watched()).as("eighteen months remain, not less").isEmpty();

        movesTo(18, 1);
        sweeps();
        CaseNumber number = caseOf(lot);
        assertThat(office.openTasks(number)).containsExactly(LotWatch.PLAN);
        assertThat(watched().get(lot).step()).isEqualTo(LotWatch.Step.PLAN);
        assertThat(told(number, "stock.lot-near").get("quantity")).isEqualTo("1,000枚");
        assertThat(office.file(number).title()).isEqualTo("台帳番号 " + lot);
        plans(number, "institutions", lastDay());

        movesTo(15, 1);
        sweeps();
        sweeps();
        assertThat(kinds(number)).filteredOn("stock.lot-near"::equals).hasSize(2);
        assertThat(mailed(number, contractor)).singleElement().asString().contains(number.value()).doesNotContainPattern("備蓄|ロット|マスク|期限の近い案件");
        assertThat(mailed(number, manager)).isEmpty();

        movesTo(13, 1);
        sweeps();
        assertThat(office.openTasks(number)).containsExactly(LotWatch.FOLLOW_UP);
        assertThat(mailed(number, manager)).hasSize(1);
        assertThat(kinds(number)).contains("stock.lot-escalated");
        office.concludes(manager, number, LotWatch.FOLLOW_UP, "noted", Map.of("followUpCause", "払出しが少ない。", "followUpMeasure", "病院への払出しを早めること。"), "");

        issues(600);
        sweeps();
        assertThat(office.ended(number)).isFalse();
        issues(400);
        sweeps();
        assertThat(office.walked(number)).contains("EndEvent_LotFollowedUp", "IntermediateCatchEvent_LotChanged", "EndEvent_LotUsed");
        assertThat(office.ended(number)).isTrue();
        assertThat(office.file(number).isClosed()).isTrue();
        assertThat(watched()).isEmpty();
    }

    @Test
    @DisplayName("T5：1年を切ると受託者の負担による廃棄と補充の作業が自動で始まり、廃棄が台帳に載り、同じものが補充されて終わる")
    void disposed_of_and_replaced() {
        long lot = receives("B-1", 500);
        within(() -> stock.transfer(programme, lot, StockRoom.CENTRE, StockRoom.OTHER, new Quantity(200), room.now()));
        movesTo(18, 1);
        sweeps();
        CaseNumber number = caseOf(lot);
        plans(number, "institutions", lastDay());
        assertThatThrownBy(() -> withdraws(number)).isInstanceOf(RefusedException.class).hasMessageContaining("在庫か補充が残っている");

        movesTo(12, 0);
        sweeps();
        assertThat(office.openTasks(number)).as("a year remains on this day").doesNotContain(LotWatch.DISPOSE);
        movesTo(12, 1);
        sweeps();
        assertThat(office.openTasks(number)).contains(LotWatch.DISPOSE);
        assertThat(told(number, "stock.lot-fallen")).containsEntry("bearer", "受託者（乙）").containsEntry("quantity", "500枚");
        assertThat(watched().get(lot).step()).isEqualTo(LotWatch.Step.DISPOSE);

        refusesDisposal(number, "disposed", Map.of("disposed", 501));
        refusesDisposal(number, "disposedOn", Map.of("disposedOn", room.today().plusDays(1).toString()));
        refusesDisposal(number, "evidence", Map.of("evidence", List.of()));
        refusesDisposal(number, "contractorPays", Map.of("contractorPays", false));
        disposes(number, 400);
        assertThat(office.openTasks(number)).as("a hundred are still there").contains(LotWatch.DISPOSE);
        disposes(number, 100);
        assertThat(within(() -> figures.movements(programme, lot))).filteredOn(m -> m.kind() == Movement.Kind.DISPOSAL).allMatch(m -> number.equals(m.number()))
                .extracting(Movement::quantity).containsExactlyInAnyOrder(-300L, -100L, -100L);
        assertThat(owed(number)).satisfies(owed -> {
            assertThat(owed.open()).isEqualTo(500);
            assertThat(owed.contractorPays()).isTrue();
        });
        assertThat(office.ended(number)).isFalse();
        assertThatThrownBy(() -> withdraws(number)).isInstanceOf(RefusedException.class);
        sweeps();
        assertThat(office.openTasks(number)).doesNotContain(LotWatch.DISPOSE, LotWatch.PLAN);

        assertThat(problems(() -> delivers(number, Map.of("item", "n95-mask")))).containsExactly("item");
        assertThat(problems(() -> delivers(number, Map.of("units", 501)))).containsExactly("units");
        accepts(delivers(number, Map.of("units", 200)));
        assertThat(office.ended(number)).isFalse();
        accepts(delivers(number, Map.of("units", 300)));
        assertThat(office.walked(number)).contains("IntermediateCatchEvent_LotReplaced", "EndEvent_LotReplaced");
        assertThat(office.ended(number)).isTrue();
        assertThat(watched()).isEmpty();
        assertThat(within(() -> figures.yearGaps(programme, FiscalYear.of(room.today())))).filteredOn(gap -> gap.item().code().equals("surgical-mask"))
                .singleElement().satisfies(gap -> {
                    assertThat(gap.disposed()).isEqualTo(500);
                    assertThat(gap.open()).isZero();
                });
    }

    @ParameterizedTest
    @DisplayName("見守りが何週間も動かなかったときや、遅れて備蓄に加わったときは、そのときの段階から始まる")
    @CsvSource({"15, REMIND, UserTask_PlanRotation", "13, ESCALATE, UserTask_PlanRotation UserTask_FollowUpLot", "12, DISPOSE, UserTask_DisposeLot"})
    void found_late(int months, LotWatch.Step step, String tasks) {
        long lot = receives("C-1", 10);
        movesTo(months, 5);
        sweeps();
        assertThat(watched().get(lot).step()).isEqualTo(step);
        assertThat(office.openTasks(caseOf(lot))).containsExactlyInAnyOrder(tasks.split(" "));
        sweeps();
        assertThat(office.openTasks(caseOf(lot))).containsExactlyInAnyOrder(tasks.split(" "));
    }

    @Test
    @DisplayName("計画を待つ間に1年を切れば、計画を待たずに廃棄の作業に移る。18か月の次が1年でもよい")
    void under_a_year_without_a_plan() {
        long lot = receives("D-1", 10);
        movesTo(18, 1);
        sweeps();
        movesTo(12, 1);
        sweeps();
        assertThat(office.openTasks(caseOf(lot))).containsExactly(LotWatch.DISPOSE);
        assertThat(office.walked(caseOf(lot))).contains("BoundaryEvent_PlanOvertaken");
    }

    @Test
    @DisplayName("計画を立てる前に使い切れば終わり、廃棄の前に棚卸で無くなれば廃棄も補充もなく終わる")
    void gone_before_anybody_worked_on_it() {
        long used = receives("E-1", 10);
        movesTo(18, 1);
        sweeps();
        CaseNumber number = caseOf(used);
        issues(10);
        sweeps();
        assertThat(office.walked(number)).contains("BoundaryEvent_PlanOvertaken", "EndEvent_LotUsed");
        assertThat(office.ended(number)).isTrue();

        clock.reset();
        long lost = receives("E-2", 10);
        movesTo(12, 1);
        sweeps();
        CaseNumber other = caseOf(lost);
        within(() -> stock.count(programme, lost, StockRoom.CENTRE, 0, room.now()));
        sweeps();
        assertThat(office.walked(other)).contains("BoundaryEvent_DisposalOvertaken", "EndEvent_LotReplaced");
        assertThat(office.ended(other)).isTrue();
        assertThat(everywhere(() -> obligations.find(other.value()))).isEmpty();
    }

    @Test
    @DisplayName("廃棄の記録を取り消すと廃棄の作業に戻り、補充する数量も元に戻る")
    void a_disposal_that_was_wrong() {
        long lot = receives("F-1", 100);
        movesTo(12, 1);
        sweeps();
        CaseNumber number = caseOf(lot);
        disposes(number, 100);
        assertThat(owed(number).open()).isEqualTo(100);
        Movement wrong = within(() -> figures.movements(programme, lot)).stream().filter(m -> m.kind() == Movement.Kind.DISPOSAL).findFirst().orElseThrow();
        within(() -> stock.reverse(programme, wrong.id(), room.now()));
        sweeps();
        assertThat(office.openTasks(number)).containsExactly(LotWatch.DISPOSE);
        assertThat(everywhere(() -> obligations.find(number.value()))).isEmpty();
        disposes(number, 100);
        assertThat(owed(number).open()).isEqualTo(100);
    }

    @Test
    @DisplayName("使い切ったロットが棚卸の差異や取消しで戻れば、新しい案件で見守る。残らないロットの案件は取り下げられる")
    void back_again() {
        long lot = receives("G-1", 10);
        movesTo(18, 1);
        sweeps();
        CaseNumber first = caseOf(lot);
        issues(10);
        sweeps();
        assertThat(office.ended(first)).isTrue();
        within(() -> stock.count(programme, lot, StockRoom.CENTRE, 4, room.now()));
        sweeps();
        CaseNumber second = caseOf(lot);
        assertThat(second).isNotEqualTo(first);
        assertThat(office.openTasks(second)).containsExactly(LotWatch.PLAN);
        within(() -> stock.count(programme, lot, StockRoom.CENTRE, 0, room.now()));
        withdraws(second);
        assertThat(office.ended(second)).isTrue();
        assertThat(watched()).isEmpty();
        sweeps();
        assertThat(watched()).isEmpty();
    }

    @Test
    @DisplayName("S2-07：1年を切る日の計画は断る")
    void a_plan_that_ends_too_late() {
        long lot = receives("H-1", 10);
        movesTo(18, 1);
        sweeps();
        assertThat(problems(() -> plans(caseOf(lot), "institutions", lastDay().plusDays(1)))).containsExactly("finishedBy");
    }

    @Test
    @DisplayName("S2-04：ほかの方法の計画は係が審査し、課長が承認して通知する。差し戻されると計画は理由とともに受託者に戻り、直して承認を受ける")
    void another_way_needs_approval() {
        long lot = receives("W-1", 400);
        movesTo(18, 1);
        sweeps();
        CaseNumber number = caseOf(lot);
        plans(number, "other", lastDay());
        assertThat(office.openTasks(number)).containsExactly(LotWatch.REVIEW);
        assertThatThrownBy(() -> office.concludes(officer, number, LotWatch.REVIEW, "return", Map.of(), "")).isInstanceOf(RefusedException.class);
        office.concludes(officer, number, LotWatch.REVIEW, "return", Map.of(), "交換先の在庫の期限を示してください。");
        assertThat(office.openTasks(number)).containsExactly(LotWatch.PLAN);
        assertThat(sentBack(number)).isEqualTo("交換先の在庫の期限を示してください。");
        assertThat(page(contractor, "/tasks/" + office.task(number, LotWatch.PLAN).id())).contains("opinion-record-", "入替え方法の審査：差し戻す");

        plans(number, "other", lastDay().minusDays(10));
        suits(number);
        assertThat(office.openTasks(number)).containsExactly(LotWatch.APPROVE);
        office.concludes(director, number, LotWatch.APPROVE, "return", Map.of(), "数量を月ごとに示してください。");
        assertThat(office.openTasks(number)).containsExactly(LotWatch.PLAN);
        assertThat(sentBack(number)).isEqualTo("数量を月ごとに示してください。");

        plans(number, "other", lastDay().minusDays(20));
        suits(number);
        approves(number);
        assertThat(office.walked(number)).contains("EndEvent_ReviewReturned", "EndEvent_ApprovalReturned", "EndEvent_ConsentGiven");
        assertThat(office.openTasks(number)).isEmpty();
        assertThat(letterText(number)).contains("入替え方法の承認について", "ロット番号 W-1", "青森中央病院へ毎月500枚", JapaneseDates.full(lastDay().minusDays(20)),
                "月ごとに報告すること。", "常に1年以上");
        assertThat(everywhere(() -> letters.ofCase(number))).hasSize(1);

        everywhere(() -> {
            procedures.tell("stock.lot-changed", number);
            return null;
        });
        assertThat(office.openTasks(number)).as("approved once, not for another plan").containsExactly(LotWatch.PLAN);
        plans(number, "other", lastDay());
        assertThat(office.openTasks(number)).containsExactly(LotWatch.REVIEW);
        office.concludes(officer, number, LotWatch.REVIEW, "return", Map.of(), "医療機関へ払い出してください。");
        plans(number, "institutions", lastDay());
        assertThat(office.openTasks(number)).isEmpty();
        issues(400);
        sweeps();
        assertThat(office.ended(number)).isTrue();
    }

    @Test
    @DisplayName("承認を待つ間に使い切れば終わり、1年を切れば承認を待たずに廃棄の作業に移る。審査した者は承認できない")
    void overtaken_while_it_waits_for_approval() {
        long used = receives("X-1", 10);
        movesTo(18, 1);
        sweeps();
        CaseNumber first = caseOf(used);
        plans(first, "other", lastDay());
        issues(10);
        sweeps();
        assertThat(office.walked(first)).contains("BoundaryEvent_ConsentOvertaken", "EndEvent_LotUsed");
        assertThat(office.openTasks(first)).isEmpty();
        assertThat(office.ended(first)).isTrue();

        clock.reset();
        long fallen = receives("X-2", 10);
        movesTo(18, 1);
        sweeps();
        CaseNumber second = caseOf(fallen);
        plans(second, "other", room.today());
        Actor both = office.staff(AOMORI, "小山内　学", "kansen", Role.REVIEWER, "主幹");
        DataScope.within(AOMORI, () -> organisation.appoint(both.id(), new Desk(AOMORI, "hoken", Role.DECIDER), "保健衛生課長", clock.today()));
        office.concludes(both, second, LotWatch.REVIEW, "accept", SUITABLE, "");
        assertThatThrownBy(() -> office.concludes(both, second, LotWatch.APPROVE, "approve")).isInstanceOf(RefusedException.class).hasMessageContaining("審査した");
        movesTo(18, 5);
        assertThatThrownBy(() -> office.concludes(both, second, LotWatch.APPROVE, "approve")).isInstanceOf(RefusedException.class).hasMessageContaining("過ぎています");
        movesTo(12, 1);
        sweeps();
        assertThat(office.walked(second)).contains("BoundaryEvent_ConsentOvertaken");
        assertThat(office.openTasks(second)).containsExactly(LotWatch.DISPOSE);
        assertThat(everywhere(() -> letters.ofCase(second))).isEmpty();
    }

    @Test
    @DisplayName("S2-04：1年を切る日までのほかの方法と、過ぎた日の計画は断る")
    void another_way_keeps_the_condition() {
        long lot = receives("Y-1", 10);
        movesTo(18, 1);
        sweeps();
        assertThat(problems(() -> plans(caseOf(lot), "other", lastDay().plusDays(1)))).containsExactly("finishedBy");
        assertThat(problems(() -> plans(caseOf(lot), "other", room.today().minusDays(1)))).containsExactly("finishedBy");
    }

    @Test
    @DisplayName("二つのノードが同時に見ても、ロットごとに案件は一つ、知らせも一度だけ")
    void two_nodes() throws Exception {
        List<Long> lots = IntStream.range(0, 20).mapToObj(i -> receives("N-" + i, 10)).toList();
        for (int months : new int[] {18, 13, 12}) {
            movesTo(months, 1);
            CyclicBarrier together = new CyclicBarrier(2);
            Callable<Void> node = () -> {
                together.await();
                sweeps();
                return null;
            };
            ExecutorService nodes = Executors.newFixedThreadPool(2);
            try {
                for (Future<Void> done : nodes.invokeAll(List.of(node, node))) {
                    done.get();
                }
            } finally {
                nodes.shutdown();
            }
        }
        assertThat(watched()).containsOnlyKeys(lots);
        assertThat(watched().values()).allMatch(one -> one.step() == LotWatch.Step.DISPOSE);
        assertThat(opened()).isEqualTo(lots.size());
        assertThat(lots).allSatisfy(lot -> {
            assertThat(kinds(caseOf(lot))).filteredOn(kind -> kind.startsWith("stock.")).containsExactlyInAnyOrder("stock.lot-near", "stock.lot-escalated",
                    "stock.lot-fallen");
            assertThat(office.openTasks(caseOf(lot))).containsExactlyInAnyOrder(LotWatch.DISPOSE, LotWatch.FOLLOW_UP);
        });
    }

    @Test
    @DisplayName("期限のないロットと、まだ遠いロットは見守らない")
    void nothing_to_watch() {
        within(() -> stock.receive(programme, room.shields("S-1"), StockRoom.CENTRE, new Quantity(10), RECEIVED, room.now()));
        receives("S-2", 10);
        sweeps();
        movesTo(18, 0);
        sweeps();
        assertThat(watched()).isEmpty();
        assertThat(opened()).isZero();
    }

    @Test
    @DisplayName("在庫の変化を知らされても1年以上残るロットがあれば、計画に戻り、入れ替えが続く")
    void told_of_a_change_while_some_is_left() {
        long lot = receives("A-9", 500);
        movesTo(18, 1);
        sweeps();
        CaseNumber number = caseOf(lot);
        plans(number, "institutions", lastDay());
        assertThat(office.openTasks(number)).isEmpty();
        everywhere(() -> {
            procedures.tell("stock.lot-changed", number);
            return null;
        });
        assertThat(office.openTasks(number)).containsExactly(LotWatch.PLAN);
        issues(500);
        sweeps();
        assertThat(office.walked(number)).contains("BoundaryEvent_PlanOvertaken", "EndEvent_LotUsed");
    }

    private long receives(String lotNumber, long quantity) {
        LotSpec lot = room.masks(lotNumber, useBy.minusYears(5));
        return within(() -> stock.receive(programme, lot, StockRoom.CENTRE, new Quantity(quantity), RECEIVED, room.now())).lot();
    }

    private void issues(long quantity) {
        within(() -> stock.issue(programme, new Order("surgical-mask", null, null, new Quantity(quantity)), StockRoom.CENTRE, room.now()));
    }

    /** To so many days after the one on which just so many months remain. */
    private void movesTo(int months, int days) {
        LocalDate day = useBy.minusMonths(months);
        while (!day.plusMonths(months).isAfter(useBy)) {
            day = day.plusDays(1);
        }
        clock.moveTo(day.plusDays(days - 1L).atTime(10, 0));
    }

    private LocalDate lastDay() {
        return room.masks("", useBy.minusYears(5)).keepsUntil(1);
    }

    private void sweeps() {
        watch.sweep(programme);
    }

    private Map<Long, LotWatch.Watched> watched() {
        return within(() -> watch.of(programme));
    }

    private CaseNumber caseOf(long lot) {
        return new CaseNumber(everywhere(() -> jdbc.sql("select case_number from stock_watch where lot = ?").param(lot).query(String.class).single()));
    }

    private long opened() {
        return everywhere(() -> jdbc.sql("select count(*) from case_file where programme = ?").param(programme.code()).query(Long.class).single());
    }

    private void plans(CaseNumber number, String method, LocalDate finishedBy) {
        office.concludes(contractor, number, LotWatch.PLAN, "planned", Map.of("method", method, method.equals("other") ? "otherWay" : "institutions",
                "青森中央病院へ毎月500枚。", "finishedBy", finishedBy.toString()), "");
    }

    private void suits(CaseNumber number) {
        office.concludes(officer, number, LotWatch.REVIEW, "accept", SUITABLE, "");
    }

    private void approves(CaseNumber number) {
        office.concludes(director, number, LotWatch.APPROVE, "approve", Map.of("conditions", "月ごとに報告すること。"), "");
        office.runsDueJobs(number);
    }

    /** What the contractor reads above the plan. */
    private String sentBack(CaseNumber number) {
        return everywhere(() -> cases.lastCheck(number, office.task(number, LotWatch.PLAN).spec())).orElseThrow().comment();
    }

    private String page(Actor who, String address) {
        return http.withBasicAuth(accounts.byId(who.id()).orElseThrow().login(), "madoguchi-test").getForObject(address, String.class);
    }

    private String letterText(CaseNumber number) {
        byte[] pdf = everywhere(() -> letters.pdf(letters.ofCase(number).get(0).id()));
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document).replaceAll("\\R", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> disposal(long pieces) {
        return new HashMap<>(Map.of("disposedOn", room.today().toString(), "disposed", pieces, "disposalWay", "産業廃棄物として処分した。", "contractorPays", true,
                "evidence", List.of(office.uploads(contractor, "処分証明書.pdf"))));
    }

    private void disposes(CaseNumber number, long pieces) {
        office.concludes(contractor, number, LotWatch.DISPOSE, "disposed", disposal(pieces), "");
    }

    private void refusesDisposal(CaseNumber number, String path, Map<String, Object> change) {
        Map<String, Object> disposal = disposal(500);
        disposal.putAll(change);
        assertThat(problems(() -> office.concludes(contractor, number, LotWatch.DISPOSE, "disposed", disposal, ""))).containsExactly(path);
    }

    private static List<String> problems(Runnable work) {
        try {
            work.run();
        } catch (IncompleteException incomplete) {
            return incomplete.problems().stream().map(one -> one.path()).toList();
        }
        return List.of();
    }

    private CaseNumber delivers(CaseNumber replaces, Map<String, Object> change) {
        LocalDate made = room.today().minusMonths(2);
        Map<String, Object> delivery = new HashMap<>(Map.of("noteNumber", "R-" + change, "deliveredOn", room.today().toString(), "warehouse", "青森指定備蓄倉庫",
                "item", "surgical-mask", "maker", "津軽衛材", "product", "サージカルマスクA", "lotNumber", "R-1", "made", made.toString(),
                "useBy", made.plusYears(5).toString(), "replenishes", replaces.value()));
        delivery.putAll(Map.of("units", 100, "unit", "piece"));
        delivery.putAll(change);
        return office.opens(contractor, programme.code(), "delivery", delivery);
    }

    private void accepts(CaseNumber delivery) {
        Map<String, Object> inspection = new HashMap<>(Map.of("sound", true, "delivered", true, "channel", true, "standard", "jis-t9001-2",
                "evidence", List.of(office.uploads(contractor, "試験成績書.pdf"))));
        List.of("association", "singleUse", "ears", "nose", "regular").forEach(point -> inspection.put(point, true));
        office.concludes(contractor, delivery, Deliveries.INSPECT, "accept", inspection, "");
    }

    private void withdraws(CaseNumber number) {
        DataScope.within(AOMORI, () -> withdrawal.withdraw(number, manager, "登録の誤り。"));
    }

    private Obligations.Obligation owed(CaseNumber number) {
        return everywhere(() -> obligations.find(number.value())).orElseThrow();
    }

    private List<String> mailed(CaseNumber number, Actor to) {
        return everywhere(() -> jdbc.sql("select subject from mail_outbox where case_number = ? and account = ?").params(number.value(), to.id())
                .query(String.class).list());
    }

    private List<String> kinds(CaseNumber number) {
        return everywhere(() -> cases.timeline(number)).stream().map(entry -> entry.kind()).toList();
    }

    private Map<String, String> told(CaseNumber number, String kind) {
        return everywhere(() -> cases.timeline(number)).stream().filter(entry -> entry.kind().equals(kind)).findFirst().orElseThrow().facts();
    }

    private <T> T within(Supplier<T> work) {
        return DataScope.within(TestOffice.scope(contractor), () -> transactions.execute(status -> work.get()));
    }

    private <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transactions.execute(status -> work.get()));
    }
}
