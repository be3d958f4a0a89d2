package jp.madoguchi.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jp.madoguchi.banking.AccountType;
import jp.madoguchi.banking.BankAccount;
import jp.madoguchi.casefile.CaseStatus;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.Corrections;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.letters.Letter;
import jp.madoguchi.letters.Letters;
import jp.madoguchi.merchant.MerchantOffice.City;
import jp.madoguchi.merchant.domain.Merchant;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.Pdfs;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Every way through {@code merchant-application}, in both cities. */
@MadoguchiTest
class MerchantApplicationTest {

    @Autowired
    TestOffice office;
    @Autowired
    Merchants merchants;
    @Autowired
    Screenings screenings;
    @Autowired
    Cases cases;
    @Autowired
    Letters letters;
    @Autowired
    Withdrawal withdrawal;

    @ParameterizedTest
    @EnumSource(City.class)
    @DisplayName("申込みから受託者の審査、カード販売の審査、市との協議、決裁、登録、キットの発送まで進む")
    void from_the_application_to_the_kit(City city) {
        MerchantOffice local = new MerchantOffice(office, city);
        boolean cards = city == City.ANNAKA;
        Map<String, Object> application = local.application();
        application.put("wishesCardSales", "yes");
        CaseNumber number = local.receives(application);
        assertThat(office.task(number, "UserTask_CheckApplication").desk().id()).isEqualTo(city.government + "/" + city.section + "/CONTRACTOR");
        local.reviewsToTheDecision(number);
        assertThat(office.task(number, "UserTask_Decide").desk().id()).isEqualTo(city.government + "/" + city.deciding + "/DECIDER");
        office.concludes(local.decider, number, "UserTask_Decide", "granted");
        office.runsDueJobs(number);
        assertThat(lettersOf(local, number)).singleElement().satisfies(letter -> assertThat(letter.subject()).contains("加盟店の登録について"));
        local.sendsTheKit(number);
        assertThat(office.ended(number)).isTrue();
        assertThat(office.walked(number)).contains("EndEvent_Registered").doesNotContain("EndEvent_Refused");
        // Midori's currency has no cards: its form does not ask, and an answer slipped in is dropped.
        assertThat(office.walked(number).contains("UserTask_ScreenCardSales")).isEqualTo(cards);
        Merchant merchant = merchant(local, number);
        assertThat(merchant.number()).matches(city.prefix + "-M\\d{4,}");
        assertThat(merchant.isRegistered()).isTrue();
        assertThat(merchant.sellsCards()).isEqualTo(cards);
        assertThat(merchant.qrCapable()).isFalse();
        assertThat(merchant.account()).isEqualTo(new BankAccount("0128", "180", AccountType.ORDINARY, (String) application.get("accountNumber"), "ｱｵｷ ﾀﾛｳ"));
        assertThat(merchant.pledge().version()).isEqualTo("令和6年4月版");
        assertThat(merchant.pledge().at()).isEqualTo(office.file(number).arrivedAt());
        assertThat(local.within(() -> merchants.kits(city.programme))).filteredOn(kit -> kit.merchant().equals(merchant.number()))
                .containsExactly(new Merchants.Kit(merchant.number(), office.today(), 1, "ゆうパック", "1234-5678-9012"));
        assertThat(local.within(() -> merchants.history(merchant.number()))).singleElement()
                .satisfies(entry -> assertThat(entry.kind()).isEqualTo(Merchants.Change.REGISTERED));
        assertThat(office.file(number).status()).isEqualTo(CaseStatus.COMPLETED);
    }

    @ParameterizedTest
    @EnumSource(City.class)
    @DisplayName("書面の申込みは誓約の補正を経て、カードを販売しない加盟店として登録され、誓約の版と時点は補正のものになる")
    void a_postal_application_is_corrected_and_registered_without_cards(City city) {
        MerchantOffice local = new MerchantOffice(office, city);
        Map<String, Object> application = local.application();
        application.remove("pledgesNoMisuse");
        CaseNumber number = local.receives(local.contractor, "merchant", application);
        office.concludes(local.contractor, number, "UserTask_CheckApplication", new Conclusion("correct", Answers.NONE, "誓約の欄を確認してください。",
                List.of(new Corrections.Item("pledgesNoMisuse", "誓約をお願いします。"))));
        office.daysPass(1);
        office.concludes(local.contractor, number, "UserTask_AnswerCorrection", "answered", Map.of("pledgesNoMisuse", true), "");
        local.reviewsToTheDecision(number);
        office.concludes(local.decider, number, "UserTask_Decide", "granted");
        office.runsDueJobs(number);
        Merchant merchant = merchant(local, number);
        assertThat(merchant.party()).isNull();
        assertThat(merchant.sellsCards()).isFalse();
        assertThat(merchant.pledge().at()).isAfter(office.file(number).arrivedAt());
        assertThat(office.walked(number)).contains("CallActivity_CorrectionRound").doesNotContain("UserTask_ScreenCardSales");
    }

