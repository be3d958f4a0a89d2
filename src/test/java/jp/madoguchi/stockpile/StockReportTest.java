package jp.madoguchi.stockpile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Filing;
import jp.madoguchi.casefile.FilingRequest;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.casefile.Measure;
import jp.madoguchi.duty.Duties;
import jp.madoguchi.duty.ReportKind;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.FiscalYear;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionOperations;

/** 管理状況報告書 and the targets' values: what they say is what the ledger says (S2-07, S2-18 to S2-22, S2-29). */
@MadoguchiTest
class StockReportTest {

    private static final String AOMORI = "020001";
    private static final String PROGRAMME = "aomori-ppe-r7";
    private static final String SUBMIT = "UserTask_SubmitReport";
    private static final String REVIEW = "UserTask_ReviewReport";

    @Autowired
    TestOffice office;
    @Autowired
    Programmes programmes;
    @Autowired
    Stock stock;
    @Autowired
    StockFigures figures;
    @Autowired
    Filing filing;
    @Autowired
    Duties duties;
    @Autowired
    List<ReportKind> kinds;
    @Autowired
    List<Measure> measures;
    @Autowired
    TransactionOperations transactions;

    private Programme programme;
    private Actor contractor;
    private Actor officer;

    @BeforeEach
    void aomori() {
        programme = programmes.get(PROGRAMME);
        contractor = office.contractor(AOMORI, "kansen", PROGRAMME, "備蓄");
        officer = office.staff(AOMORI, "工藤　美咲", "kansen", Role.REVIEWER, "主査");
    }

    @Test
    @DisplayName("S2-29：報告書は入出庫の記録から記入済みで始まり、記録と違う数量はその欄で断られ、記録どおりなら受理まで進む")
    void a_report_is_what_the_ledger_says() {
        StockFigures.Flow before = n95();
        Lot lot = moves();
        CaseNumber number = owed();
        assertThat(n95()).satisfies(now -> {
            assertThat(now.received() - before.received()).isEqualTo(700);
            assertThat(now.replenished() - before.replenished()).isEqualTo(100);
            assertThat(now.disposed() - before.disposed()).isEqualTo(60);
            assertThat(now.closing() - before.closing()).isEqualTo(740);
        });

        Map<String, Object> report = new HashMap<>(everywhere(() -> kind().prefill(duties.get(number))).orElseThrow().asMap());
        report.put("summary", "入出庫の状況は次のとおりです。");
        refuses(number, report, "n95MaskClosing", n95().closing() + 1);
        refuses(number, report, "n95MaskDisposed", 0);
        refuses(number, report, "gloveIssued", null);
        within(() -> stock.dispose(programme, lot.id(), "aomori", new Quantity(5), occasion("汚損のため。")));
        assertThatThrownBy(() -> office.concludes(contractor, number, SUBMIT, "submitted", report, "")).as("the ledger moved meanwhile")
                .isInstanceOfSatisfying(IncompleteException.class, refused -> assertThat(refused.problems()).extracting(Problem::path)
                        .containsExactlyInAnyOrder("n95MaskDisposed", "n95MaskClosing"))
                .hasMessageNotContaining("null");
        report.put("n95MaskDisposed", n95().disposed());
        report.put("n95MaskClosing", n95().closing());
        office.concludes(contractor, number, SUBMIT, "submitted", report, "");
        assertThatThrownBy(() -> office.concludes(officer, number, REVIEW, "accept")).hasMessageContaining("期間がまだ終わっていません");
    }

