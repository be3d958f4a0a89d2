package jp.madoguchi.subsidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import jp.madoguchi.calendar.BankCalendar;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.casefile.CaseStatus;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.org.Desk;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.subsidy.Payments.Batch;
import jp.madoguchi.subsidy.Payments.Payment;
import jp.madoguchi.subsidy.Payments.Result;
import jp.madoguchi.subsidy.Shops.Shop;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** 支払 (S3-64, S3-65): lists, release by two people, the bank's file and its answer. */
@MadoguchiTest
class PaymentsTest {

    private static final Charset WINDOWS_31J = Charset.forName("windows-31j");
    private static final String HEADER = "顧客コード1,銀行コード,支店コード,口座番号,振込金額,理由\r\n";

    @Autowired
    TestOffice office;
    @Autowired
    Payments payments;
    @Autowired
    PaymentPapers papers;
    @Autowired
    Organisation organisation;
    @Autowired
    Withdrawal withdrawal;
    @Autowired
    BankCalendar bankDays;
    @Autowired
    BusinessClock clock;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    AutowireCapableBeanFactory beans;

    private Shops shops;
    private Programme programme;
    private Actor contractor;
    private Actor reviewer;
    private Actor decider;
    private Shop shop;
    private Shop second;
    private CaseNumber number;
    private CaseNumber secondNumber;
    private LocalDate day;

    @BeforeEach
    void twoFixedAmounts() {
        shops = beans.createBean(Shops.class);
        shops.freeAllSlots();
        programme = shops.programme();
        contractor = shops.contractor();
        reviewer = shops.reviewer();
        decider = shops.decider();
        shop = shops.registered("安中商店");
        second = shops.registered("松井田食堂");
        number = shops.amountFixed(shop, 18500, contractor, decider);
        secondNumber = shops.amountFixed(second, 32000, contractor, decider);
        day = bankDays.plusBusinessDays(clock.today(), 3);
    }

    @AfterEach
    void free() {
        shops.freeAllSlots();
    }

    @Test
    @DisplayName("一覧を作り、別の人が承認し、銀行に送るファイルができ、全件の振込で手続が終わる")
    void listed_released_and_paid() throws Exception {
        Batch batch = by(reviewer, () -> payments.make(programme, Set.of(), day, reviewer));
        assertThat(batch.count()).isEqualTo(2);
        assertThat(batch.total()).isEqualTo(38_500);
        assertThat(by(reviewer, () -> payments.payable(programme))).isEmpty();
        assertThatThrownBy(() -> by(decider, () -> papers.file(programme, batch.number(), decider)))
                .isInstanceOf(RefusedException.class).hasMessageContaining("まだ承認されていません");

        Batch released = by(decider, () -> payments.release(programme, batch.number(), decider));
        byte[] file = by(reviewer, () -> papers.file(programme, batch.number(), reviewer)).content();
        assertThat(released.fileName()).matches("SOFURI_[0-9]{8}_[0-9]{3}.txt");
        assertThat(released.sha256()).isEqualTo(sha256(file));
        String text = new String(file, WINDOWS_31J);
        assertThat(file).hasSize(5 * 120);
        assertThat(text).startsWith("12101234567890ｱﾝﾅｶｼ ").contains("%02d%02d0128".formatted(day.getMonthValue(), day.getDayOfMonth()));
        assertThat(text.substring(120, 240)).startsWith("20128").contains("ｱﾝﾅｶ ﾊﾅｺ").contains("0000018500").contains(code(number));
        assertThat(text.substring(240, 360)).contains("0000020000").contains(code(secondNumber));
        assertThat(text.substring(360, 480)).startsWith("8000002000000038500");

        clock.moveTo(day.atTime(10, 0));
        by(reviewer, () -> payments.settle(programme, batch.number(), day, null, reviewer));
        payments.tellResults();
        assertThat(List.of(number, secondNumber)).allSatisfy(one -> {
            assertThat(office.walked(one)).contains("EndEvent_Paid").doesNotContain("UserTask_CorrectAccount");
            assertThat(office.ended(one)).isTrue();
        });
        assertThat(results(batch)).containsOnly(Result.PAID);
    }

