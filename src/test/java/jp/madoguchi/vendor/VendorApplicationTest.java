package jp.madoguchi.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseStatus;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Corrections;
import jp.madoguchi.casefile.StatutoryClock;
import jp.madoguchi.casefile.TaskDesk;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.letters.Letters;
import jp.madoguchi.org.Desk;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import jp.madoguchi.vendor.domain.Vendor;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every way through {@code vendor-application}, {@code correction-round}, {@code decision}, {@code post-view} and {@code letter}. */
@MadoguchiTest
class VendorApplicationTest {

    @Autowired
    TestOffice office;
    @Autowired
    Vendors vendors;
    @Autowired
    Cases cases;
    @Autowired
    TaskDesk desk;
    @Autowired
    Corrections corrections;
    @Autowired
    StatutoryClock statutoryClock;
    @Autowired
    Withdrawal withdrawal;
    @Autowired
    Letters letters;
    @Autowired
    Organisation organisation;
    @Autowired
    RuntimeService runtime;

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
    @DisplayName("申込みから決裁、通知、事業計画、掲載、販売開始、公表まで進む")
    void from_the_application_to_the_sale() {
        CaseNumber number = receives();
        assertThat(office.openTasks(number)).containsExactly("UserTask_CheckCompleteness");
        assertThat(office.task(number, "UserTask_CheckCompleteness").desk().id()).isEqualTo("100005/shinjigyo/REVIEWER");
        office.reviewsToTheOpinion(reviewer, applicant, number);
        assertThat(office.task(number, "UserTask_Decide").desk().id()).isEqualTo("100005/sangyoseisaku/DECIDER");
        office.concludes(decider, number, "UserTask_Decide", "granted");
        office.runsDueJobs(number);
        assertThat(office.file(number).status()).isEqualTo(CaseStatus.GRANTED);
        assertThat(subjectsOfLetters(number)).singleElement().asString().contains("決定について");
        assertThat(vendorOf(number).state()).isEqualTo(Vendor.State.PREPARING);
        office.preparesTheSale(reviewer, applicant, number);
        assertThat(office.ended(number)).isTrue();
        assertThat(office.walked(number)).contains("EndEvent_OnSale", "EndEvent_Decided", "EndEvent_Issued")
                .doesNotContain("EndEvent_Refused", "EndEvent_LateRefused", "EndEvent_Withdrawn", "UserTask_DecideLate");
        assertThat(vendorOf(number).state()).isEqualTo(Vendor.State.ON_SALE);
        assertThat(office.file(number).status()).isEqualTo(CaseStatus.COMPLETED);
        assertThat(office.openTasks(number)).isEmpty();
    }

    @Test
    @DisplayName("補正を求められた申込みが期限内に出し直され、求めた項目だけが変わり、標準処理期間は止まっている")
    void a_correction_is_answered() {
        CaseNumber number = receives();
        office.asksForCorrection(reviewer, number, "UserTask_CheckCompleteness", Map.of("productName", "正式な商品名を書いてください。"));
        assertThat(ledger(number).stopped()).isTrue();
        assertThat(office.file(number).standing()).isEqualTo("申請者の対応待ち");
        Map<String, Object> changed = new HashMap<>(submission(number).asMap());
        changed.put("productName", "上毛マスク改");
        changed.put("companyName", "別の会社");
        office.concludes(applicant, number, "UserTask_AnswerCorrection", "answered", changed, "");
        assertThat(submission(number).text("productName")).isEqualTo("上毛マスク改");
        assertThat(submission(number).text("companyName")).isEqualTo("株式会社上毛マスク");
        assertThat(office.file(number).round()).isEqualTo(2);
        assertThat(ledger(number).stopped()).isFalse();
        assertThat(office.openTasks(number)).containsExactly("UserTask_CheckCompleteness");
        assertThat(office.walked(number)).contains("EndEvent_Answered").doesNotContain("EndEvent_Expired");
        Corrections.Correction correction = within(() -> corrections.of(number.value())).get(0);
        assertThat(Corrections.difference(correction, within(() -> cases.submissions(number)).get(0).answers(), submission(number)))
                .containsExactly(new Corrections.Difference("productName", "上毛マスク", "正式な商品名を書いてください。", "上毛マスク改"));
    }

