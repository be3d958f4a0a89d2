package jp.madoguchi.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@MadoguchiTest
class VendorApplicationTest {

    @Autowired
    TestOffice office;

    @Test
    @DisplayName("申込みを受け付けると、書類確認の作業が担当係に届く")
    void an_application_reaches_the_reviewers_desk() {
        Actor applicant = office.applicant("株式会社上毛マスク");
        CaseNumber number = office.receives(applicant, office.eligibleApplication(applicant, "株式会社上毛マスク"));
        assertThat(office.openTasks(number)).containsExactly("UserTask_CheckCompleteness");
        assertThat(office.task(number, "UserTask_CheckCompleteness").desk().id()).isEqualTo("100005/shinjigyo/REVIEWER");
    }
}
