package jp.madoguchi.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.merchant.MerchantOffice;
import jp.madoguchi.merchant.MerchantOffice.City;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** T27: Midori's monthly report says what the register said at the end of its month. */
@MadoguchiTest
class CurrencyReportTest {

    @Autowired
    TestOffice office;
    @Autowired
    Duties duties;
    @Autowired
    Programmes programmes;
    @Autowired
    List<ReportKind> kinds;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionOperations transactions;

    @Test
    @DisplayName("S5-28・T27：加盟店の数は登録の記録から入り、違う数は断られ、月の末日より後の登録では変わらない")
    void merchants_are_those_of_the_register() {
        MerchantOffice midori = new MerchantOffice(office, City.MIDORI);
        // A month nobody else's merchants are of.
        LocalDate first = LocalDate.of(2001, 2, 1);
        registered(midori, first.minusDays(1), null);
        registered(midori, first, null);
        registered(midori, first.plusDays(20), first.plusDays(25));
        registered(midori, first.minusDays(3), first.plusDays(27));
        registered(midori, first.plusMonths(1), null);
        Occurrence february = month(first);
        assertThat(figures(february)).isEqualTo(Map.of("merchants", 2, "joined", 2, "left", 2));
        registered(midori, first.plusMonths(2), null);
        assertThat(figures(february)).as("asked again later").isEqualTo(Map.of("merchants", 2, "joined", 2, "left", 2));
        assertThat(figures(month(first.plusMonths(1)))).isEqualTo(Map.of("merchants", 3, "joined", 1, "left", 0));

        // Put into service today: what was due before is not asked for.
        duties.bringAbout(programmes.get(City.MIDORI.programme));
        office.daysPass(31);
        duties.bringAbout(programmes.get(City.MIDORI.programme));
        CaseNumber owed = everywhere(() -> duties.all(City.MIDORI.programme)).stream().filter(one -> one.duty().equals("monthly-report"))
                .reduce((earlier, later) -> later).orElseThrow().number();
        Map<String, Object> report = new HashMap<>(figures(everywhere(() -> duties.get(owed))));
        report.putAll(Map.of("downloads", 1200, "users", 900, "payments", 4100, "spent", 12_345_678, "summary", "順調に推移した。"));
        Map<String, Object> wrong = new HashMap<>(report);
        wrong.put("merchants", ((Number) report.get("merchants")).intValue() + 1);
        assertThatThrownBy(() -> office.concludes(midori.contractor, owed, "UserTask_SubmitReport", "submitted", wrong, ""))
                .isInstanceOfSatisfying(IncompleteException.class, refused -> assertThat(refused.problems()).singleElement()
                        .satisfies(problem -> assertThat(problem.path()).isEqualTo("merchants")));
        office.concludes(midori.contractor, owed, "UserTask_SubmitReport", "submitted", report, "");
        office.concludes(midori.reviewer, owed, "UserTask_ReviewReport", "accept");
        assertThat(everywhere(() -> duties.report(owed)).orElseThrow().answers().number("merchants").orElseThrow().intValue())
                .isEqualTo(((Number) report.get("merchants")).intValue());
    }

    private Map<String, Object> figures(Occurrence month) {
        Answers start = everywhere(() -> kinds.stream().filter(kind -> kind.form().equals("merchant/monthly-report")).findFirst().orElseThrow()
                .prefill(month).orElseThrow());
        Map<String, Object> figures = new HashMap<>();
        start.asMap().keySet().forEach(key -> figures.put(key, start.number(key).orElseThrow().intValue()));
        return figures;
    }

    private static Occurrence month(LocalDate first) {
        return new Occurrence(CaseNumber.of("MPREM", 999_999), City.MIDORI.government, City.MIDORI.programme, "monthly-report", "k", "月次報告書", "月",
                first, first.plusMonths(1).minusDays(1), first.plusMonths(1), null, Occurrence.State.OPEN, null, null, 0);
    }

    /** A merchant of the past, in a programme's registers from one day to another. */
    private void registered(MerchantOffice midori, LocalDate on, LocalDate until) {
        CaseNumber number = midori.registers(midori.application());
        everywhere(() -> jdbc.sql("update merchant set registered_on = ?, left_on = ?, state = ? where case_number = ?")
                .params(on, until, until == null ? "REGISTERED" : "WITHDRAWN", number.value()).update());
    }

    private <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transactions.execute(status -> work.get()));
    }
}
