package jp.madoguchi.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.history.event.HistoricActivityInstanceEventEntity;
import org.camunda.bpm.engine.impl.persistence.entity.HistoricActivityInstanceEntity;
import org.camunda.bpm.engine.impl.pvm.runtime.ActivityInstanceState;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The walked path is what the engine did: loops, boundary events, called procedures, save points, early ends. */
@MadoguchiTest
class WalksTest {

    @Autowired
    TestOffice office;
    @Autowired
    Walks walks;
    @Autowired
    Withdrawal withdrawal;
    @Autowired
    RepositoryService repository;

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
    @DisplayName("補正、差戻し、決裁、通知を経て販売開始で終わった案件の経路")
    void a_whole_case_with_a_correction_and_a_returned_opinion() {
        CaseNumber number = receives();
        correctsOnce(number);
        office.reviewsToTheOpinion(reviewer, applicant, number);
        office.concludes(decider, number, "UserTask_Decide", "returned", Map.of(), "条件を具体的に。");
        office.concludes(reviewer, number, "UserTask_WriteOpinion", "grant", office.opinion(), "");
        office.concludes(decider, number, "UserTask_Decide", "granted");
        assertThat(run(number, "letter").waiting()).containsExactly("ServiceTask_IssueLetter");
        assertThat(run(number, "vendor-application").waiting()).containsExactly("CallActivity_LetterGranted");
        office.runsDueJobs(number);
        office.preparesTheSale(reviewer, applicant, number);
        if (!office.ended(number)) {
            office.firesTimer(number, "IntermediateCatchEvent_SaleStart");
        }

        List<Walk> all = of(number);
        assertThat(all).extracting(Walk::procedure)
                .containsExactly("vendor-application", "correction-round", "decision", "decision", "letter");
        Walk main = all.get(0);
        assertThat(main.flows()).containsExactlyInAnyOrder("Flow_ToInTime", "Flow_InTime", "Flow_ToComplete", "Flow_Correct", "Flow_Corrected",
                "Flow_Complete", "Flow_ToRecordEligibility", "Flow_ToEligible", "Flow_Eligible", "Flow_ToAgreeHearing", "Flow_ToHearingAgreed",
                "Flow_HearingAgreed", "Flow_ToHearingHeld", "Flow_HearingHeld", "Flow_ToDecision", "Flow_ToDecided", "Flow_Returned", "Flow_Granted",
                "Flow_ToLetterGranted", "Flow_ToSubmitPlan", "Flow_ToCheckPlan", "Flow_ToPlanAccepted", "Flow_PlanAccepted", "Flow_ToCheckListing",
                "Flow_ToListingAccepted", "Flow_ListingAccepted", "Flow_ToSaleStart", "Flow_ToPublishVendor", "Flow_OnSale");
        assertThat(main.isRunning()).isFalse();
        assertThat(main.cancelled()).isFalse();
        assertThat(main.waiting()).isEmpty();
        assertThat(main.parent()).isNull();
        assertThat(main.name()).isEqualTo("販売企業の募集");
        assertThat(all.subList(1, 5)).allSatisfy(called -> assertThat(called.parent()).isEqualTo(main.instance()));
        assertThat(all).extracting(Walk::caller).containsExactly(null, "CallActivity_CorrectionRound", "CallActivity_Decision",
                "CallActivity_Decision", "CallActivity_LetterGranted");
        assertThat(all.get(1).flows()).containsExactlyInAnyOrder("Flow_ToOpenCorrection", "Flow_ToAnswerCorrection", "Flow_ToCloseAnswered", "Flow_Answered");
        assertThat(all.get(3).flows()).containsExactlyInAnyOrder("Flow_ToAuthority", "Flow_ToDecide", "Flow_ToByDeputy", "Flow_InPerson");
        assertThat(all.get(4).flows()).containsExactlyInAnyOrder("Flow_ToIssueLetter", "Flow_Issued");
        assertThat(stepsOf(number)).containsExactlyInAnyOrderElementsOf(office.walked(number));
        all.forEach(this::isWithoutGaps);
        assertThat(walks.bpmnXml(main.definition())).contains("<bpmn:process id=\"vendor-application\"");
    }

