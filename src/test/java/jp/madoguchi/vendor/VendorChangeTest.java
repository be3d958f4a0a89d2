package jp.madoguchi.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import jp.madoguchi.casefile.CaseStatus;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import jp.madoguchi.vendor.domain.Vendor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every way through {@code vendor-change}. */
@MadoguchiTest
class VendorChangeTest {

    @Autowired
    TestOffice office;
    @Autowired
    Vendors vendors;

    private Actor applicant;
    private Actor reviewer;
    private Actor decider;
    private Vendor vendor;

    @BeforeEach
    void aRegisteredVendor() {
        applicant = office.applicant("株式会社上毛マスク");
        reviewer = office.reviewer("佐藤　真由美");
        decider = office.decider("鈴木　一郎");
        CaseNumber number = office.receives(applicant, office.eligibleApplication(applicant, "株式会社上毛マスク"));
        office.reviewsToTheOpinion(reviewer, applicant, number);
        office.concludes(decider, number, "UserTask_Decide", "granted");
        vendor = DataScope.within(TestOffice.GUNMA, () -> vendors.ofCase(number)).orElseThrow();
    }

    @Test
    @DisplayName("届出の内容が適当なら決裁を経て登録が変わり、通知が出る")
    void a_change_is_granted() {
        CaseNumber number = files(change("新しい住所", Map.of("changeItems", List.of("address"), "newAddress", "群馬県高崎市高松町35番地1")));
        office.concludes(reviewer, number, "UserTask_CheckChange", "accept");
        office.concludes(decider, number, "UserTask_Decide", "granted");
        office.runsDueJobs(number);
        assertThat(office.walked(number)).contains("EndEvent_Changed", "EndEvent_Issued");
        assertThat(vendor().address()).isEqualTo("群馬県高崎市高松町35番地1");
        assertThat(vendor().name()).isEqualTo("株式会社上毛マスク");
    }

    @Test
    @DisplayName("取消しの届出が決裁されると登録が取り消され、もう一度は届け出られない")
    void a_cancellation_is_granted() {
        CaseNumber number = files(cancellation());
        office.concludes(reviewer, number, "UserTask_CheckChange", "accept");
        office.concludes(decider, number, "UserTask_Decide", "granted");
        office.runsDueJobs(number);
        assertThat(vendor().state()).isEqualTo(Vendor.State.CANCELLED);
        assertThatThrownBy(() -> files(cancellation())).isInstanceOf(RefusedException.class).hasMessageContaining("取り消されています");
    }

    @Test
    @DisplayName("補正を経て不適当とされ、決裁で差し戻されたのち、理由とともに認めない通知が出る")
    void a_change_is_corrected_sent_back_and_refused() {
        CaseNumber number = files(change("社名の変更", Map.of("changeItems", List.of("company"), "newCompanyName", "上毛マスク株式会社")));
        office.asksForCorrection(reviewer, number, "UserTask_CheckChange", Map.of("changeReason", "理由を詳しく書いてください。"));
        office.concludes(applicant, number, "UserTask_AnswerCorrection", "answered", Map.of("changeReason", "合併のため。"), "");
        office.concludes(reviewer, number, "UserTask_CheckChange", "refuse", Map.of(), "登記が確認できない。");
        office.concludes(decider, number, "UserTask_Decide", "returned", Map.of(), "登記を再確認すること。");
        office.concludes(reviewer, number, "UserTask_CheckChange", "refuse", Map.of(), "登記が確認できない。");
        office.concludes(decider, number, "UserTask_Decide", "refused", Map.of(), "登記事項証明書で変更を確認できないため。");
        office.runsDueJobs(number);
        assertThat(office.walked(number)).contains("EndEvent_ChangeRefused", "EndEvent_Answered");
        assertThat(office.file(number).status()).isEqualTo(CaseStatus.REFUSED);
        assertThat(vendor().name()).isEqualTo("株式会社上毛マスク");
    }

    @Test
    @DisplayName("ほかの会社の登録番号では届け出られない")
    void somebody_elses_vendor_cannot_be_changed() {
        Actor stranger = office.applicant("別の会社");
        assertThatThrownBy(() -> office.receives(stranger, "gunma-mask-r5", "vendor-change", cancellation(), UUID.randomUUID().toString()))
                .isInstanceOf(RefusedException.class).hasMessageContaining("登録番号が見つかりません");
    }

    private CaseNumber files(Answers answers) {
        return office.receives(applicant, "gunma-mask-r5", "vendor-change", answers, UUID.randomUUID().toString()).caseNumber();
    }

    private Answers change(String detail, Map<String, Object> more) {
        Map<String, Object> answers = new java.util.HashMap<>(Map.of("vendorNumber", vendor.number(), "changeKind", "change",
                "changeDetail", detail, "changeFrom", office.today().plusDays(10).toString(), "changeReason", "移転のため。", "declaresTruth", true));
        answers.putAll(more);
        return Answers.of(answers);
    }

    private Answers cancellation() {
        return Answers.of(Map.of("vendorNumber", vendor.number(), "changeKind", "cancel", "changeFrom",
                office.today().plusDays(10).toString(), "changeReason", "事業の終了。", "declaresTruth", true));
    }

    private Vendor vendor() {
        return DataScope.within(TestOffice.GUNMA, () -> vendors.get(vendor.number()));
    }
}
