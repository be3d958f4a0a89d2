package jp.madoguchi.stockpile;

import java.util.ArrayList;
import java.util.List;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseKind;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What the room knows of institutions' orders. The cases ask for this bean, so the room's services come lazily. */
@Component
class Orders implements CaseKind {

    static final String PROCEDURE = "ppe-issue";
    static final String ISSUE = "UserTask_IssueOrder";
    static final String DELIVER = "UserTask_RecordDelivery";

    private final StockCases stock;
    private final Obligations obligations;
    private final BusinessClock clock;

    Orders(@Lazy StockCases stock, @Lazy Obligations obligations, BusinessClock clock) {
        this.stock = stock;
        this.obligations = obligations;
        this.clock = clock;
    }

    @Override
    public String procedure() {
        return PROCEDURE;
    }

    @Override
    public List<Problem> problems(Programme programme, Call call, Answers answers) {
        List<Problem> problems = new ArrayList<>(Goods.problems(programme, answers));
        answers.date("orderedOn").filter(day -> day.isAfter(clock.today())).ifPresent(day ->
                problems.add(Goods.problem("orderedOn", "先の日付です。今日までの日付を入力してください。", "The date lies ahead.")));
        return problems;
    }

    /** Which lots it would take is told with the order; nothing is held. */
    @Override
    public void filed(CaseFile file, Answers answers) {
        stock.propose(file, answers);
    }

    @Override
    public void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (outcome.equals("issued")) {
            stock.issue(file.number());
        }
    }

    /** What has left the warehouse does not come back by taking the order back. */
    @Override
    public Verdict mayWithdraw(CaseFile file) {
        return obligations.find(file.number().value()).isEmpty() ? Verdict.ACCEPTED
                : Verdict.refused("stock.issued", "すでに払い出しているため取り下げられません。誤りのときは、在庫の記録を取り消してください。");
    }

    @Override
    public String title(Answers answers) {
        return answers.text("institution").strip();
    }

    @Override
    public List<String> searchTexts(Answers answers) {
        return List.of(answers.text("institution"), answers.text("address"));
    }
}
