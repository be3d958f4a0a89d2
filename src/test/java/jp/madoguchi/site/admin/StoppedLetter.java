package jp.madoguchi.site.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.support.TestOffice;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;

/** A granted case whose letter cannot be issued, all its attempts used up. */
final class StoppedLetter {

    private static final String LETTER = "letterKind";

    private final TestOffice office;
    private final ManagementService management;
    private final RuntimeService runtime;

    StoppedLetter(TestOffice office, ManagementService management, RuntimeService runtime) {
        this.office = office;
        this.management = management;
        this.runtime = runtime;
    }

    CaseNumber atTheLetter() {
        Actor applicant = office.applicant("株式会社上毛マスク");
        Actor reviewer = office.reviewer("佐藤　真由美");
        CaseNumber number = office.receives(applicant, office.eligibleApplication(applicant, "株式会社上毛マスク"));
        office.reviewsToTheOpinion(reviewer, applicant, number);
        office.concludes(office.decider("鈴木　一郎"), number, "UserTask_Decide", "granted");
        Job letter = letterOf(number);
        runtime.setVariable(letter.getExecutionId(), LETTER, "no-such-letter");
        List<Integer> left = new ArrayList<>();
        do {
            assertThatThrownBy(() -> DataScope.within(DataScope.EVERYTHING, () -> management.executeJob(letter.getId())))
                    .hasMessageContaining("no-such-letter");
            left.add(letterOf(number).getRetries());
        } while (letterOf(number).getRetries() > 0);
        assertThat(left).containsExactly(4, 3, 2, 1, 0);
        return number;
    }

    /** The cause is gone; nothing has been tried again yet. */
    void repaired(CaseNumber number) {
        runtime.setVariable(letterOf(number).getExecutionId(), LETTER, "vendor-decision");
    }

    private Job letterOf(CaseNumber number) {
        return office.jobs(number).stream().filter(job -> office.activityOf(job).equals("ServiceTask_IssueLetter")).findFirst().orElseThrow();
    }
}
