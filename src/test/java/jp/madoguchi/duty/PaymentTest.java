package jp.madoguchi.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.RollRule;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionOperations;

/** S5-95: inspection, invoice, payment within thirty days, each raised by the one before. */
@MadoguchiTest
class PaymentTest {

    private static final String PROGRAMME = "midori-premium-r6";

    @Autowired
    TestOffice office;
    @Autowired
    Duties duties;
    @Autowired
    Programmes programmes;
    @Autowired
    PaymentReport known;
    @Autowired
    BusinessCalendars calendars;
    @Autowired
    TransactionOperations transactions;

    @Test
    @DisplayName("S5-95：検査の合格で請求書が、その受理で30日以内の支払が生じ、差し戻した間は数えない")
    void inspection_invoice_payment() {
        Programme midori = programmes.get(PROGRAMME);
        String city = midori.government();
        Actor contractor = office.contractor(city, midori.section(), PROGRAMME, "運営受託者");
        Actor officer = office.staff(city, "緑　花子", midori.section(), Role.REVIEWER, "主事");
        Actor manager = office.staff(city, "緑　太郎", "shokoka", Role.MANAGER, "課長補佐");
        duties.bringAbout(Contracts.ending(midori, office.today()));
        Occurrence performance = owed("performance-report");
        office.concludes(contractor, performance.number(), Duties.SUBMIT, "submitted", Map.of("summary", "すべての業務を終えた。"), "");
        assertThat(all("invoice")).isEmpty();
        office.concludes(officer, performance.number(), Duties.REVIEW, "accept");

        Occurrence invoice = owed("invoice");
        LocalDate handedIn = office.today();
        submits(contractor, invoice, 12_345_600);
        office.daysPass(1);
        office.concludes(officer, invoice.number(), Duties.REVIEW, "return", Map.of(), "内訳の合計が一致しません。");
        office.daysPass(3);
        submits(contractor, invoice, 12_345_000);
        assertThat(all("payment")).isEmpty();
        office.daysPass(2);
        office.concludes(officer, invoice.number(), Duties.REVIEW, "accept");

        Occurrence payment = owed("payment");
        assertThat(payment.from()).as("the days it was back with the contractor do not count").isEqualTo(handedIn.plusDays(3));
        assertThat(payment.dueOn()).isEqualTo(calendars.roll(new GovernmentCode(city), handedIn.plusDays(33), RollRule.PREVIOUS));
        assertThat(everywhere(() -> known.prefill(payment)).orElseThrow().asMap()).containsExactlyInAnyOrderEntriesOf(Answers.of(Map.of(
                "invoicedOn", handedIn.toString(), "inspectedOn", handedIn.toString(), "amount", 12_345_000)).asMap());
        Map<String, Object> paid = Map.of("invoicedOn", handedIn.toString(), "inspectedOn", handedIn.toString(), "amount", 12_345_600,
                "paidOn", handedIn.minusDays(1).toString());
        assertThatThrownBy(() -> office.concludes(officer, payment.number(), Duties.SUBMIT, "submitted", paid, ""))
                .isInstanceOfSatisfying(IncompleteException.class, refused ->
                        assertThat(refused.problems()).extracting(Problem::path).containsExactlyInAnyOrder("paidOn", "amount"));
        Answers right = Answers.of(paid).with("amount", 12_345_000).with("paidOn", office.today().toString());
        office.concludes(officer, payment.number(), Duties.SUBMIT, "submitted", right.asMap(), "");
        office.concludes(manager, payment.number(), Duties.REVIEW, "accept");
        assertThat(everywhere(() -> duties.get(payment.number())).state()).isEqualTo(Occurrence.State.ACCEPTED);
    }

    private void submits(Actor contractor, Occurrence invoice, int yen) {
        Map<String, Object> answers = Map.of("invoiceNumber", "R6-1", "issuedOn", office.today().toString(), "amount", yen,
                "attachment", List.of(office.uploads(contractor, "請求書.pdf")));
        office.concludes(contractor, invoice.number(), Duties.SUBMIT, "submitted", answers, "");
    }

    private Occurrence owed(String duty) {
        return all(duty).stream().reduce((earlier, later) -> later).orElseThrow();
    }

    private List<Occurrence> all(String duty) {
        return everywhere(() -> duties.all(PROGRAMME)).stream().filter(one -> one.duty().equals(duty)).toList();
    }

    private <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transactions.execute(status -> work.get()));
    }
}
