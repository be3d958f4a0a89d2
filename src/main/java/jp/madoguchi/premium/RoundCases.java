package jp.madoguchi.premium;

import java.util.List;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseKind;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What the premium room knows of a round's case. The cases ask for this bean, so the room's services come lazily. */
@Component
class RoundCases implements CaseKind {

    static final String SETTLE = "UserTask_SettleApplications";
    static final String CLOSE = "UserTask_CloseRound";

    private final Rounds rounds;

    RoundCases(@Lazy Rounds rounds) {
        this.rounds = rounds;
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
            default -> Verdict.ACCEPTED;
        };
    }

    @Override
    public void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (taskKey.equals(CLOSE)) {
            rounds.close(file, outcome.equals("additional"));
        }
    }

    @Override
    public Verdict mayWithdraw(CaseFile file) {
        return rounds.mayWithdraw(file.number());
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
