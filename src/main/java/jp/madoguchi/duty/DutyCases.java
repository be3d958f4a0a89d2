package jp.madoguchi.duty;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseKind;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.org.Role;
import jp.madoguchi.workflow.DueDates;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What the duty room knows of its cases. The cases ask for this bean, so the room's services come lazily. */
@Component
class DutyCases implements CaseKind {

    /** Business days before a report is due that whoever owes it is reminded. */
    private static final int REMIND_BEFORE = 2;

    private final Duties duties;
    private final BusinessCalendars calendars;

    DutyCases(@Lazy Duties duties, BusinessCalendars calendars) {
        this.duties = duties;
        this.calendars = calendars;
    }

    @Override
    public String procedure() {
        return Duties.PROCEDURE;
    }

    @Override
    public void filed(CaseFile file, Answers answers) {
        duties.opened(file, answers);
    }

    @Override
    public Optional<String> form(CaseFile file, String taskKey) {
        return taskKey.equals(Duties.SUBMIT) ? Optional.of(duties.duty(file).form()) : Optional.empty();
    }

    @Override
    public Optional<Answers> start(CaseFile file, String taskKey) {
        return taskKey.equals(Duties.SUBMIT) ? duties.kind(file).flatMap(kind -> kind.prefill(duties.get(file.number()))) : Optional.empty();
    }

    /** What the office owes itself, its manager confirms. */
    @Override
    public Optional<Role> role(CaseFile file, String taskKey) {
        return !duties.duty(file).owedByOffice() ? Optional.empty()
                : taskKey.equals(Duties.SUBMIT) ? Optional.of(Role.REVIEWER) : taskKey.equals(Duties.REVIEW) ? Optional.of(Role.MANAGER) : Optional.empty();
    }

    @Override
    public Optional<DueDates> dueDates(CaseFile file, String taskKey) {
        if (!taskKey.equals(Duties.SUBMIT) && !taskKey.equals(Duties.REVIEW)) {
            return Optional.empty();
        }
        LocalDate by = duties.get(file.number()).by();
        return Optional.of(new DueDates(by, calendars.plusBusinessDays(new GovernmentCode(file.government()), by, -REMIND_BEFORE)));
    }

    @Override
    public List<Problem> problems(CaseFile file, String taskKey, Answers answers) {
        return taskKey.equals(Duties.SUBMIT) ? duties.kind(file).map(kind -> kind.problems(duties.get(file.number()), answers)).orElse(List.of()) : List.of();
    }

    @Override
    public Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
        return taskKey.equals(Duties.REVIEW) && outcome.equals("accept") ? duties.mayAccept(file) : Verdict.ACCEPTED;
    }

    @Override
    public void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (taskKey.equals(Duties.SUBMIT)) {
            duties.handedIn(file);
        } else if (taskKey.equals(Duties.REVIEW) && outcome.equals("return")) {
            duties.returned(file);
        }
    }

    @Override
    public String title(Answers answers) {
        return answers.text("title") + "（" + answers.text("period") + "）";
    }

    @Override
    public List<String> searchTexts(Answers answers) {
        return List.of(answers.text("title"), answers.text("period"), answers.text("key"));
    }
}
