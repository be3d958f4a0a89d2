package jp.madoguchi.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.Map;
import java.util.UUID;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CallWindows;
import jp.madoguchi.casefile.CaseStatus;
import jp.madoguchi.casefile.Receipt;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Applications at and after the last moment of a call (S1-38, T1). */
@MadoguchiTest
class LateApplicationTest {

    @Autowired
    TestOffice office;
    @Autowired
    BusinessClock clock;
    @Autowired
    CallWindows windows;
    @Autowired
    Programmes programmes;

    private Actor applicant;
    private Actor reviewer;
    private Actor decider;
    private CallWindows.Window window;

    @BeforeEach
    void people() {
        applicant = office.applicant("株式会社上毛マスク");
        reviewer = office.reviewer("佐藤　真由美");
        decider = office.decider("鈴木　一郎");
        Programme programme = programmes.get("gunma-mask-r5");
        Call call = programme.call("vendor").orElseThrow();
        // Another test may have had the recruitment opened once more: late is who comes after the last of it.
        for (CallWindows.Window next = windows.of(programme, call); !next.equals(window); next = windows.of(programme, call)) {
            window = next;
            clock.moveTo(window.closes().plusSeconds(1));
        }
    }

    @Test
    @DisplayName("17時00分00秒までは期限内、17時00分01秒からは期限後として受け付ける（T1）")
    void the_last_second_counts() {
        assertThat(window.isLateAt(window.closes().plusNanos(999_999_999))).isFalse();
        assertThat(window.isLateAt(window.closes().plusSeconds(1))).isTrue();
        assertThat(filesAt(window.closes().minusSeconds(5)).late()).isFalse();
        Receipt late = filesAt(window.closes().plusSeconds(1));
        assertThat(late.late()).isTrue();
        assertThat(office.openTasks(late.caseNumber())).containsExactly("UserTask_DecideLate");
        assertThat(office.task(late.caseNumber(), "UserTask_DecideLate").desk().role().name()).isEqualTo("DECIDER");
    }

    @Test
    @DisplayName("期限後の申込みを受け付けると、通常の審査に入る")
    void a_late_application_is_accepted() {
        CaseNumber number = filesAt(window.closes().plusSeconds(1)).caseNumber();
        office.concludes(decider, number, "UserTask_DecideLate", "accept", Map.of("lateCause", "system"), "システム障害によるため。");
        assertThat(office.openTasks(number)).containsExactly("UserTask_CheckCompleteness");
    }

    @Test
    @DisplayName("期限後の申込みを受け付けないときは、理由を付けて通知する")
    void a_late_application_is_refused_with_a_letter() {
        CaseNumber number = filesAt(window.closes().plusSeconds(1)).caseNumber();
        assertThatThrownBy(() -> office.concludes(decider, number, "UserTask_DecideLate", "refuse", Map.of("lateCause", "applicant"), ""))
                .isInstanceOf(RefusedException.class).hasMessageContaining("理由");
        office.concludes(decider, number, "UserTask_DecideLate", "refuse", Map.of("lateCause", "applicant"), "期限後であり、やむを得ない事情がないため。");
        office.runsDueJobs(number);
        assertThat(office.walked(number)).contains("EndEvent_LateRefused", "EndEvent_Issued");
        assertThat(office.file(number).status()).isEqualTo(CaseStatus.REFUSED);
    }

    @Test
    @DisplayName("募集の開始前には申し込めない")
    void nothing_is_taken_before_the_opening() {
        LocalDateTime first = programmes.get("gunma-mask-r5").call("vendor").orElseThrow().opens();
        assertThatThrownBy(() -> filesAt(first.minusSeconds(2)))
                .isInstanceOf(RefusedException.class).hasMessageContaining("まだ始まっていません");
    }

    /** The clock ticks on while the applicant types, so the filing itself is what happens at the moment. */
    private Receipt filesAt(LocalDateTime moment) {
        var application = office.eligibleApplication(applicant, "株式会社上毛マスク");
        clock.moveTo(moment);
        return office.receives(applicant, "gunma-mask-r5", "vendor", application, UUID.randomUUID().toString());
    }
}
