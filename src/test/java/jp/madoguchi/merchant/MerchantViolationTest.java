package jp.madoguchi.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
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

/** Every way through {@code merchant-violation} (S3-54). */
@MadoguchiTest
class MerchantViolationTest {

    private static final String FACTS = "商品の販売がないのに、知人の間で電子地域通貨を流通させた。";

    @Autowired
    TestOffice office;
    @Autowired
    Merchants merchants;
    @Autowired
    Letters letters;
    @Autowired
    Withdrawal withdrawal;

    private MerchantOffice local;
    private Merchant merchant;

    @ParameterizedTest
    @EnumSource(City.class)
    @DisplayName("指導しても是正されず、弁明を経て登録を取り消す")
    void guided_heard_and_cancelled(City city) throws IOException {
        isRegisteredIn(city);
        CaseNumber number = isReported();
        assertThat(office.file(number).party()).isEqualTo(local.applicant.id());
        investigated(number, "guide", "");
        office.runsDueJobs(number);
        assertThat(lastLetter(number)).contains("加盟店規約の遵守の指導について", FACTS, "流通をやめること。");
        office.concludes(local.reviewer, number, "UserTask_ConfirmImprovement", "unimproved",
                Map.of("confirmedOn", office.today().toString(), "improvementFacts", "同じ取引が続いている。"), "指導に従わないため。");
        LocalDate due = office.today().plusDays(14);
        office.runsDueJobs(number);
        assertThat(lastLetter(number)).contains("弁明の機会の付与について", "加盟店の登録の取消し", "加盟店規約第8条", FACTS, "同じ取引が続いている。",
                JapaneseDates.full(due), "代理人");
        assertThat(office.task(number, "UserTask_Explain").dueAt().atZone(BusinessClock.JST).toLocalDate()).isEqualTo(due);
        office.concludes(local.applicant, number, "UserTask_Explain", "explained", Map.of("admits", "partly", "explanationText", "一部は誤解です。"), "");
        opinion(number, "cancel", "");
        office.concludes(local.decider, number, "UserTask_Decide", "granted", Map.of(), "加盟店規約に違反し、指導によっても是正されないため。");
        office.runsDueJobs(number);
        assertThat(office.walked(number)).contains("EndEvent_Cancelled").doesNotContain("ServiceTask_RecordSilence");
        assertThat(lastLetter(number)).contains("加盟店の登録の取消しについて", FACTS, "指導によっても是正されないため。", JapaneseDates.full(office.today()));
        assertThat(merchant().state()).isEqualTo(Merchant.State.CANCELLED);
        assertThat(merchant().isOpenOn(office.today())).isFalse();
        assertThat(history()).containsExactly(Merchants.Change.REGISTERED, Merchants.Change.GUIDED, Merchants.Change.CANCELLED);
    }

    @ParameterizedTest
    @EnumSource(City.class)
    @DisplayName("重大な違反は直ちに弁明の機会を与え、期限まで弁明がなければその旨を記録し、差戻しを経て登録の継続を決める")
    void grave_silent_sent_back_and_retained(City city) throws IOException {
        isRegisteredIn(city);
        CaseNumber number = isReported();
        investigated(number, "grave", "悪質であるため。");
        office.runsDueJobs(number);
        office.firesTimer(number, "BoundaryEvent_ExplanationDeadline");
        assertThat(office.walked(number)).contains("ServiceTask_RecordSilence").doesNotContain("UserTask_ConfirmImprovement");
        opinion(number, "cancel", "");
        office.concludes(local.decider, number, "UserTask_Decide", "returned", Map.of(), "被害の額を確認すること。");
        opinion(number, "keep", "被害が回復されたため。");
        office.concludes(local.decider, number, "UserTask_Decide", "refused", Map.of(), "被害が回復され、再発のおそれがないため。");
        office.runsDueJobs(number);
        assertThat(office.walked(number)).contains("EndEvent_Retained");
        assertThat(lastLetter(number)).contains("登録の継続について", "再発のおそれがないため。");
        assertThat(merchant().isRegistered()).isTrue();
        assertThat(history()).containsExactly(Merchants.Change.REGISTERED, Merchants.Change.RETAINED);
    }

    @ParameterizedTest
    @EnumSource(City.class)
    @DisplayName("違反の事実がなければ、または指導で是正されれば、登録はそのまま終わる")
    void unfounded_or_improved(City city) {
        isRegisteredIn(city);
        CaseNumber unfounded = isReported();
        investigated(unfounded, "unfounded", "取引の実体を確認した。");
        assertThat(office.walked(unfounded)).contains("EndEvent_Unfounded");
        assertThat(local.within(() -> letters.ofCase(unfounded))).isEmpty();
        CaseNumber improved = isReported();
        investigated(improved, "guide", "");
        office.runsDueJobs(improved);
        office.concludes(local.reviewer, improved, "UserTask_ConfirmImprovement", "improved",
                Map.of("confirmedOn", office.today().toString(), "improvementFacts", "流通をやめたことを確認した。"), "");
        assertThat(office.walked(improved)).contains("EndEvent_Improved");
        assertThat(merchant().isRegistered()).isTrue();
    }

