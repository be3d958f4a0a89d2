package jp.madoguchi.subsidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseStatus;
import jp.madoguchi.casefile.Filing;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.casefile.Place;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.letters.Letter;
import jp.madoguchi.letters.Letters;
import jp.madoguchi.subsidy.Shops.Shop;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.Pdfs;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;

/** 端末購入の補助 (S3-55 to S3-65): every path of the procedure, in the office's words. */
@MadoguchiTest
class DeviceSubsidyTest {

    @Autowired
    TestOffice office;
    @Autowired
    Slots slots;
    @Autowired
    Subsidies subsidies;
    @Autowired
    Filing filing;
    @Autowired
    Withdrawal withdrawal;
    @Autowired
    Letters letters;
    @Autowired
    BusinessClock clock;
    @Autowired
    AutowireCapableBeanFactory beans;

    private Shops shops;
    private Shop shop;
    private Actor contractor;
    private Actor decider;

    @BeforeEach
    void annaka() {
        shops = beans.createBean(Shops.class);
        shops.freeAllSlots();
        contractor = shops.contractor();
        decider = shops.decider();
        shop = shops.registered("安中商店");
    }

    @AfterEach
    void free() {
        shops.freeAllSlots();
    }

    @ParameterizedTest
    @CsvSource({"18500, 18500", "20000, 20000", "20001, 20000", "32000, 20000"})
    @DisplayName("T9：枠を得て許可を受け、購入を報告すると、補助額は上限2万円までの端末価格に確定する")
    void from_the_intention_to_the_fixed_amount(long price, long amount) {
        CaseNumber number = shops.filesAndHoldsASlot(shop);
        assertThat(place(number)).isEqualTo(arrival(number)).extracting(Place::kind, Place::number).containsExactly("slot", 1);
        office.concludes(contractor, number, "UserTask_CheckIntention", "accept");
        office.concludes(decider, number, "UserTask_Decide", "granted");
        office.runsDueJobs(number);
        assertThat(kinds(number)).containsExactly("subsidy-permission");
        office.concludes(shop.owner(), number, "UserTask_SubmitEvidence", "submitted", shops.evidence(shop, price), "");
        office.concludes(contractor, number, "UserTask_CheckEvidence", "accept");
        office.runsDueJobs(number);
        assertThat(kinds(number)).containsExactly("subsidy-permission", "subsidy-amount");
        assertThat(scoped(() -> subsidies.purchase(number)).orElseThrow().amount()).isEqualTo(amount);
        assertThat(office.walked(number)).contains("IntermediateCatchEvent_TransferResult").doesNotContain("CallActivity_LetterSlotOffered");
        assertThat(office.ended(number)).isFalse();
    }

    @Test
    @DisplayName("101番目は待ち、取下げで空いた枠に繰り上がり、通知を受けて審査に進む")
    void promoted_from_the_queue() {
        List<CaseNumber> others = shops.takeAllSlots();
        CaseNumber number = shops.filesAndHoldsASlot(shop);
        assertThat(arrival(number)).extracting(Place::kind, Place::number).containsExactly("queue", 1);
        assertThat(office.openTasks(number)).isEmpty();
        shops.leaves(others.get(56));
        slots.sweep();
        slots.sweep();
        office.runsDueJobs(number);
        assertThat(kinds(number)).containsExactly("subsidy-slot-offered");
        assertThat(office.openTasks(number)).containsExactly("UserTask_CheckIntention");
        assertThat(place(number)).extracting(Place::kind, Place::number).containsExactly("slot", 57);
        assertThat(arrival(number)).extracting(Place::kind, Place::number).containsExactly("queue", 1);
        assertThat(office.walked(number)).containsOnlyOnce("BusinessRuleTask_JudgeEligibility");
    }

