package jp.madoguchi.stockpile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
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
        office.concludes(officer, number, "UserTask_ReviewReport", "accept");
        assertThat(everywhere(() -> duties.report(number)).orElseThrow().answers().number("n95MaskClosing").orElseThrow().longValue()).isEqualTo(n95().closing());
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
        assertThat(prefilled.keySet()).hasSize(25).contains("surgicalMaskReceived", "n95MaskReplenished", "gownIssued", "faceShieldDisposed", "gloveClosing");
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
        String key = UUID.randomUUID().toString();
        LocalDate today = office.today();
        return DataScope.within(DataScope.EVERYTHING, () -> filing.file(new FilingRequest(PROGRAMME, Call.DUTY, Answers.of(Map.of("duty", "stock-report",
                "key", key, "title", "管理状況報告書", "period", "今月", "from", today.withDayOfMonth(1).toString(), "to", today.toString(),
                "dueOn", today.plusDays(10).toString())), key, Actor.SYSTEM, null, Channel.OFFICE)).caseNumber());
    }

    private void refuses(CaseNumber number, Map<String, Object> report, String field, Object wrong) {
        Map<String, Object> other = new HashMap<>(report);
        if (wrong == null) {
            other.remove(field);
        } else {
            other.put(field, wrong);
        }
        assertThatThrownBy(() -> office.concludes(contractor, number, SUBMIT, "submitted", other, ""))
                .isInstanceOfSatisfying(IncompleteException.class, refused -> assertThat(refused.problems()).extracting(Problem::path).containsExactly(field));
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