    @Test
    @DisplayName("適用された規則が、入力と当てはまった行とともに残る")
    void the_rules_that_matched() {
        CaseNumber number = office.receives(applicant, office.eligibleApplication(applicant, "株式会社上毛マスク").with("pfe", 98.9));
        office.concludes(reviewer, number, "UserTask_CheckCompleteness", "complete");
        List<Judgement> judgements = DataScope.within(DataScope.EVERYTHING, () -> walks.judgements(number));
        assertThat(judgements).singleElement().satisfies(judgement -> {
            assertThat(judgement.name()).isEqualTo("販売企業の応募要件");
            assertThat(judgement.activity()).isEqualTo("BusinessRuleTask_JudgeEligibility");
            assertThat(judgement.inputs()).extracting(Judgement.Value::label).startsWith("県内で製造", "VFE（%）", "BFE（%）", "PFE（%）");
            assertThat(judgement.inputs()).contains(new Judgement.Value("PFE（%）", "98.9"), new Judgement.Value("県内で製造", "true"));
            assertThat(judgement.rules()).singleElement().satisfies(rule -> {
                assertThat(rule.outputs()).singleElement().satisfies(output -> {
                    assertThat(output.label()).isEqualTo("満たさない要件");
                    assertThat(output.value()).contains("PFE");
                });
                assertThat(rule.description()).isNotBlank();
                assertThat(rule.number()).isEqualTo(4);
            });
            assertThat(judgement.result()).isEqualTo("1");
        });
        office.concludes(reviewer, number, "UserTask_WriteOpinion", "refuse", office.opinion(), "性能要件を満たさない。");
        assertThat(DataScope.within(DataScope.EVERYTHING, () -> walks.judgements(number))).extracting(Judgement::decision)
                .containsExactly("vendor-eligibility", "decision-authority");
    }

    @Test
    @DisplayName("催促と期限切れは、境界イベントからの経路になり、中止された作業からの経路にはならない")
    void boundary_events_are_left_instead_of_their_task() {
        CaseNumber number = receives();
        office.asksForCorrection(reviewer, number, "UserTask_CheckCompleteness", Map.of("productName", "商品名"));
        office.firesTimer(number, "BoundaryEvent_CorrectionReminder");
        assertThat(run(number, "correction-round").waiting()).containsExactly("UserTask_AnswerCorrection");
        office.firesTimer(number, "BoundaryEvent_CorrectionDeadline");
        Walk round = run(number, "correction-round");
        assertThat(round.flows()).containsExactlyInAnyOrder("Flow_ToOpenCorrection", "Flow_ToAnswerCorrection", "Flow_CorrectionReminderDue",
                "Flow_ApplicantReminded", "Flow_CorrectionDeadlinePassed", "Flow_Expired");
        assertThat(round.steps()).filteredOn(Walk.Step::cancelled).extracting(Walk.Step::activity).containsExactly("UserTask_AnswerCorrection");
        assertThat(run(number, "vendor-application").flows()).contains("Flow_Corrected").doesNotContain("Flow_Complete");
        of(number).forEach(this::isWithoutGaps);
    }

    @Test
    @DisplayName("取下げは手続内の手続を通って終わる")
    void a_withdrawal_walks_its_event_subprocess() {
        CaseNumber number = receives();
        DataScope.within(TestOffice.scope(applicant), () -> withdrawal.withdraw(office.file(number).number(), applicant, "事情により"));
        Walk main = run(number, "vendor-application");
        assertThat(main.isRunning()).isFalse();
        assertThat(main.flows()).containsExactlyInAnyOrder("Flow_ToInTime", "Flow_InTime", "Flow_WithdrawnToRecord", "Flow_WithdrawalRecorded");
        assertThat(main.steps()).filteredOn(Walk.Step::cancelled).extracting(Walk.Step::activity).containsExactly("UserTask_CheckCompleteness");
        isWithoutGaps(main);
    }