    @Test
    @DisplayName("補正の期限が近づくと催促し、期限が過ぎると審査担当に戻る")
    void a_correction_is_reminded_and_expires() {
        CaseNumber number = receives();
        office.asksForCorrection(reviewer, number, "UserTask_CheckCompleteness", Map.of("productName", "商品名"));
        office.firesTimer(number, "BoundaryEvent_CorrectionReminder");
        assertThat(kindsOf(number)).contains("correction.reminded");
        office.firesTimer(number, "BoundaryEvent_CorrectionDeadline");
        assertThat(office.openTasks(number)).containsExactly("UserTask_CheckCompleteness");
        assertThat(office.walked(number)).contains("EndEvent_Expired", "EndEvent_ApplicantReminded");
        assertThat(ledger(number).stopped()).isFalse();
    }

    @Test
    @DisplayName("PFEが98.9の申込みは要件を満たさず、理由とともに不決定が通知される（T2）")
    void an_ineligible_application_is_refused_with_its_reason() {
        CaseNumber number = office.receives(applicant, office.eligibleApplication(applicant, "株式会社上毛マスク").with("pfe", 98.9));
        office.concludes(reviewer, number, "UserTask_CheckCompleteness", "complete");
        assertThat(office.openTasks(number)).containsExactly("UserTask_WriteOpinion");
        assertThat(within(() -> vendors.unmetRequirements(number))).singleElement().asString().contains("PFE");
        office.concludes(reviewer, number, "UserTask_WriteOpinion", "refuse", office.opinion(), "性能要件を満たさない。");
        office.concludes(decider, number, "UserTask_Decide", "refused", Map.of(), "応募要件を満たさないため。");
        office.runsDueJobs(number);
        assertThat(office.ended(number)).isTrue();
        assertThat(office.walked(number)).contains("EndEvent_Refused").doesNotContain("UserTask_ProposeHearing", "ServiceTask_RegisterVendor");
        assertThat(office.file(number).status()).isEqualTo(CaseStatus.REFUSED);
        assertThat(subjectsOfLetters(number)).hasSize(1);
        assertThat(within(() -> vendors.ofCase(number))).isEmpty();
    }

    @Test
    @DisplayName("ヒアリングは別の日時を希望でき、実施できなければ日程から決め直す")
    void a_hearing_is_moved_and_missed() {
        CaseNumber number = receives();
        office.concludes(reviewer, number, "UserTask_CheckCompleteness", "complete");
        office.concludes(reviewer, number, "UserTask_ProposeHearing", "proposed", office.hearingProposal(), "");
        office.concludes(applicant, number, "UserTask_AgreeHearing", "other",
                Map.of("chosenCandidate", "none", "hearingWishes", "翌週の午後"), "");
        office.concludes(reviewer, number, "UserTask_ProposeHearing", "proposed", office.hearingProposal(), "");
        office.concludes(applicant, number, "UserTask_AgreeHearing", "agreed", Map.of("chosenCandidate", "2"), "");
        office.concludes(reviewer, number, "UserTask_HoldHearing", "missed");
        assertThat(office.openTasks(number)).containsExactly("UserTask_ProposeHearing");
        assertThat(office.walked(number)).filteredOn("UserTask_ProposeHearing"::equals).hasSize(3);
    }

    @Test
    @DisplayName("決裁者が差し戻すと審査意見を書き直し、計画と掲載も差し戻せる")
    void sent_back_by_the_decider_and_by_the_checks() {
        CaseNumber number = receives();
        office.reviewsToTheOpinion(reviewer, applicant, number);
        office.concludes(decider, number, "UserTask_Decide", "returned", Map.of(), "条件を具体的に。");
        assertThat(office.openTasks(number)).containsExactly("UserTask_WriteOpinion");
        assertThat(office.file(number).decision()).isNull();
        office.concludes(reviewer, number, "UserTask_WriteOpinion", "grant", office.opinion(), "");
        office.concludes(decider, number, "UserTask_Decide", "granted");
        office.runsDueJobs(number);
        office.concludes(applicant, number, "UserTask_SubmitPlan", "submitted", office.businessPlan(), "");
        office.concludes(reviewer, number, "UserTask_CheckPlan", "return", Map.of(), "数量の根拠を書いてください。");
        office.concludes(applicant, number, "UserTask_SubmitPlan", "submitted", office.businessPlan(), "");
        office.concludes(reviewer, number, "UserTask_CheckPlan", "accept");
        office.concludes(applicant, number, "UserTask_SubmitListing", "submitted", office.listing(applicant), "");
        office.concludes(reviewer, number, "UserTask_CheckListing", "return", Map.of(), "写真を差し替えてください。");
        assertThat(office.openTasks(number)).containsExactly("UserTask_SubmitListing");
    }