    @Test
    @DisplayName("資料：一覧のCSVと、全員の領収書が入ったZIPは同じ内容で何度でも取り出せる")
    void papers() throws Exception {
        Batch batch = by(reviewer, () -> payments.make(programme, Set.of(), day, reviewer));
        String csv = new String(by(reviewer, () -> papers.csv(programme, batch.number(), reviewer)).content(), StandardCharsets.UTF_8);
        assertThat(csv).contains(number.value(), "18500", "安中商店", "ｱﾝﾅｶ ﾊﾅｺ");
        byte[] zip = by(contractor, () -> papers.evidence(programme, batch.number(), contractor)).content();
        assertThat(by(decider, () -> papers.evidence(programme, batch.number(), decider)).content()).isEqualTo(zip);
        Map<String, byte[]> entries = entries(zip);
        assertThat(entries.keySet()).containsExactlyInAnyOrder("一覧.csv", "領収書/" + number + ".pdf", "領収書/" + secondNumber + ".pdf");
        String list = new String(entries.get("一覧.csv"), StandardCharsets.UTF_8);
        assertThat(list).contains("群馬電器 安中店", "32000", "20000", sha256(entries.get("領収書/" + number + ".pdf")));
        assertThat(new String(entries.get("領収書/" + secondNumber + ".pdf"))).contains(second.number());
    }