    @Test
    @DisplayName("弁明しない旨の申出は様式を埋めなくてもでき、期限を過ぎた弁明は、タイマーが遅れても受け付けない")
    void waived_and_too_late() {
        isRegisteredIn(City.ANNAKA);
        CaseNumber waived = isReported();
        investigated(waived, "grave", "悪質であるため。");
        office.runsDueJobs(waived);
        office.concludes(local.applicant, waived, "UserTask_Explain", "waived");
        assertThat(office.openTasks(waived)).containsExactly("UserTask_WriteCancellationOpinion");
        CaseNumber late = isReported();
        investigated(late, "grave", "悪質であるため。");
        office.runsDueJobs(late);
        office.daysPass(15);
        assertThatThrownBy(() -> office.concludes(local.applicant, late, "UserTask_Explain", "explained",
                Map.of("admits", "no", "explanationText", "事実と違います。"), "")).isInstanceOf(RefusedException.class).hasMessageContaining("期限を過ぎている");
    }

    @Test
    @DisplayName("違反への対応を加盟店が取り下げることはできず、職員は経緯を書いて取り下げられる")
    void the_merchant_cannot_take_it_back() {
        isRegisteredIn(City.ANNAKA);
        CaseNumber number = isReported();
        assertThatThrownBy(() -> DataScope.within(local.applicant.id(), () -> withdrawal.withdraw(number, local.applicant, "やめてほしい。")))
                .isInstanceOf(NotFoundException.class);
        local.within(() -> {
            withdrawal.withdraw(number, local.reviewer, "報告者が取り下げたため。");
            return null;
        });
        assertThat(office.walked(number)).contains("EndEvent_Withdrawn");
    }

    @Test
    @DisplayName("登録のない番号や、すでに取り消された加盟店の違反は報告できない")
    void only_registered_merchants_are_reported() {
        isRegisteredIn(City.MIDORI);
        assertThatThrownBy(() -> local.reports(violation("MPREM-M9999"))).isInstanceOf(RefusedException.class).hasMessageContaining("登録番号が見つかりません");
        CaseNumber number = isReported();
        CaseNumber second = isReported();
        for (CaseNumber one : List.of(number, second)) {
            investigated(one, "grave", "悪質であるため。");
            office.runsDueJobs(one);
            office.concludes(local.applicant, one, "UserTask_Explain", "waived");
            opinion(one, "cancel", "");
        }
        office.concludes(local.decider, number, "UserTask_Decide", "granted");
        assertThatThrownBy(() -> isReported()).isInstanceOf(RefusedException.class).hasMessageContaining("登録取消し");
        assertThatThrownBy(() -> office.concludes(local.decider, second, "UserTask_Decide", "granted"))
                .isInstanceOf(RefusedException.class).hasMessageContaining("すでに登録取消しとなっています");
    }

    private void isRegisteredIn(City city) {
        local = new MerchantOffice(office, city);
        CaseNumber number = local.registers(local.application());
        merchant = local.within(() -> merchants.ofCase(number)).orElseThrow();
    }

    private CaseNumber isReported() {
        return local.reports(violation(merchant.number()));
    }

    private Map<String, Object> violation(String number) {
        return Map.of("merchantNumber", number, "violationKinds", List.of("no-trade"), "source", "log", "violationFacts", "取引記録に不自然な往復がある。");
    }

    private void investigated(CaseNumber number, String finding, String reason) {
        office.concludes(local.reviewer, number, "UserTask_Investigate", finding, Map.of("establishedFacts", FACTS,
                "basis", "加盟店規約第8条第1項（商取引のない流通の禁止）", "instruction", "流通をやめること。"), reason);
    }

    private void opinion(CaseNumber number, String outcome, String reason) {
        office.concludes(local.reviewer, number, "UserTask_WriteCancellationOpinion", outcome,
                Map.of("explanationConsidered", "弁明を検討した。", "cancellationGrounds", "事実に争いがない。"), reason);
    }

    private Merchant merchant() {
        return local.within(() -> merchants.get(merchant.number()));
    }

    private List<Merchants.Change> history() {
        return local.within(() -> merchants.history(merchant.number())).stream().map(Merchants.HistoryEntry::kind).toList();
    }

    private String lastLetter(CaseNumber number) throws IOException {
        return Pdfs.text(local.within(() -> {
            var all = letters.ofCase(number);
            return letters.pdf(all.stream().max(java.util.Comparator.comparing(letter -> letter.issuedAt())).orElseThrow().id());
        }));
    }
}
