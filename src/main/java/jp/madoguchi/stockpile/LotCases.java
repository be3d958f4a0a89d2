package jp.madoguchi.stockpile;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseKind;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Verdict;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What the room knows of lots whose recommended use comes near. The cases ask for this bean, so the room's services come lazily. */
@Component
class LotCases implements CaseKind {

    private final LotWatch watch;
    private final Cases cases;
    private final BusinessClock clock;

    LotCases(@Lazy LotWatch watch, @Lazy Cases cases, BusinessClock clock) {
        this.watch = watch;
        this.cases = cases;
        this.clock = clock;
    }

    @Override
    public String procedure() {
        return LotWatch.PROCEDURE;
    }

    @Override
    public void filed(CaseFile file, Answers answers) {
        watch.opened(file, answers);
    }

    @Override
    public Optional<Answers> start(CaseFile file, String taskKey) {
        return taskKey.equals(LotWatch.DISPOSE) ? Optional.of(Answers.of(Map.of("disposed", rest(file)))) : Optional.empty();
    }

    @Override
    public List<Problem> problems(CaseFile file, String taskKey, Answers answers) {
        return switch (taskKey) {
            case LotWatch.PLAN -> againstTheLine(file, answers);
            case LotWatch.DISPOSE -> againstTheLedger(file, answers);
            default -> List.of();
        };
    }

    /** S2-04, S2-07: any way will do that leaves nothing under a year. */
    private List<Problem> againstTheLine(CaseFile file, Answers plan) {
        LocalDate lastDay = cases.submission(file.number()).answers().date("lastDay").orElseThrow();
        return plan.date("finishedBy").filter(day -> day.isAfter(lastDay)).map(day -> Goods.problem("finishedBy",
                "%sより後は、使用推奨期限まで1年を切ります。その日までに使い切る計画にしてください。".formatted(JapaneseDates.full(lastDay)),
                "Less than a year would remain then.")).stream().toList();
    }

    private List<Problem> againstTheLedger(CaseFile file, Answers disposal) {
        long rest = rest(file);
        if (disposal.date("disposedOn").filter(day -> day.isAfter(clock.today())).isPresent()) {
            return List.of(Goods.problem("disposedOn", "先の日付です。今日までの日付を入力してください。", "The date lies ahead."));
        }
        return disposal.number("disposed").filter(pieces -> pieces.longValue() > rest).map(pieces -> Goods.problem("disposed",
                "台帳に残るのは%sです。それを超えて廃棄できません。".formatted(Quantity.pieces(rest)), "More than the ledger holds.")).stream().toList();
    }

    private long rest(CaseFile file) {
        return watch.rest(watch.get(file.number()).lot());
    }

    @Override
    public void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (taskKey.equals(LotWatch.DISPOSE)) {
            watch.dispose(file, answers);
        }
    }

    /** A lot that is there stays watched, and what was disposed of is replaced. */
    @Override
    public Verdict mayWithdraw(CaseFile file) {
        return watch.mayEnd(file.number()) ? Verdict.ACCEPTED : Verdict.refused("stock.watched",
                "在庫か補充が残っているため取り下げられません。登録の誤りのときは、在庫の記録を取り消してください。");
    }

    /** Lists that others see too tell nothing of what is stored (S2-32); the lot is found by its number. */
    @Override
    public String title(Answers answers) {
        return "台帳番号 " + answers.text("lot");
    }

    @Override
    public List<String> searchTexts(Answers answers) {
        return List.of(answers.text("lotNumber"), answers.text("maker"), answers.text("product"), answers.text("item"));
    }
}