    @Test
    @DisplayName("作成した人は、決裁者を兼ねていても承認できない。データベースも許さない")
    void two_people() {
        DataScope.within(Shops.ANNAKA, () -> organisation.appoint(reviewer.id(), new Desk(Shops.ANNAKA, "digital", Role.DECIDER), "課長補佐",
                clock.today().minusDays(1)));
        Batch batch = by(reviewer, () -> payments.make(programme, Set.of(), day, reviewer));
        assertThatThrownBy(() -> by(reviewer, () -> payments.release(programme, batch.number(), reviewer)))
                .isInstanceOf(RefusedException.class).hasMessageContaining("作成した人は承認できません");
        assertThatThrownBy(() -> shops.everywhere(() -> jdbc.sql("update subsidy_batch set released_by = made_by where programme = ? and number = ?")
                .params(Shops.PROGRAMME, batch.number()).update())).isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    @DisplayName("作成は担当係の審査担当、承認は決裁者だけ。受託者は口座の載った資料を取り出せない")
    void who_may() {
        assertThatThrownBy(() -> by(contractor, () -> payments.make(programme, Set.of(), day, contractor))).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> by(decider, () -> payments.make(programme, Set.of(), day, decider))).isInstanceOf(RefusedException.class);
        Batch batch = by(reviewer, () -> payments.make(programme, Set.of(), day, reviewer));
        Actor other = shops.reviewer();
        assertThatThrownBy(() -> by(other, () -> payments.release(programme, batch.number(), other))).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> by(contractor, () -> papers.csv(programme, batch.number(), contractor))).isInstanceOf(NotFoundException.class);
        assertThat(by(contractor, () -> payments.batches(programme))).isNotEmpty();
    }

    @Test
    @DisplayName("銀行の休業日と過ぎた日には振り込めない")
    void only_on_bank_days() {
        LocalDate closed = day;
        while (bankDays.isBusinessDay(closed)) {
            closed = closed.plusDays(1);
        }
        LocalDate sunday = closed;
        assertThatThrownBy(() -> by(reviewer, () -> payments.make(programme, Set.of(), sunday, reviewer)))
                .isInstanceOf(RefusedException.class).hasMessageContaining("銀行の営業日ではありません");
        assertThatThrownBy(() -> by(reviewer, () -> payments.make(programme, Set.of(), clock.today().minusDays(7), reviewer)))
                .isInstanceOf(RefusedException.class).hasMessageContaining("今日以後");
        assertThat(by(reviewer, () -> payments.batches(programme))).noneMatch(batch -> batch.transferOn().equals(sunday));
    }

    @Test
    @DisplayName("戻った振込は口座の訂正に回り、訂正されるまで載らず、次の一覧で支払われる")
    void returned_corrected_and_paid() {
        Batch batch = released();
        clock.moveTo(day.atTime(10, 0));
        by(reviewer, () -> payments.settle(programme, batch.number(), day, csv(HEADER + row(number, 18500, "口座なし")), reviewer));
        payments.tellResults();
        assertThat(office.openTasks(number)).containsExactly("UserTask_CorrectAccount");
        assertThat(office.ended(secondNumber)).isTrue();
        assertThat(by(reviewer, () -> payments.payable(programme))).isEmpty();

        Map<String, Object> wrong = Map.of("accountKind", "bank", "bankCode", "0001", "branchCode", "999", "accountType", "1",
                "accountNumber", "7654321", "accountHolder", "ｱﾝﾅｶ ﾊﾅｺ");
        assertThatThrownBy(() -> office.concludes(shop.owner(), number, "UserTask_CorrectAccount", "corrected", wrong, ""))
                .isInstanceOfSatisfying(IncompleteException.class, e -> assertThat(e.problems()).extracting(p -> p.path()).containsExactly("branchCode"));
        office.concludes(shop.owner(), number, "UserTask_CorrectAccount", "corrected", Map.of("accountKind", "yucho", "yuchoSymbol", "10580",
                "yuchoNumber", "12345671", "accountHolder", "ｱﾝﾅｶ ﾊﾅｺ"), "");
        assertThat(by(reviewer, () -> payments.payable(programme))).singleElement().satisfies(one -> {
            assertThat(one.account().bank()).isEqualTo("9900");
            assertThat(one.account().number()).isEqualTo("1234567");
        });
        LocalDate next = bankDays.plusBusinessDays(clock.today(), 2);
        Batch again = by(reviewer, () -> payments.make(programme, Set.of(number), next, reviewer));
        by(decider, () -> payments.release(programme, again.number(), decider));
        clock.moveTo(next.atTime(10, 0));
        by(reviewer, () -> payments.settle(programme, again.number(), next, null, reviewer));
        payments.tellResults();
        assertThat(office.ended(number)).isTrue();
        assertThat(office.walked(number)).contains("UserTask_CorrectAccount", "EndEvent_Paid");
    }

    @Test
    @DisplayName("銀行の結果に一覧にない振込や金額の違う行があれば、行番号を伝え、何も変えない")
    void a_result_that_does_not_fit() {
        Batch batch = released();
        clock.moveTo(day.atTime(10, 0));
        String rows = HEADER + row(number, 18000, "口座なし") + "0000000001,0128,100,1234567,18500,口座なし\r\n" + row(secondNumber, 20000, "");
        assertThatThrownBy(() -> by(reviewer, () -> payments.settle(programme, batch.number(), day, csv(rows), reviewer)))
                .isInstanceOf(RefusedException.class).hasMessageContaining("2行目").hasMessageContaining("3行目").hasMessageContaining("4行目");
        assertThat(results(batch)).containsOnly(Result.LISTED);
        assertThatThrownBy(() -> by(reviewer, () -> payments.settle(programme, batch.number(), day.plusDays(1), null, reviewer)))
                .isInstanceOf(RefusedException.class).hasMessageContaining("振込日");
    }

    @Test
    @DisplayName("一覧の作成後に取り下げられた案件があれば承認できず、取りやめれば残りは次の一覧に載る")
    void withdrawn_meanwhile() {
        Batch batch = by(reviewer, () -> payments.make(programme, Set.of(), day, reviewer));
        DataScope.within(shop.owner().id(), () -> withdrawal.withdraw(number, shop.owner(), ""));
        assertThatThrownBy(() -> by(decider, () -> payments.release(programme, batch.number(), decider)))
                .isInstanceOf(RefusedException.class).hasMessageContaining(number.value()).hasMessageContaining("取り下げられた");
        by(decider, () -> payments.discard(programme, batch.number(), decider));
        assertThat(by(reviewer, () -> payments.payable(programme))).extracting(Payments.Payable::number).containsExactly(secondNumber);
        assertThatThrownBy(() -> by(decider, () -> payments.release(programme, batch.number(), decider)))
                .isInstanceOf(RefusedException.class).hasMessageContaining("すでに処理しました");
    }

    @Test
    @DisplayName("承認されて銀行に渡る振込の案件は、結果が分かるまで取り下げられない")
    void not_withdrawn_while_it_is_paid() {
        Batch batch = by(reviewer, () -> payments.make(programme, Set.of(), day, reviewer));
        by(decider, () -> payments.release(programme, batch.number(), decider));
        assertThatThrownBy(() -> DataScope.within(shop.owner().id(), () -> withdrawal.withdraw(number, shop.owner(), "")))
                .isInstanceOf(RefusedException.class).hasMessageContaining("振込の手続が始まっている");
        assertThat(office.file(number).status()).isNotEqualTo(CaseStatus.WITHDRAWN);
    }

    @Test
    @DisplayName("二人が同時に一覧を作っても、同じ案件は一つの一覧にしか載らない")
    void two_reviewers_at_once() throws Exception {
        Actor other = shops.reviewer();
        List<String> outcomes = together(() -> make(reviewer), () -> make(other));
        assertThat(outcomes).containsExactlyInAnyOrder("made", "payment.nothing");
    }

    private String make(Actor maker) {
        try {
            by(maker, () -> payments.make(programme, Set.of(number, secondNumber), day, maker));
            return "made";
        } catch (RefusedException e) {
            return e.refusal().reasonCode();
        }
    }

    @Test
    @DisplayName("結果は、二つのノードが同時に伝えても、手続に一度だけ届く")
    void told_exactly_once() throws Exception {
        Batch batch = released();
        clock.moveTo(day.atTime(10, 0));
        by(reviewer, () -> payments.settle(programme, batch.number(), day, csv(HEADER + row(number, 18500, "口座なし")), reviewer));
        together(() -> tell(), () -> tell());
        assertThat(office.openTasks(number)).containsExactly("UserTask_CorrectAccount");
        assertThat(office.walked(number)).containsOnlyOnce("UserTask_CorrectAccount");
        assertThat(office.walked(secondNumber)).containsOnlyOnce("EndEvent_Paid");
    }

    private String tell() {
        payments.tellResults();
        return "";
    }

    private static List<String> together(Callable<String> one, Callable<String> other) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<String> results = new java.util.ArrayList<>();
            for (Future<String> result : threads.invokeAll(List.of(one, other))) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private Batch released() {
        Batch batch = by(reviewer, () -> payments.make(programme, Set.of(), day, reviewer));
        return by(decider, () -> payments.release(programme, batch.number(), decider));
    }

    private List<Result> results(Batch batch) {
        return by(reviewer, () -> payments.payments(programme, batch.number())).stream().map(Payment::result).toList();
    }

    /** As banks send it: windows-31j. */
    private static jp.madoguchi.kernel.Csv.Source csv(String text) {
        return () -> new ByteArrayInputStream(text.getBytes(WINDOWS_31J));
    }

    private String row(CaseNumber of, long amount, String reason) {
        String account = shops.everywhere(() -> jdbc.sql("select account from subsidy_payment where case_number = ? limit 1").param(of.value())
                .query(String.class).single());
        return "%s,0128,100,%s,%d,%s\r\n".formatted(code(of), account, amount, reason);
    }

    private static String code(CaseNumber of) {
        return "%010d".formatted(Long.parseLong(of.value().substring(of.value().indexOf('-') + 1)));
    }

    private static <T> T by(Actor actor, Supplier<T> work) {
        return DataScope.within(TestOffice.scope(actor), work);
    }

    private static void by(Actor actor, Runnable work) {
        DataScope.within(TestOffice.scope(actor), work);
    }

    private static Map<String, byte[]> entries(byte[] zip) {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