    @Test
    @DisplayName("審査した者は決裁できない")
    void nobody_decides_what_they_reviewed() {
        DataScope.within(TestOffice.GUNMA, () -> organisation.appoint(reviewer.id(),
                new Desk(TestOffice.GUNMA, "sangyoseisaku", Role.DECIDER), "課長事務取扱", office.today().minusDays(1)));
        CaseNumber number = receives();
        office.reviewsToTheOpinion(reviewer, applicant, number);
        String task = office.task(number, "UserTask_Decide").id();
        assertThatThrownBy(() -> DataScope.within(TestOffice.GUNMA, () -> desk.claim(task, reviewer)))
                .isInstanceOf(RefusedException.class).hasMessageContaining("審査したため");
    }

    @Test
    @DisplayName("決裁者が不在なら代決者が決裁し、代決と後閲が記録に残る（T22）")
    void a_deputy_decides_and_the_absent_decider_reads_later() {
        Actor deputy = office.staff("高橋　健", "senryaku", Role.REVIEWER, "産業戦略室長");
        DataScope.within(TestOffice.GUNMA, () -> organisation.registerAbsence(TestOffice.GUNMA, decider.id(), deputy.id(),
                office.today(), office.today().plusDays(2), "出張", decider));
        CaseNumber number = receives();
        office.reviewsToTheOpinion(reviewer, applicant, number);
        office.concludes(deputy, number, "UserTask_Decide", "granted");
        TaskRecord decision = within(() -> cases.lastRecord(number, "UserTask_Decide")).orElseThrow();
        assertThat(decision.byDeputy()).isTrue();
        assertThat(decision.actorName()).isEqualTo("高橋　健");
        assertThat(decision.onBehalfOfName()).isEqualTo("鈴木　一郎");
        assertThat(office.openTasks(number)).contains("UserTask_PostView");
        office.concludes(decider, number, "UserTask_PostView", "viewed", Map.of("postViewed", true), "");
        assertThat(office.walked(number)).contains("ServiceTask_OpenPostView", "UserTask_PostView");
        DataScope.within(TestOffice.GUNMA, () -> organisation.absences(TestOffice.GUNMA, office.today()).stream()
                .filter(a -> a.account().equals(decider.id())).forEach(a -> organisation.cancelAbsence(TestOffice.GUNMA, a.id(), decider)));
    }

    @Test
    @DisplayName("理由のない不決定はできない（T23）")
    void a_refusal_without_a_reason_is_impossible() {
        CaseNumber number = receives();
        office.reviewsToTheOpinion(reviewer, applicant, number);
        assertThatThrownBy(() -> office.concludes(decider, number, "UserTask_Decide", "refused", Map.of(), "　"))
                .isInstanceOf(RefusedException.class).hasMessageContaining("理由を書いてください");
        assertThat(office.openTasks(number)).containsExactly("UserTask_Decide");
    }

    @Test
    @DisplayName("決裁が遅れると決裁者に催促する")
    void the_decider_is_reminded() {
        CaseNumber number = receives();
        office.reviewsToTheOpinion(reviewer, applicant, number);
        office.firesTimer(number, "BoundaryEvent_DecisionReminder");
        assertThat(kindsOf(number)).contains("decision.reminded");
        assertThat(office.openTasks(number)).containsExactly("UserTask_Decide");
    }