    @Test
    @DisplayName("月の報告書を古い月から順に受理し、受理した月は締め切られ、提出の後に記録が変わった月は受理できない")
    void an_accepted_month_is_closed() {
        // Months in which nothing else of this stock is dated.
        YearMonth january = YearMonth.of(2001, 1);
        CaseNumber first = handedIn(january);
        CaseNumber second = handedIn(january.plusMonths(1));
        assertThatThrownBy(() -> office.concludes(officer, second, REVIEW, "accept")).hasMessageContaining("古い月から順に受理してください");
        LotSpec lot = new LotSpec("n95-mask", null, null, "岩木衛材", "いわきN95", "N-2001", january.atDay(3), january.atDay(3).plusYears(5), LotSpec.Owner.PREFECTURE);
        Occasion then = new Occasion(january.atDay(20), contractor, null, "");
        within(() -> stock.receive(programme, lot, "aomori", new Quantity(10), "R-2001", then));
        assertThatThrownBy(() -> office.concludes(officer, first, REVIEW, "accept")).hasMessageContaining("提出の後に入出庫の記録が変わった");
        Lot found = within(() -> stock.findByNumber(programme, "N-2001").get(0));
        within(() -> stock.dispose(programme, found.id(), "aomori", new Quantity(10), new Occasion(january.atDay(21), contractor, null, "破損のため。")));
        office.concludes(officer, first, REVIEW, "return", Map.of(), "記録が変わりました。");
        submits(first);
        office.concludes(officer, first, REVIEW, "accept");
        assertThatThrownBy(() -> within(() -> stock.receive(programme, lot, "aomori", new Quantity(10), "R-late", then))).hasMessageContaining("締め切");
        office.concludes(officer, second, REVIEW, "accept");
        assertThat(within(() -> figures.isClosed(programme, january.plusMonths(1)))).isTrue();
        assertThat(within(() -> figures.isClosed(programme, january.plusMonths(2)))).isFalse();
    }

    @Test
    @DisplayName("T6・S2-16：年度の払出と補充に差があるうちは一致したと報告できず、差を理由とともに報告する")
    void a_year_that_differs_is_not_matched() {
        moves();
        within(() -> stock.issue(programme, new Order("n95-mask", null, null, new Quantity(30)), "aomori", occasion("")));
        LocalDate end = FiscalYear.of(office.today()).lastDay();
        CaseNumber number = owed("year-reconciliation", end.minusYears(1).plusDays(1), end);
        Map<String, Object> report = prefilled("stockpile/year-reconciliation", number);
        StockFigures.YearGap n95 = within(() -> figures.yearGaps(programme, FiscalYear.of(end))).stream()
                .filter(gap -> gap.item().code().equals("n95-mask")).findFirst().orElseThrow();
        assertThat(Answers.of(report).number("n95MaskIssued").orElseThrow().longValue()).isEqualTo(n95.issued()).isPositive();
        assertThat(Answers.of(report).number("n95MaskOpen").orElseThrow().longValue()).isEqualTo(n95.open()).isNotZero();
        report.put("result", "matched");
        refused(number, report, "result");
        report.put("result", "differs");
        refused(number, report, "plan");
        report.put("plan", "3月に払い出した分は、4月に補充する。");
        office.concludes(contractor, number, SUBMIT, "submitted", report, "");
        assertThatThrownBy(() -> office.concludes(officer, number, REVIEW, "accept")).hasMessageContaining("期間がまだ終わっていません");
    }

    @Test
    @DisplayName("S2-44：完了報告書の経費の合計は内訳の合計であり、根拠資料がなければ提出できない")
    void costs_add_up() {
        LocalDate today = office.today();
        CaseNumber number = owed("completion-report", today.minusDays(3), today);
        Map<String, Object> report = new HashMap<>(Map.of("summary", "備蓄と入れ替えを行った。", "costs", List.of(Map.of("item", "保管料", "amount", 1_200_000),
                Map.of("item", "検品の人件費", "amount", 345_000)), "total", 1_500_000, "evidence", List.of(office.uploads(contractor, "請求書の写し.pdf"))));
        refused(number, report, "total");
        report.put("total", 1_545_000);
        Object evidence = report.remove("evidence");
        refused(number, report, "evidence");
        report.put("evidence", evidence);
        office.concludes(contractor, number, SUBMIT, "submitted", report, "");
    }

    private CaseNumber handedIn(YearMonth month) {
        CaseNumber number = owed("stock-report", month.atDay(1), month.atEndOfMonth());
        submits(number);
        return number;
    }

    private void submits(CaseNumber number) {
        Map<String, Object> report = prefilled("stockpile/stock-report", number);
        report.put("summary", "入出庫の状況は次のとおりです。");
        office.concludes(contractor, number, SUBMIT, "submitted", report, "");
    }

    private Map<String, Object> prefilled(String form, CaseNumber number) {
        ReportKind kind = kinds.stream().filter(one -> one.form().equals(form)).findFirst().orElseThrow();
        return new HashMap<>(everywhere(() -> kind.prefill(duties.get(number))).orElseThrow().asMap());
    }

    private void refused(CaseNumber number, Map<String, Object> report, String field) {
        assertThatThrownBy(() -> office.concludes(contractor, number, SUBMIT, "submitted", report, ""))
                .isInstanceOfSatisfying(IncompleteException.class, refused -> assertThat(refused.problems()).extracting(Problem::path).containsExactly(field));
    }

