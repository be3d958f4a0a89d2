package jp.madoguchi.stockpile;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Verdict;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What the room knows of lots whose recommended use comes near. The cases ask for this bean, so the room's services come lazily. */
@Component
class LotCases extends ContractorCase {

    private final LotWatch watch;
    private final Cases cases;
    private final BusinessClock clock;

    LotCases(@Lazy LotWatch watch, @Lazy Cases cases, @Lazy Contractors contractors, BusinessClock clock) {
        super(contractors);
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
        if (plan.date("finishedBy").filter(day -> day.isBefore(clock.today())).isPresent()) {
            return List.of(Goods.problem("finishedBy", "過ぎた日付です。今日以降の日付を入力してください。", "The date has passed."));
        }
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

    /** S2-04: a way whose last day passed while it was looked at keeps no condition. */
    @Override
    public Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (!outcome.equals("accept") && !outcome.equals("approve")) {
            return Verdict.ACCEPTED;
        }
        LocalDate finishedBy = watch.plan(file.number()).date("finishedBy").orElseThrow();
        return finishedBy.isBefore(clock.today()) ? Verdict.refused("stock.passed",
                "使い切る見込みの日（%s）が過ぎています。差し戻して、計画を改めてください。".formatted(JapaneseDates.full(finishedBy))) : Verdict.ACCEPTED;
    }

    @Override
    public void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {
        switch (taskKey) {
            case LotWatch.APPROVE -> fourEyes(file.number());
            case LotWatch.DISPOSE -> watch.dispose(file, answers);
            default -> { }
        }
    }

    /** As with a decision: nobody approves what they found suitable themselves, for themselves or for somebody absent. */
    private void fourEyes(CaseNumber number) {
        TaskRecord review = cases.lastRecord(number, LotWatch.REVIEW).orElseThrow();
        TaskRecord approval = cases.lastRecord(number, LotWatch.APPROVE).orElseThrow();
        if (Stream.of(review.actor(), review.onBehalfOf()).filter(Objects::nonNull).anyMatch(one -> one.equals(approval.actor()))) {
            throw new RefusedException("task.four-eyes", "あなたはこの入替え方法を審査したため、承認はできません。別の決裁者（または代決者）が承認します。");
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