    @Test
    @DisplayName("カード販売だけが不適当なら、理由を添えて、カードを販売しない加盟店として登録する")
    void unfit_to_sell_cards() throws java.io.IOException {
        MerchantOffice local = new MerchantOffice(office, City.ANNAKA);
        Map<String, Object> application = local.application();
        application.put("wishesCardSales", "yes");
        CaseNumber number = local.receives(application);
        office.concludes(local.contractor, number, "UserTask_CheckApplication", "complete");
        assertThatThrownBy(() -> office.concludes(local.contractor, number, "UserTask_ScreenCardSales", "unqualified", local.cardSales(), ""))
                .isInstanceOf(RefusedException.class).hasMessageContaining("理由");
        office.concludes(local.contractor, number, "UserTask_ScreenCardSales", "unqualified", local.cardSales(), "保管場所がないため。");
        local.decides(number);
        assertThat(merchant(local, number).sellsCards()).isFalse();
        assertThat(pdf(local, number)).contains("カード販売店とはしない（理由：保管場所がないため。）");
    }

    @ParameterizedTest
    @EnumSource(City.class)
    @DisplayName("市外で対象外の業種の申込みは、協議と決裁で差し戻されたのち、満たさない要件を理由として不登録が通知される")
    void sent_back_twice_and_refused(City city) throws java.io.IOException {
        MerchantOffice local = new MerchantOffice(office, city);
        Map<String, Object> application = local.application();
        application.putAll(Map.of("shopAddress", "群馬県高崎市高松町35番地1", "shopPostalCode", "3700829", "excludedTrades", List.of("hospitality")));
        CaseNumber number = local.receives(application);
        office.concludes(local.contractor, number, "UserTask_CheckApplication", "complete");
        assertThat(findings(local, number)).containsExactly("店舗の所在地が市内ではありません。", "加盟店の対象とならない営業または事業に該当します。");
        office.concludes(local.contractor, number, "UserTask_WriteOpinion", "refuse", Map.of("opinion", "対象外である。"), "市外の店舗であるため。");
        office.concludes(local.reviewer, number, "UserTask_ConsultCity", "return", Map.of("consultationOpinion", "所在地を再確認すること。"), "所在地の確認。");
        assertThat(office.openTasks(number)).containsExactly("UserTask_WriteOpinion");
        office.concludes(local.contractor, number, "UserTask_WriteOpinion", "refuse", Map.of("opinion", "対象外である。"), "市外の店舗であるため。");
        office.concludes(local.reviewer, number, "UserTask_ConsultCity", "forward", Map.of("consultationOpinion", "異議なし。"), "");
        office.concludes(local.decider, number, "UserTask_Decide", "returned", Map.of(), "理由を整理すること。");
        assertThat(office.openTasks(number)).containsExactly("UserTask_ConsultCity");
        office.concludes(local.reviewer, number, "UserTask_ConsultCity", "forward", Map.of("consultationOpinion", "異議なし。"), "");
        office.concludes(local.decider, number, "UserTask_Decide", "refused", Map.of(), "募集要項に定める要件を満たさないため。");
        office.runsDueJobs(number);
        assertThat(office.walked(number)).contains("EndEvent_Refused", "EndEvent_Issued").doesNotContain("ServiceTask_RegisterMerchant");
        assertThat(pdf(local, number)).contains("店舗の所在地が市内ではありません。", "加盟店の対象とならない営業または事業に該当します。", "募集要項に定める要件を満たさないため。")
                .doesNotContain("教示");
        assertThat(local.within(() -> merchants.ofCase(number))).isEmpty();
    }