    @Test
    @DisplayName("補正を求めると、直した内容であらためて要件が判定される")
    void corrected() {
        CaseNumber number = shops.files(shop, Map.of("ownsDevice", "yes", "selfCheck", "OK", "selfCheckedOn", office.today().toString()));
        arrival(number);
        assertThat(scoped(() -> subsidies.unmetRequirements(number))).containsExactly("お持ちの端末でテスト用二次元コードを読み取れています。");
        office.asksForCorrection(contractor, number, "UserTask_CheckIntention", Map.of("selfCheck", "結果を確かめてください。"));
        office.concludes(shop.owner(), number, "UserTask_AnswerCorrection", "answered", Map.of("selfCheck", "NG"), "");
        assertThat(scoped(() -> subsidies.unmetRequirements(number))).isEmpty();
        office.concludes(contractor, number, "UserTask_CheckIntention", "accept");
        assertThat(office.openTasks(number)).containsExactly("UserTask_Decide");
    }

    @Test
    @DisplayName("枠は店のものなので、加盟店番号と申出の区分は補正では直せない")
    void what_the_slot_stands_on_is_not_corrected() {
        CaseNumber number = shops.filesAndHoldsASlot(shop);
        for (String field : List.of("merchantNumber", "deviceCount")) {
            assertThatThrownBy(() -> office.asksForCorrection(contractor, number, "UserTask_CheckIntention", Map.of(field, "直してください。")))
                    .isInstanceOf(RefusedException.class).hasMessageContaining("補正では直せません");
        }
        assertThat(office.openTasks(number)).containsExactly("UserTask_CheckIntention");
    }

    @Test
    @DisplayName("決裁で差し戻され、不許可になると、理由と教示のある通知が出て、枠は次の人に移る")
    void sent_back_and_refused() {
        CaseNumber number = shops.files(shop, Map.of("hasCapableDevice", "yes"));
        arrival(number);
        office.concludes(contractor, number, "UserTask_CheckIntention", "accept");
        office.concludes(decider, number, "UserTask_Decide", "returned", Map.of(), "端末の有無を再確認すること。");
        office.concludes(contractor, number, "UserTask_CheckIntention", "refuse", Map.of(), "端末を持っている。");
        office.concludes(decider, number, "UserTask_Decide", "refused", Map.of(), "読み取れる端末を使えるため。");
        office.runsDueJobs(number);
        assertThat(kinds(number)).containsExactly("subsidy-refusal");
        assertThat(letter(number)).contains("二次元コードを読み取れる端末を持っています。", "読み取れる端末を使えるため。", "審査請求");
        assertThat(office.file(number).status()).isEqualTo(CaseStatus.REFUSED);
        assertThat(office.walked(number)).contains("EndEvent_Refused");
        Shop next = shops.registered("次の商店");
        assertThat(arrival(shops.filesAndHoldsASlot(next))).extracting(Place::kind, Place::number).containsExactly("slot", 1);
    }

    @Test
    @DisplayName("2台目は決裁者が理由を付けて認めれば、決裁に進む")
    void a_second_device_is_allowed() {
        shops.filesAndHoldsASlot(shop);
        CaseNumber second = secondDevice();
        office.concludes(contractor, second, "UserTask_CheckIntention", "accept");
        assertThatThrownBy(() -> office.concludes(decider, second, "UserTask_DecideException", "allow", Map.of("exceptionGround", "counters"), ""))
                .isInstanceOf(RefusedException.class).hasMessageContaining("理由");
        office.concludes(decider, second, "UserTask_DecideException", "allow", Map.of("exceptionGround", "counters"), "会計場所が離れているため。");
        office.concludes(decider, second, "UserTask_Decide", "granted");
        office.runsDueJobs(second);
        assertThat(kinds(second)).containsExactly("subsidy-permission");
        assertThatThrownBy(this::secondDevice).isInstanceOf(RefusedException.class).hasMessageContaining("3台目以降は補助の対象になりません");
    }

