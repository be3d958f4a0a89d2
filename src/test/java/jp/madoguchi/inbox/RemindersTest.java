package jp.madoguchi.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@MadoguchiTest
class RemindersTest {

    @Autowired
    TestOffice office;
    @Autowired
    Reminders reminders;
    @Autowired
    Cases cases;

    @Test
    @DisplayName("期限前に担当者へ一度だけ知らせ、期限を過ぎると管理者へ一度だけ知らせる")
    void reminded_once_and_escalated_once() {
        Actor applicant = office.applicant("株式会社上毛マスク");
        Actor reviewer = office.reviewer("佐藤　真由美");
        Actor manager = office.manager("田中　誠");
        CaseNumber number = office.receives(applicant, office.eligibleApplication(applicant, "株式会社上毛マスク"));
        reminders.sweep();
        assertThat(recipients(number, "task.reminded")).isEmpty();
        office.daysPass(60);
        reminders.sweep();
        reminders.sweep();
        assertThat(recipients(number, "task.reminded")).contains(reviewer.id()).doesNotHaveDuplicates();
        assertThat(recipients(number, "task.escalated")).contains(manager.id()).doesNotHaveDuplicates();
    }

    private List<String> recipients(CaseNumber number, String kind) {
        return DataScope.within(TestOffice.GUNMA, () -> cases.timeline(number)).stream().filter(entry -> entry.kind().equals(kind))
                .map(entry -> entry.facts().get("recipient")).toList();
    }
}