    @Test
    @DisplayName("書き方の違う同じ店舗と同じ口座は、登録済みでも申込み中でも、根拠とともに審査担当に示され、通知の理由にはならない")
    void duplicates_are_shown_with_their_evidence() {
        MerchantOffice local = new MerchantOffice(office, City.ANNAKA);
        Map<String, Object> first = local.application();
        first.put("shopName", "株式会社めがね橋食堂");
        first.put("shopAddress", "群馬県安中市松井田町坂本二丁目12番3号");
        Merchant registered = merchant(local, local.registers(first));
        Map<String, Object> other = local.application();
        other.put("corporateNumber", "7000012050002");
        CaseNumber running = local.receives(office.applicant("別の人"), "merchant", other);
        Map<String, Object> again = local.application();
        again.putAll(Map.of("shopName", "㈱めがね橋 食堂", "shopAddress", "安中市松井田町坂本２－１２－３", "corporateNumber", "7000012050002",
                "accountNumber", first.get("accountNumber")));
        CaseNumber number = local.receives(office.applicant("また別の人"), "merchant", again);
        office.concludes(local.contractor, number, "UserTask_CheckApplication", "complete");
        assertThat(findings(local, number)).containsExactly("同じ店舗と思われる登録または申込みがあります。重複していないか確認してください。",
                "同じ口座を振込先とする登録または申込みがあります。事業者が同じか確認してください。",
                "登録済みの加盟店 " + registered.number() + "と、店舗名と所在地、振込先の口座が同じです。",
                "申込み " + running + "と、法人番号が同じです。");
        assertThat(local.within(() -> screenings.unmetRequirements(number))).isEmpty();
        MerchantOffice elsewhere = new MerchantOffice(office, City.MIDORI);
        Map<String, Object> sameInMidori = elsewhere.application();
        sameInMidori.put("accountNumber", first.get("accountNumber"));
        CaseNumber midori = elsewhere.receives(sameInMidori);
        office.concludes(elsewhere.contractor, midori, "UserTask_CheckApplication", "complete");
        assertThat(findings(elsewhere, midori)).isEmpty();
    }

    @Test
    @DisplayName("同じ人が同じ店舗を同じ瞬間に二度申し込んでも、受け付けるのは一度だけで、二度目は受付番号を知らせる")
    void the_same_shop_in_the_same_second() throws Exception {
        MerchantOffice local = new MerchantOffice(office, City.ANNAKA);
        Map<String, Object> application = local.application();
        Map<String, Object> otherwise = new HashMap<>(application);
        otherwise.put("shopName", application.get("shopName") + " ");
        CyclicBarrier together = new CyclicBarrier(2);
        List<Callable<CaseNumber>> filings = new ArrayList<>();
        for (Map<String, Object> answers : List.of(application, otherwise)) {
            filings.add(() -> {
                together.await();
                return office.receives(local.applicant, City.ANNAKA.programme, "merchant", Answers.of(answers), UUID.randomUUID().toString()).caseNumber();
            });
        }
        ExecutorService two = Executors.newFixedThreadPool(2);
        List<CaseNumber> taken = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        try {
            for (Future<CaseNumber> filing : two.invokeAll(filings)) {
                try {
                    taken.add(filing.get());
                } catch (java.util.concurrent.ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(RefusedException.class);
                    refused.add(e.getCause().getMessage());
                }
            }
        } finally {
            two.shutdownNow();
        }
        assertThat(taken).hasSize(1);
        assertThat(refused).singleElement().asString().contains("すでに受け付けています", taken.get(0).value());
        DataScope.within(local.applicant.id(), () -> withdrawal.withdraw(taken.get(0), local.applicant, ""));
        assertThat(office.walked(taken.get(0))).contains("EndEvent_Withdrawn");
        assertThat(office.openTasks(local.receives(application))).containsExactly("UserTask_CheckApplication");
    }

    @Test
    @DisplayName("存在しない銀行・支店、銀行が扱わないカナ、変換できない記号番号、矛盾した業種は、項目ごとに断る")
    void accounts_that_cannot_be_paid() {
        MerchantOffice local = new MerchantOffice(office, City.ANNAKA);
        assertThat(problems(local, Map.of("bankCode", "9999"))).containsExactly("bankCode:unknown");
        assertThat(problems(local, Map.of("branchCode", "999"))).containsExactly("branchCode:unknown");
        assertThat(problems(local, Map.of("accountHolder", "青木太郎"))).extracting(p -> p.substring(0, p.indexOf(':'))).containsExactly("accountHolder");
        assertThat(problems(local, Map.of("accountKind", "yucho", "yuchoSymbol", "17300", "yuchoNumber", "19927652"))).containsExactly("yuchoNumber:format");
        assertThat(problems(local, Map.of("accountKind", "yucho", "yuchoSymbol", "99999", "yuchoNumber", "19927651"))).containsExactly("yuchoSymbol:format");
        assertThat(problems(local, Map.of("excludedTrades", List.of("none", "adult")))).containsExactly("excludedTrades:contradiction");
        assertThat(problems(local, Map.of("contactName", "123456789018"))).contains("contactName:my-number");
    }

