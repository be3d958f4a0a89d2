package jp.madoguchi.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import jp.madoguchi.casefile.CallWindows;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Filing;
import jp.madoguchi.casefile.FilingRequest;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every way through {@code emergency-activation} (S1-10). */
@MadoguchiTest
class EmergencyActivationTest {

    @Autowired
    TestOffice office;
    @Autowired
    Filing filing;
    @Autowired
    CallWindows windows;
    @Autowired
    Programmes programmes;

    private Actor officer;
    private Actor director;

    @BeforeEach
    void people() {
        officer = office.reviewer("佐藤　真由美");
        // Offices work by day: what opens today at nine is open.
        office.workdayMorning();
        director = office.staff("木村　清", "sangyo", Role.DECIDER, "産業経済部長");
    }

    @Test
    @DisplayName("稼働の発動は部長が決裁し、募集が指定した期間で公開される")
    void the_call_is_published() {
        CaseNumber number = files();
        office.concludes(officer, number, "UserTask_ReviewActivation", "forward", Map.of("activationOpinion", "発動が必要である。"), "");
        assertThat(office.task(number, "UserTask_Decide").desk().id()).isEqualTo("100005/sangyo/DECIDER");
        office.concludes(director, number, "UserTask_Decide", "granted");
        assertThat(office.walked(number)).contains("EndEvent_CallPublished");
        Programme programme = programmes.get("gunma-mask-r5");
        CallWindows.Window window = windows.of(programme, programme.call("vendor").orElseThrow());
        assertThat(window.opens().toLocalDate()).isEqualTo(office.today());
        assertThat(window.reason()).isEqualTo("感染症の拡大により県内でマスクが不足しているため。");
    }

    @Test
    @DisplayName("差し戻された発動は修正して再提出でき、認められなければ公開されない")
    void returned_resubmitted_and_refused() {
        CaseNumber number = files();
        office.concludes(officer, number, "UserTask_ReviewActivation", "forward", Map.of("activationOpinion", "発動が必要である。"), "");
        office.concludes(director, number, "UserTask_Decide", "returned", Map.of(), "期間を見直すこと。");
        office.concludes(officer, number, "UserTask_ReviseActivation", "resubmit", activation(), "");
        if (office.openTasks(number).contains("UserTask_ReviewActivation")) {
            office.concludes(officer, number, "UserTask_ReviewActivation", "forward", Map.of("activationOpinion", "発動が必要である。"), "");
        }
        office.concludes(director, number, "UserTask_Decide", "refused", Map.of(), "供給が回復したため。");
        office.runsDueJobs(number);
        assertThat(office.walked(number)).contains("EndEvent_NotActivated").doesNotContain("ServiceTask_PublishCall");
    }

    @Test
    @DisplayName("差し戻された発動は、様式を埋めなくても廃案にできる")
    void returned_and_abandoned() {
        CaseNumber number = files();
        office.concludes(officer, number, "UserTask_ReviewActivation", "forward", Map.of("activationOpinion", "発動が必要である。"), "");
        office.concludes(director, number, "UserTask_Decide", "returned", Map.of(), "時期尚早。");
        office.concludes(officer, number, "UserTask_ReviseActivation", "abandon");
        assertThat(office.walked(number)).contains("EndEvent_Abandoned");
        assertThat(office.ended(number)).isTrue();
    }

    private CaseNumber files() {
        return DataScope.within(TestOffice.GUNMA, () -> filing.file(new FilingRequest("gunma-mask-r5", "emergency-activation",
                Answers.of(activation()), UUID.randomUUID().toString(), officer, null, Channel.OFFICE))).caseNumber();
    }

    private Map<String, Object> activation() {
        LocalDate today = office.today();
        Map<String, Object> answers = new HashMap<>();
        answers.put("situation", "epidemic");
        answers.put("activationReason", "感染症の拡大により県内でマスクが不足しているため。");
        answers.put("operationFrom", today.toString());
        answers.put("operationTo", today.plusDays(90).toString());
        answers.put("shortItems", List.of(Map.of("item", "不織布マスク", "quantity", 500000)));
        answers.put("applicationOpensOn", today.toString());
        answers.put("applicationOpensAt", "09:00");
        answers.put("applicationClosesOn", today.plusDays(30).toString());
        answers.put("applicationClosesAt", "17:00");
        return answers;
    }
}