    @Test
    @DisplayName("並行する2つの枝が合流するとき、どちらの枝からの経路も数え、一方へ進んだ分岐をもう一方に数えない")
    void tokens_are_told_apart() {
        BpmnModelInstance model = Bpmn.createExecutableProcess("p").startEvent("start").sequenceFlowId("f1").parallelGateway("fork")
                .sequenceFlowId("f2").userTask("a").sequenceFlowId("f3").parallelGateway("join").sequenceFlowId("f4").endEvent("end")
                .moveToNode("fork").sequenceFlowId("f5").exclusiveGateway("choice").sequenceFlowId("f6").userTask("b").sequenceFlowId("f7").connectTo("join")
                .moveToNode("choice").sequenceFlowId("f8").connectTo("a").done();
        assertThat(new WalkedFlows(model, List.of(stay("start", 0, 0), stay("fork", 0, 0), stay("a", 0, 50), stay("choice", 0, 0),
                stay("b", 0, 90), stay("join", 50, 90), stay("join", 90, 90), stay("end", 90, 90))).flows())
                .containsExactlyInAnyOrder("f1", "f2", "f3", "f4", "f5", "f6", "f7");
        assertThat(new WalkedFlows(model, List.of(stay("start", 0, 0), stay("fork", 0, 0), stay("a", 0, 50), stay("choice", 0, 0),
                stay("a", 0, -1))).flows()).containsExactlyInAnyOrder("f1", "f2", "f5", "f8");
    }

    /** @param end -1 while it lasts */
    private static HistoricActivityInstanceEntity stay(String activity, long start, long end) {
        HistoricActivityInstanceEntity stay = new HistoricActivityInstanceEntity();
        stay.setActivityId(activity);
        stay.setParentActivityInstanceId("p");
        stay.setStartTime(new Date(start));
        stay.setEndTime(end < 0 ? null : new Date(end));
        ((HistoricActivityInstanceEventEntity) stay).setActivityInstanceState(ActivityInstanceState.DEFAULT.getStateCode());
        return stay;
    }

    /** Every stay at an element with incoming arrows was reached over one that was walked, and every walked arrow joins two stays. */
    private void isWithoutGaps(Walk walk) {
        BpmnModelInstance model = repository.getBpmnModelInstance(walk.definition());
        Set<String> visited = Set.copyOf(walk.steps().stream().map(Walk.Step::activity).toList());
        assertThat(visited).allSatisfy(activity -> {
            Collection<SequenceFlow> incoming = ((FlowNode) model.getModelElementById(activity)).getIncoming();
            assertThat(incoming.isEmpty() || incoming.stream().anyMatch(flow -> walk.flows().contains(flow.getId()))).as(activity).isTrue();
        });
        assertThat(walk.flows()).allSatisfy(flow -> {
            SequenceFlow arrow = model.getModelElementById(flow);
            assertThat(visited).contains(arrow.getSource().getId(), arrow.getTarget().getId());
        });
    }

    private void correctsOnce(CaseNumber number) {
        office.asksForCorrection(reviewer, number, "UserTask_CheckCompleteness", Map.of("productName", "正式な商品名を書いてください。"));
        Map<String, Object> changed = new HashMap<>(office.eligibleApplication(applicant, "株式会社上毛マスク").asMap());
        changed.put("productName", "上毛マスク改");
        office.concludes(applicant, number, "UserTask_AnswerCorrection", "answered", changed, "");
    }

    private CaseNumber receives() {
        return office.receives(applicant, office.eligibleApplication(applicant, "株式会社上毛マスク"));
    }

    private List<Walk> of(CaseNumber number) {
        return DataScope.within(DataScope.EVERYTHING, () -> walks.of(number));
    }

    private Walk run(CaseNumber number, String procedure) {
        return of(number).stream().filter(walk -> walk.procedure().equals(procedure)).findFirst().orElseThrow();
    }

    private List<String> stepsOf(CaseNumber number) {
        return of(number).stream().flatMap((Walk walk) -> walk.steps().stream()).map(Walk.Step::activity).toList();
    }
}