    @Test
    @DisplayName("2台目を認めなければ、その理由で不許可の通知が出る")
    void a_second_device_is_refused() {
        shops.filesAndHoldsASlot(shop);
        CaseNumber second = secondDevice();
        office.concludes(contractor, second, "UserTask_CheckIntention", "accept");
        office.concludes(decider, second, "UserTask_DecideException", "refuse", Map.of("exceptionGround", "none"), "1台で足りるため。");
        office.runsDueJobs(second);
        assertThat(kinds(second)).containsExactly("subsidy-refusal");
        assertThat(letter(second)).contains("1店舗につき1台を超えます。例外の承認が必要です。", "1台で足りるため。");
        assertThat(office.file(second).status()).isEqualTo(CaseStatus.REFUSED);
    }

    private CaseNumber secondDevice() {
        CaseNumber second = shops.files(shop, Map.of("deviceCount", "second", "secondReason", "別棟に売り場があるため。", "hasCapableDevice", "yes"));
        arrival(second);
        return second;
    }

    @Test
    @DisplayName("期限までに報告がなければ許可は失効し、期限後の報告はタイマーより前でも断られ、枠は空く")
    void lapsed() {
        CaseNumber number = shops.permitted(shop, contractor, decider);
        LocalDate by = scoped(() -> subsidies.permission(number)).orElseThrow().purchaseBy();
        assertThat(by).isAfterOrEqualTo(office.today().plusDays(30));
        Map<String, Object> evidence = shops.evidence(shop, 18500);
        clock.moveTo(by.plusDays(1).atTime(LocalTime.of(0, 0, 1)));
        assertThatThrownBy(() -> office.concludes(shop.owner(), number, "UserTask_SubmitEvidence", "submitted", evidence, ""))
                .isInstanceOf(RefusedException.class).hasMessageContaining("期限").hasMessageContaining("過ぎた");
        office.runsDueJobs(number);
        assertThat(office.walked(number)).contains("BoundaryEvent_PurchaseDeadline", "EndEvent_Lapsed");
        assertThat(kinds(number)).containsExactly("subsidy-permission", "subsidy-lapse");
        slots.sweep();
        assertThat(slots.count(shops.programme()).taken()).isZero();
    }

    @Test
    @DisplayName("報告は期限の日の終わりまで受け付ける")
    void reported_in_the_last_minute() {
        CaseNumber number = shops.permitted(shop, contractor, decider);
        clock.moveTo(scoped(() -> subsidies.permission(number)).orElseThrow().purchaseBy().atTime(23, 59, 0));
        office.concludes(shop.owner(), number, "UserTask_SubmitEvidence", "submitted", shops.evidence(shop, 18500), "");
        assertThat(office.openTasks(number)).containsExactly("UserTask_CheckEvidence");
    }

    @Test
    @DisplayName("差し戻された報告は、購入の期限を過ぎても、あらためて示した期限まで出し直せる")
    void the_report_is_returned_and_made_anew() {
        CaseNumber number = shops.permitted(shop, contractor, decider);
        clock.moveTo(scoped(() -> subsidies.permission(number)).orElseThrow().purchaseBy().atTime(15, 0));
        Map<String, Object> evidence = shops.evidence(shop, 18500);
        office.concludes(shop.owner(), number, "UserTask_SubmitEvidence", "submitted", evidence, "");
        office.daysPass(3);
        LocalDate purchaseBy = scoped(() -> subsidies.permission(number)).orElseThrow().purchaseBy();
        office.concludes(contractor, number, "UserTask_CheckEvidence", "return", Map.of(), "領収書が読めません。");
        office.runsDueJobs(number);
        assertThat(scoped(() -> subsidies.reportBy(number))).isAfter(purchaseBy)
                .isEqualTo(LocalDate.ofInstant(office.task(number, "UserTask_SubmitEvidence").dueAt(), BusinessClock.JST));
        evidence.put("receipt", List.of(shops.receipt(shop, shop.number() + " 再提出")));
        office.concludes(shop.owner(), number, "UserTask_SubmitEvidence", "submitted", evidence, "");
        assertThat(office.openTasks(number)).containsExactly("UserTask_CheckEvidence");
    }