    @Test
    @DisplayName("目標の実績は、品目ごとの総数と、使用推奨期限が1年未満のロットの数である")
    void measures_of_the_targets() {
        long masks = counted("stock-n95-mask");
        moves();
        assertThat(counted("stock-n95-mask") - masks).isEqualTo(740);
        assertThat(counted("stock-glove")).isEqualTo(within(() -> figures.total(programme, "glove", office.today())));
        assertThat(counted("lots-below-one-year")).isEqualTo(within(() -> figures.keepingLess(programme, office.today(), 12)).stream()
                .map(one -> one.lot().id()).distinct().count());
        assertThat(programme.targets()).filteredOn(target -> target.measure().startsWith("stock-") || target.measure().startsWith("lots-")).hasSize(6)
                .allSatisfy(target -> assertThat(measures).anyMatch(measure -> measure.code().equals(target.measure())));
        assertThat(within(() -> measures.stream().filter(measure -> measure.code().equals("stock-gown"))
                .flatMap(measure -> measure.value(programmes.get("gunma-mask-r5")).stream()).toList())).as("another programme").isEmpty();
    }

    @Test
    @DisplayName("様式には、事業のすべての品目の、報告するすべての数量の欄がある")
    void the_form_asks_for_every_item() {
        Map<String, Object> prefilled = everywhere(() -> kind().prefill(duties.get(owed()))).orElseThrow().asMap();
        assertThat(prefilled.keySet()).hasSize(30).contains("gownCounted", "surgicalMaskReceived", "n95MaskReplenished", "gownIssued", "faceShieldDisposed", "gloveClosing");
    }

    /** A lot of N95 masks: 700 come, 100 are replenished, 60 disposed of. */
    private Lot moves() {
        LocalDate useBy = office.today().plusYears(4).plusMonths(3);
        LotSpec spec = new LotSpec("n95-mask", null, null, "岩木衛材", "いわきN95", "N-" + UUID.randomUUID(), useBy.minusYears(5), useBy, LotSpec.Owner.PREFECTURE);
        return within(() -> {
            stock.receive(programme, spec, "aomori", new Quantity(700), "R-" + spec.lotNumber(), occasion(""));
            stock.replenish(programme, spec, "aomori", new Quantity(100), "S-" + spec.lotNumber(), occasion(""));
            Lot lot = stock.findByNumber(programme, spec.lotNumber()).get(0);
            stock.dispose(programme, lot.id(), "aomori", new Quantity(60), occasion("汚損のため。"));
            return lot;
        });
    }

    private CaseNumber owed() {
        return owed("stock-report", office.today().withDayOfMonth(1), office.today());
    }

    private CaseNumber owed(String duty, LocalDate from, LocalDate to) {
        String key = UUID.randomUUID().toString();
        return DataScope.within(DataScope.EVERYTHING, () -> filing.file(new FilingRequest(PROGRAMME, Call.DUTY, Answers.of(Map.of("duty", duty,
                "key", key, "title", "報告書", "period", JapaneseDates.full(from) + "から", "from", from.toString(), "to", to.toString(),
                "dueOn", office.today().plusDays(10).toString())), key, Actor.SYSTEM, null, Channel.OFFICE)).caseNumber());
    }

    private void refuses(CaseNumber number, Map<String, Object> report, String field, Object wrong) {
        Map<String, Object> other = new HashMap<>(report);
        if (wrong == null) {
            other.remove(field);
        } else {
            other.put(field, wrong);
        }
        refused(number, other, field);
    }

    private StockFigures.Flow n95() {
        return within(() -> figures.flows(programme, office.today().withDayOfMonth(1), office.today())).stream()
                .filter(flow -> flow.item().code().equals("n95-mask")).findFirst().orElseThrow();
    }

    private long counted(String code) {
        return within(() -> transactions.execute(status -> measures.stream().filter(measure -> measure.code().equals(code))
                .flatMap(measure -> measure.value(programme).stream()).findFirst().orElseThrow().longValue()));
    }

    private ReportKind kind() {
        return kinds.stream().filter(kind -> kind.form().equals("stockpile/stock-report")).findFirst().orElseThrow();
    }

    private Occasion occasion(String reason) {
        return new Occasion(office.today(), contractor, null, reason);
    }

    private <T> T within(Supplier<T> work) {
        return DataScope.within(TestOffice.scope(contractor), work);
    }

    private <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transactions.execute(status -> work.get()));
    }
}