    @Test
    @DisplayName("ゆうちょ銀行の記号番号は、振込用の店番と口座番号に変換して登録する")
    void a_post_bank_account_is_converted() {
        MerchantOffice local = new MerchantOffice(office, City.ANNAKA);
        Map<String, Object> application = local.application();
        application.putAll(Map.of("accountKind", "yucho", "yuchoSymbol", "17300-2", "yuchoNumber", "19927651"));
        assertThat(merchant(local, local.registers(application)).account())
                .isEqualTo(new BankAccount("9900", "738", AccountType.ORDINARY, "1992765", "ｱｵｷ ﾀﾛｳ"));
    }

    @Test
    @DisplayName("口座も誓約もない申込みも受け付けるが、誓約のないまま登録は決定できない")
    void without_a_pledge_nobody_is_registered() {
        MerchantOffice local = new MerchantOffice(office, City.ANNAKA);
        Map<String, Object> application = local.application();
        List.of("pledgesNoMisuse", "accountKind", "bankCode", "branchCode", "accountType", "accountNumber").forEach(application::remove);
        CaseNumber number = local.receives(application);
        local.reviewsToTheDecision(number);
        assertThat(findings(local, number)).containsExactly("電子地域通貨を不正に使用しない旨の誓約がありません。", "振込先の口座が確認できません。");
        assertThatThrownBy(() -> office.concludes(local.decider, number, "UserTask_Decide", "granted"))
                .isInstanceOf(RefusedException.class).hasMessageContaining("誓約がない");
        assertThat(office.openTasks(number)).containsExactly("UserTask_Decide");
    }

    @Test
    @DisplayName("別の事業の受託者には、申込みも加盟店も見えない（T28）")
    void another_programmes_contractor_sees_nothing() {
        MerchantOffice local = new MerchantOffice(office, City.ANNAKA);
        Merchant merchant = merchant(local, local.registers(local.application()));
        Actor other = office.contractor(City.ANNAKA.government, City.ANNAKA.section, "annaka-other", "別の事務局");
        assertThat(DataScope.within(TestOffice.scope(other), () -> merchants.find(City.ANNAKA.programme, merchant.number()))).isEmpty();
        assertThat(DataScope.within(TestOffice.scope(local.contractor), () -> merchants.find(City.ANNAKA.programme, merchant.number()))).isPresent();
        assertThat(DataScope.within(City.MIDORI.government, () -> merchants.find(City.ANNAKA.programme, merchant.number()))).isEmpty();
        assertThat(DataScope.within(local.applicant.id(), () -> merchants.registeredOf(City.ANNAKA.programme, local.applicant.id())))
                .extracting(Merchant::number).containsExactly(merchant.number());
    }

    private List<String> problems(MerchantOffice local, Map<String, Object> changed) {
        Map<String, Object> application = local.application();
        application.putAll(changed);
        try {
            local.receives(application);
            return List.of();
        } catch (IncompleteException e) {
            assertThat(e.problems()).allSatisfy(problem -> assertThat(problem.messageJa()).isNotBlank());
            return e.problems().stream().map(p -> p.path() + ":" + p.code()).toList();
        }
    }

    private List<String> findings(MerchantOffice local, CaseNumber number) {
        return Cases.lastJudgement(local.within(() -> cases.timeline(number))).orElseThrow();
    }

    private Merchant merchant(MerchantOffice local, CaseNumber number) {
        return local.within(() -> merchants.ofCase(number)).orElseThrow();
    }

    private List<Letter> lettersOf(MerchantOffice local, CaseNumber number) {
        return local.within(() -> letters.ofCase(number));
    }

    private String pdf(MerchantOffice local, CaseNumber number) throws java.io.IOException {
        return Pdfs.text(local.within(() -> letters.pdf(letters.ofCase(number).get(0).id())));
    }
}
