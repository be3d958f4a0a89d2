package jp.madoguchi.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jp.madoguchi.casefile.CaseStatus;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.inbox.DecisionList.RowState;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.merchant.MerchantOffice;
import jp.madoguchi.merchant.MerchantOffice.City;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** S5-114: cases that wait for their decision, decided together. */
@MadoguchiTest
@DisplayName("一括決裁")
class DecisionListTest {

    private static final String PROGRAMME = "gunma-mask-r5";

    @Autowired
    TestOffice office;
    @Autowired
    DecisionLists lists;
    @Autowired
    Withdrawal withdrawal;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionOperations transactions;

    private Actor applicant;
    private Actor reviewer;
    private Actor decider;

    @BeforeEach
    void people() {
        applicant = office.applicant("株式会社上毛マスク");
        reviewer = office.reviewer("佐藤　真由美");
        decider = office.decider("鈴木　一郎");
    }

    @Test
    @DisplayName("除外した案件のほかは、まとめて決定される")
    void all_but_those_left_out() {
        List<CaseNumber> numbers = waiting(3);
        String list = prepared(numbers);
        within(() -> lists.decide(list, decider, "適当と認める。", Map.of(numbers.get(1), "書類を再確認するため")));

        assertThat(office.file(numbers.get(0)).status()).isEqualTo(CaseStatus.GRANTED);
        assertThat(office.file(numbers.get(1)).decision()).isNull();
        assertThat(office.openTasks(numbers.get(1))).containsExactly("UserTask_Decide");
        assertThat(office.file(numbers.get(2)).status()).isEqualTo(CaseStatus.GRANTED);
        DecisionList done = within(() -> lists.get(list));
        assertThat(done.state()).isEqualTo(DecisionList.State.DECIDED);
        assertThat(done.rows()).extracting(DecisionList.Row::state).containsExactly(RowState.GRANTED, RowState.EXCLUDED, RowState.GRANTED);
        assertThat(within(() -> lists.candidates(PROGRAMME))).extracting(DecisionList.Candidate::caseNumber).contains(numbers.get(1));
    }

    @Test
    @DisplayName("取り下げられた案件は対象外となり、ほかの案件は決定される")
    void one_was_withdrawn() {
        List<CaseNumber> numbers = waiting(2);
        String list = prepared(numbers);
        DataScope.within(applicant.id(), () -> withdrawal.withdraw(numbers.get(0), applicant, "事情により"));
        within(() -> lists.decide(list, decider, "", Map.of()));

        assertThat(within(() -> lists.get(list)).rows()).extracting(DecisionList.Row::state).containsExactly(RowState.GONE, RowState.GRANTED);
        assertThat(within(() -> lists.get(list)).rows().get(0).reason()).contains("取下げ");
        assertThat(office.file(numbers.get(0)).status()).isEqualTo(CaseStatus.WITHDRAWN);
    }

    @Test
    @DisplayName("決裁と取下げが同時でも、どちらか一方だけが成り立ち、ほかの案件は決定される")
    void a_withdrawal_at_the_same_moment() throws Exception {
        List<CaseNumber> numbers = waiting(2);
        String list = prepared(numbers);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CountDownLatch start = new CountDownLatch(1);
        Future<?> decides = threads.submit(() -> {
            start.await();
            within(() -> lists.decide(list, decider, "", Map.of()));
            return null;
        });
        Future<Boolean> withdraws = threads.submit(() -> {
            start.await();
            try {
                DataScope.within(applicant.id(), () -> withdrawal.withdraw(numbers.get(0), applicant, ""));
                return true;
            } catch (RuntimeException lost) {
                return false;
            }
        });
        start.countDown();
        decides.get(60, TimeUnit.SECONDS);
        boolean withdrawn = withdraws.get(60, TimeUnit.SECONDS);
        threads.shutdown();

        RowState first = within(() -> lists.get(list)).rows().get(0).state();
        CaseStatus status = office.file(numbers.get(0)).status();
        // A case may be withdrawn after its decision too; what must not be is a row that tells another story than its case.
        assertThat(first).isEqualTo(office.file(numbers.get(0)).decision() == null ? RowState.GONE : RowState.GRANTED);
        assertThat(status).isEqualTo(withdrawn ? CaseStatus.WITHDRAWN : CaseStatus.GRANTED);
        assertThat(office.file(numbers.get(1)).status()).isEqualTo(CaseStatus.GRANTED);
    }

