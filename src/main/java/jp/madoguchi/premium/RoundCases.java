package jp.madoguchi.premium;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseKind;
import jp.madoguchi.casefile.CasePage;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.lottery.DrawDesk;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.workflow.DueDates;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What the premium room knows of a round's case. The cases ask for this bean, so the room's services come lazily. */
@Component
class RoundCases implements CaseKind {

    static final String SETTLE = "UserTask_SettleApplications";
    static final String CLOSE = "UserTask_CloseRound";

    private final Rounds rounds;
    private final DrawDesk desk;

    RoundCases(@Lazy Rounds rounds, @Lazy DrawDesk desk) {
        this.rounds = rounds;
        this.desk = desk;
    }

    @Override
    public String procedure() {
        return Terms.ROUND;
    }

    @Override
    public Verdict mayFile(Programme programme, Call call, Answers answers, String party) {
        return rounds.mayStart(programme, answers.text("round"));
    }

    @Override
    public void filed(CaseFile file, Answers answers) {
        rounds.start(file, answers.text("round"));
    }

    @Override
    public Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
        return switch (taskKey) {
            case SETTLE -> rounds.mayFreeze(file);
            case CLOSE -> rounds.mayClose(file);
            default -> desk.mayConclude(file, taskKey, outcome, answers);
        };
    }

    @Override
    public List<Problem> problems(CaseFile file, String taskKey, Answers answers) {
        return desk.problems(file, taskKey, answers);
    }

    @Override
    public Optional<String> form(CaseFile file, String taskKey) {
        return desk.form(file, taskKey);
    }

    @Override
    public Optional<Answers> start(CaseFile file, String taskKey) {
        return desk.start(file, taskKey);
    }

    @Override
    public Optional<DueDates> dueDates(CaseFile file, String taskKey) {
        return desk.dueDates(file, taskKey);
    }

    @Override
    public boolean settles(CaseFile file, String outcome) {
        return desk.settles(file, outcome);
    }

    @Override
    public List<CasePage> pages(CaseFile file) {
        return Stream.concat(desk.pages(file).stream(), Stream.of(new CasePage("販売状況", "Figures of the sale", "/premium/" + file.programme()))).toList();
    }

    @Override
    public void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (taskKey.equals(CLOSE)) {
            rounds.close(file, outcome.equals("additional"));
        }
        desk.concluded(file, taskKey, outcome, answers);
    }

    @Override
    public Verdict mayWithdraw(CaseFile file) {
        Verdict ofRound = rounds.mayWithdraw(file.number());
        return ofRound instanceof Verdict.Refused ? ofRound : desk.mayWithdraw(file);
    }

    @Override
    public String title(Answers answers) {
        return "抽選販売（" + (answers.text("round").equals("additional") ? "追加販売" : "第1回") + "）";
    }

    @Override
    public List<String> searchTexts(Answers answers) {
        return List.of(answers.text("round"));
    }
}