    @Test
    @DisplayName("標準処理期間が満了すると管理者に報告され、対応が記録される")
    void the_manager_hears_of_an_overdue_case() {
        Actor manager = office.manager("田中　誠");
        CaseNumber number = receives();
        office.firesTimer(number, "StartEvent_StandardPeriodEnd");
        assertThat(office.walked(number)).as("the period has not ended yet").doesNotContain("ServiceTask_EscalateToManager");
        assertThat(office.openTasks(number)).containsExactly("UserTask_CheckCompleteness");
        office.daysPass(45);
        office.runsDueJobs(number);
        assertThat(office.openTasks(number)).contains("UserTask_ManagerFollowUp");
        assertThat(kindsOf(number)).contains("case.overdue");
        office.concludes(manager, number, "UserTask_ManagerFollowUp", "noted",
                Map.of("delayCause", "review", "measure", "担当を増やす。", "expectedOn", office.today().plusDays(5).toString()), "");
        assertThat(office.openTasks(number)).containsExactly("UserTask_CheckCompleteness");
        assertThat(ledger(number).overrun()).isTrue();
    }

    @Test
    @DisplayName("どの段階でも申請者は取り下げられる")
    void the_applicant_withdraws() {
        CaseNumber number = receives();
        office.asksForCorrection(reviewer, number, "UserTask_CheckCompleteness", Map.of("productName", "商品名"));
        DataScope.within(applicant.id(), () -> withdrawal.withdraw(number, applicant, "事情により"));
        assertThat(office.ended(number)).isTrue();
        assertThat(office.walked(number)).contains("EndEvent_Withdrawn");
        assertThat(office.file(number).status()).isEqualTo(CaseStatus.WITHDRAWN);
        assertThatThrownBy(() -> DataScope.within(applicant.id(), () -> withdrawal.withdraw(number, applicant, "")))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    @DisplayName("エンジンの変数は基本型だけで、個人情報もオブジェクトも入らない")
    void variables_are_plain() {
        CaseNumber number = receives();
        office.reviewsToTheOpinion(reviewer, applicant, number);
        assertThat(office.instances(number)).isNotEmpty().allSatisfy(instance ->
                assertThat(runtime.createVariableInstanceQuery().processInstanceIdIn(instance.getId()).list())
                        .allSatisfy(variable -> assertThat(variable.getTypeName()).isIn("string", "boolean", "integer", "long", "double")));
    }

    @Test
    @DisplayName("担当していない作業は完了できず、ほかの団体の職員には案件が見えない")
    void claims_and_tenants() {
        CaseNumber number = receives();
        String task = office.task(number, "UserTask_CheckCompleteness").id();
        assertThatThrownBy(() -> DataScope.within(TestOffice.GUNMA, () -> desk.conclude(task, reviewer, Conclusion.of("complete", Answers.NONE, ""))))
                .isInstanceOf(RefusedException.class).hasMessageContaining("担当する");
        Actor other = office.reviewer("伊藤　花");
        DataScope.within(TestOffice.GUNMA, () -> desk.claim(task, other));
        assertThatThrownBy(() -> DataScope.within(TestOffice.GUNMA, () -> desk.claim(task, reviewer)))
                .isInstanceOf(RefusedException.class).hasMessageContaining("伊藤　花");
        Actor foreigner = office.staff("020001", "青森　太郎", "kansen", Role.REVIEWER, "主査");
        assertThatThrownBy(() -> DataScope.within("020001", () -> desk.view(task, foreigner)))
                .isInstanceOf(NotFoundException.class);
    }

    private CaseNumber receives() {
        return office.receives(applicant, office.eligibleApplication(applicant, "株式会社上毛マスク"));
    }

    private Vendor vendorOf(CaseNumber number) {
        return within(() -> vendors.ofCase(number)).orElseThrow();
    }

    private Answers submission(CaseNumber number) {
        return within(() -> cases.submission(number)).answers();
    }

    private StatutoryClock.Ledger ledger(CaseNumber number) {
        CaseFile file = office.file(number);
        return within(() -> statutoryClock.ledger(file)).orElseThrow();
    }

    private List<String> kindsOf(CaseNumber number) {
        return within(() -> cases.timeline(number)).stream().map(Cases.TimelineEntry::kind).toList();
    }

    private List<String> subjectsOfLetters(CaseNumber number) {
        return within(() -> letters.ofCase(number)).stream().map(letter -> letter.subject()).toList();
    }

    private static <T> T within(java.util.function.Supplier<T> work) {
        return DataScope.within(TestOffice.GUNMA, work);
    }
}