    @Test
    @DisplayName("審査した者・作成した者・権限のない者は一括決裁できず、二度の決裁もできない")
    void who_may_not() {
        List<CaseNumber> numbers = waiting(1);
        String list = prepared(numbers);
        assertThatThrownBy(() -> within(() -> lists.decide(list, reviewer, "", Map.of()))).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> within(() -> lists.decide(list, office.reviewer("別の係員"), "", Map.of())))
                .isInstanceOf(RefusedException.class).hasMessageContaining("担当ではありません");
        within(() -> lists.decide(list, decider, "", Map.of()));
        assertThatThrownBy(() -> within(() -> lists.decide(list, decider, "", Map.of()))).hasMessageContaining("決裁済み");
        assertThatThrownBy(() -> DataScope.within("020001", () -> lists.get(list))).isInstanceOf(NotFoundException.class);
    }

    @Test
    @DisplayName("理由のない除外、空の一覧、201件の一覧、二つの一覧への掲載は断られる")
    void what_is_refused() {
        List<CaseNumber> numbers = waiting(1);
        assertThatThrownBy(() -> prepared(List.of())).hasMessageContaining("1件以上200件以内");
        List<CaseNumber> many = new ArrayList<>();
        for (int i = 0; i < 201; i++) {
            many.add(CaseNumber.of("GMASK", 1_000 + i));
        }
        assertThatThrownBy(() -> prepared(many)).hasMessageContaining("1件以上200件以内");
        String list = prepared(numbers);
        assertThatThrownBy(() -> prepared(numbers)).hasMessageContaining("ほかの一覧に載っています");
        assertThatThrownBy(() -> within(() -> lists.decide(list, decider, "", Map.of(numbers.get(0), "")))).hasMessageContaining("除外の理由");
        within(() -> lists.discard(list, reviewer));
        assertThat(prepared(numbers)).isNotEqualTo(list);
    }

    @Test
    @DisplayName("加盟店200件の一括決裁は、除外した5件のほかを一件ずつ一度だけ決定し、通知の番号に欠番も重複もない（S5-114）")
    void two_hundred_merchants() {
        MerchantOffice city = new MerchantOffice(office, City.ANNAKA);
        List<CaseNumber> numbers = Stream.generate(() -> city.receives(city.application())).limit(DecisionList.MOST).toList();
        numbers.forEach(city::reviewsToTheDecision);
        String list = city.within(() -> lists.prepare(city.reviewer, city.city.programme, "加盟店の登録について", "", numbers));
        Map<CaseNumber, String> leftOut = new HashMap<>();
        for (int row = 0; row < numbers.size(); row += 40) {
            leftOut.put(numbers.get(row), "現地を確認するため");
        }
        List<CaseNumber> decided = numbers.stream().filter(number -> !leftOut.containsKey(number)).toList();
        DataScope.within(city.city.government, () -> lists.decide(list, city.decider, "適当と認める。", leftOut));
        decided.forEach(office::runsDueJobs);

        DecisionList done = city.within(() -> lists.get(list));
        assertThat(done.rows()).extracting(DecisionList.Row::caseNumber).isEqualTo(numbers);
        assertThat(done.rows()).allSatisfy(row -> assertThat(row.state())
                .isEqualTo(leftOut.containsKey(row.caseNumber()) ? RowState.EXCLUDED : RowState.GRANTED));
        assertThat(counted(numbers, "select case_number from task_record where decides")).isEqualTo(onceEach(decided));
        assertThat(counted(numbers, "select case_number from trail where kind = 'case.granted'")).isEqualTo(onceEach(decided));
        assertThat(counted(numbers, "select case_number from merchant where state = 'REGISTERED'")).isEqualTo(onceEach(decided));
        assertThat(counted(numbers, "select case_number from letter where kind = 'merchant-registration'")).isEqualTo(onceEach(decided));
        assertThat(leftOut.keySet()).allSatisfy(number -> {
            assertThat(office.file(number).decision()).isNull();
            assertThat(office.openTasks(number)).containsExactly("UserTask_Decide");
        });
        List<Integer> sequence = everything(() -> jdbc.sql("""
                select sequence from letter l where (government, symbol, fiscal_year) in
                    (select government, symbol, fiscal_year from letter where case_number = ?) order by sequence""")
                .param(decided.get(0).value()).query(Integer.class).list());
        assertThat(sequence).hasSizeGreaterThanOrEqualTo(decided.size())
                .isEqualTo(Stream.iterate(1, one -> one + 1).limit(sequence.size()).toList());
        String again = city.within(() -> lists.prepare(city.reviewer, city.city.programme, "除外した加盟店について", "", List.copyOf(leftOut.keySet())));
        DataScope.within(city.city.government, () -> lists.decide(again, city.decider, "", Map.of()));
        assertThat(leftOut.keySet()).allSatisfy(number -> assertThat(office.file(number).status()).isEqualTo(CaseStatus.GRANTED));
    }

    private List<CaseNumber> waiting(int cases) {
        List<CaseNumber> numbers = new ArrayList<>();
        for (int i = 0; i < cases; i++) {
            CaseNumber number = office.receives(applicant, office.eligibleApplication(applicant, "株式会社上毛マスク" + i));
            office.reviewsToTheOpinion(reviewer, applicant, number);
            numbers.add(number);
        }
        return numbers;
    }

    private String prepared(List<CaseNumber> numbers) {
        return within(() -> lists.prepare(reviewer, PROGRAMME, "販売企業の決定について", "", numbers));
    }

    /** How often each of the cases is found. */
    private Map<String, Long> counted(List<CaseNumber> numbers, String select) {
        return everything(() -> jdbc.sql("select case_number, count(*) as n from (" + select + ") found where case_number in (:cases) group by case_number")
                .param("cases", numbers.stream().map(CaseNumber::value).toList())
                .query((row, n) -> Map.entry(row.getString("case_number"), row.getLong("n"))).list()).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<String, Long> onceEach(List<CaseNumber> numbers) {
        return numbers.stream().collect(Collectors.toMap(CaseNumber::value, number -> 1L));
    }

    private <T> T everything(java.util.function.Supplier<T> reading) {
        return DataScope.within(DataScope.EVERYTHING, () -> transactions.execute(status -> reading.get()));
    }

    private static <T> T within(java.util.function.Supplier<T> work) {
        return DataScope.within(TestOffice.GUNMA, work);
    }

    private static void within(Runnable work) {
        DataScope.within(TestOffice.GUNMA, work);
    }
}
