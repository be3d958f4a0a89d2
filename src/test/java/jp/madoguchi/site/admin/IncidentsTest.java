package jp.madoguchi.site.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.org.Role;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import jp.madoguchi.workflow.DueJobs;
import jp.madoguchi.workflow.Incident;
import jp.madoguchi.workflow.Incidents;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@MadoguchiTest
class IncidentsTest {

    @Autowired
    TestOffice office;
    @Autowired
    Incidents incidents;
    @Autowired
    DueJobs dueJobs;
    @Autowired
    Cases cases;
    @Autowired
    ManagementService management;
    @Autowired
    RuntimeService runtime;

    @Test
    @DisplayName("通知の発行に失敗すると障害として一度だけ現れ、原因を直して再実行すると先へ進み、対処が記録に残る")
    void a_letter_fails_and_is_retried() {
        Actor administrator = office.staff("山本　直樹", "chiji", Role.ADMINISTRATOR, "システム管理者");
        StoppedLetter stopped = new StoppedLetter(office, management, runtime);
        CaseNumber number = stopped.atTheLetter();
        Incident incident = within(TestOffice.GUNMA, incidents::open).stream().filter(i -> i.caseNumber().equals(number))
                .reduce((one, other) -> {
                    throw new AssertionError("told twice: " + one + other);
                }).orElseThrow();
        assertThat(incident.step()).isEqualTo("通知書の発行");
        assertThat(incident.procedure()).isEqualTo("通知");
        assertThat(incident.cause()).isNotBlank();
        assertThat(incident.stackTrace()).contains("Exception");
        assertThat(incident.retries()).isZero();
        assertThat(within("020001", incidents::open)).noneMatch(i -> i.caseNumber().equals(number));
        assertThatThrownBy(() -> DataScope.within("020001", () -> incidents.retry(incident.id(), "直した。", administrator)))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> DataScope.within(TestOffice.GUNMA, () -> incidents.retry(incident.id(), " ", administrator)))
                .isInstanceOf(RefusedException.class).hasMessageContaining("対処");

        stopped.repaired(number);
        DataScope.within(TestOffice.GUNMA, () -> incidents.retry(incident.id(), "ひな形の名前を直した。", administrator));
        dueJobs.run(number);
        assertThat(office.openTasks(number)).containsExactly("UserTask_SubmitPlan");
        assertThat(within(TestOffice.GUNMA, incidents::open)).noneMatch(i -> i.caseNumber().equals(number));
        assertThat(within(TestOffice.GUNMA, incidents::resolved)).filteredOn(i -> i.caseNumber().equals(number)).singleElement()
                .satisfies(resolved -> assertThat(resolved.endedAt()).isAfterOrEqualTo(resolved.since()));
        assertThat(within(TestOffice.GUNMA, () -> cases.timeline(number))).filteredOn(entry -> entry.kind().equals("incident.retried"))
                .singleElement().satisfies(entry -> assertThat(entry.facts()).containsEntry("note", "ひな形の名前を直した。"));
    }

    private static <T> T within(String scope, java.util.function.Supplier<T> reading) {
        return DataScope.within(scope, reading);
    }
}