    @Test
    @DisplayName("待っている人も枠を持つ人も取り下げられ、枠は次の人に移る")
    void withdrawn() {
        List<CaseNumber> others = shops.takeAllSlots();
        CaseNumber first = shops.filesAndHoldsASlot(shop);
        Shop nextShop = shops.registered("次の商店");
        CaseNumber next = shops.filesAndHoldsASlot(nextShop);
        assertThat(place(next).number()).isEqualTo(2);
        withdraws(shop, first);
        assertThat(office.walked(first)).contains("EndEvent_Withdrawn");
        assertThat(place(next).number()).isEqualTo(1);
        shops.leaves(others.get(0));
        slots.sweep();
        assertThat(place(next).kind()).isEqualTo("slot");
        withdraws(nextShop, next);
        slots.sweep();
        assertThat(slots.count(shops.programme())).isEqualTo(new Slots.Count(100, 99, 0));
        assertThat(office.file(next).status()).isEqualTo(CaseStatus.WITHDRAWN);
    }

    @Test
    @DisplayName("繰上げは、二つのノードが同時に伝えても、それぞれの手続に一度だけ届く")
    void told_exactly_once() throws Exception {
        List<CaseNumber> others = shops.takeAllSlots();
        List<CaseNumber> waiting = IntStream.range(0, 4).mapToObj(n -> shops.filesAndHoldsASlot(shops.registered("待つ商店" + n))).toList();
        others.subList(0, 4).forEach(shops::leaves);
        slots.rank(Shops.PROGRAMME);
        Slots otherNode = shops.otherNode();
        together(List.of(slots::sweep, otherNode::sweep, slots::sweep, otherNode::sweep));
        assertThat(waiting).allSatisfy(number -> {
            office.runsDueJobs(number);
            assertThat(office.openTasks(number)).containsExactly("UserTask_CheckIntention");
            assertThat(office.walked(number)).containsOnlyOnce("CallActivity_LetterSlotOffered");
        });
    }

    @Test
    @DisplayName("取下げと繰上げが同時でも、取り下げた人に枠は残らず、枠は次の人に移る")
    void withdrawal_races_promotion() throws Exception {
        List<CaseNumber> others = shops.takeAllSlots();
        for (int round = 0; round < 5; round++) {
            Shop leaving = shops.registered("取り下げる商店" + round);
            CaseNumber first = shops.filesAndHoldsASlot(leaving);
            CaseNumber next = shops.filesAndHoldsASlot(shops.registered("次の商店" + round));
            shops.leaves(others.get(round));
            together(List.of(() -> withdrawsAtLast(leaving, first), slots::sweep, slots::sweep));
            slots.sweep();
            office.runsDueJobs(next);
            assertThat(office.file(first).status()).isEqualTo(CaseStatus.WITHDRAWN);
            assertThat(office.ended(first)).isTrue();
            assertThat(slots.standing(first).orElseThrow().slot()).isNull();
            assertThat(place(next).kind()).isEqualTo("slot");
            assertThat(office.openTasks(next)).containsExactly("UserTask_CheckIntention");
        }
        assertThat(slots.count(shops.programme())).isEqualTo(new Slots.Count(100, 100, 0));
    }

    /** Somebody told that the case moved just then tries again. */
    private void withdrawsAtLast(Shop who, CaseNumber number) {
        try {
            withdraws(who, number);
        } catch (RefusedException moved) {
            assertThat(moved.refusal().reasonCode()).isEqualTo("case.moved");
            withdraws(who, number);
        }
    }

    private static void together(List<Runnable> works) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(works.size());
        try {
            for (Future<?> done : works.stream().map(threads::submit).toList()) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("許可の日より前の領収書は、購入日の欄で断られる")
    void a_receipt_dated_before_the_permission() {
        CaseNumber number = shops.permitted(shop, contractor, decider);
        Map<String, Object> evidence = shops.evidence(shop, 18500);
        evidence.put("purchasedOn", office.today().minusDays(1).toString());
        assertThat(refusedFields(number, evidence)).singleElement().asString().startsWith("purchasedOn").contains("購入許可の日");
    }

    @ParameterizedTest
    @CsvSource({"0", "9999999999"})
    @DisplayName("0円や9,999,999,999円の価格は、価格の欄で断られる")
    void an_impossible_price(long price) {
        CaseNumber number = shops.permitted(shop, contractor, decider);
        assertThat(refusedFields(number, shops.evidence(shop, price))).singleElement().asString().startsWith("price");
    }

    @Test
    @DisplayName("同じ領収書は、ファイルが同じでも番号と販売店が同じでも、二度は使えない")
    void a_receipt_used_twice() {
        CaseNumber number = shops.permitted(shop, contractor, decider);
        office.concludes(shop.owner(), number, "UserTask_SubmitEvidence", "submitted", shops.evidence(shop, 18500), "");
        Shop other = shops.registered("別の商店");
        CaseNumber second = shops.permitted(other, contractor, decider);
        Map<String, Object> sameFile = shops.evidence(other, 18500);
        sameFile.put("receipt", List.of(shops.receipt(other, shop.number())));
        Map<String, Object> sameNumber = shops.evidence(other, 18500);
        sameNumber.put("dealer", "群馬電器　安中店");
        sameNumber.put("receiptNumber", "ｒ-" + shop.number());
        for (Map<String, Object> evidence : List.of(sameFile, sameNumber)) {
            assertThatThrownBy(() -> office.concludes(other.owner(), second, "UserTask_SubmitEvidence", "submitted", evidence, ""))
                    .isInstanceOf(RefusedException.class).hasMessageContaining("すでに使われています");
        }
        office.concludes(other.owner(), second, "UserTask_SubmitEvidence", "submitted", shops.evidence(other, 18500), "");
    }

    @Test
    @DisplayName("登録されている加盟店だけが、自分の店について、1台目は一度だけ申し出られる")
    void who_may_file() {
        Shop other = shops.registered("別の商店");
        assertThatThrownBy(() -> files(other.owner(), shop)).isInstanceOf(RefusedException.class).hasMessageContaining("加盟店番号が見つかりません");
        shops.files(shop, Map.of());
        assertThatThrownBy(() -> shops.files(shop, Map.of())).isInstanceOf(RefusedException.class).hasMessageContaining("すでに受け付けています");
        shops.leavesTheRegister(other);
        assertThatThrownBy(() -> shops.files(other, Map.of())).isInstanceOf(RefusedException.class).hasMessageContaining("登録されていません");
    }

    private void files(Actor by, Shop about) {
        office.receives(by, Shops.PROGRAMME, "device-subsidy", shops.intention(about, Map.of()), UUID.randomUUID().toString());
    }

    private List<String> refusedFields(CaseNumber number, Map<String, Object> evidence) {
        try {
            office.concludes(shop.owner(), number, "UserTask_SubmitEvidence", "submitted", evidence, "");
            return List.of();
        } catch (IncompleteException e) {
            return e.problems().stream().map(problem -> problem.path() + " " + problem.messageJa()).toList();
        }
    }

    private void withdraws(Shop who, CaseNumber number) {
        DataScope.within(who.owner().id(), () -> withdrawal.withdraw(number, who.owner(), ""));
    }

    private Place arrival(CaseNumber number) {
        return DataScope.within(DataScope.EVERYTHING, () -> filing.placeOnArrival(number)).orElseThrow();
    }

    private Place place(CaseNumber number) {
        return DataScope.within(DataScope.EVERYTHING, () -> filing.placeNow(number)).orElseThrow();
    }

    private List<String> kinds(CaseNumber number) {
        return scoped(() -> letters.ofCase(number)).stream().map(Letter::kind).toList();
    }

    /** The words of the newest letter, without the breaks between its lines. */
    private String letter(CaseNumber number) {
        try {
            return Pdfs.text(scoped(() -> letters.pdf(letters.ofCase(number).get(0).id())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T scoped(java.util.function.Supplier<T> work) {
        return shops.everywhere(work);
    }
}
