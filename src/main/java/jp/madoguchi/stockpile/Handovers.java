package jp.madoguchi.stockpile;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseKind;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.workflow.DueDates;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * 引継ぎ: what the contractor keeps goes to the party that the prefecture names (S2-62). Until the prefecture has confirmed the
 * receipts it stays in the ledger, in the contractor's custody (S2-63).
 */
@Component
class Handovers implements CaseKind {

    static final String PROCEDURE = "ppe-handover";
    static final String COUNT = "UserTask_CountStock";
    static final String HAND_OVER = "UserTask_HandOver";
    static final String CONFIRM = "UserTask_ConfirmHandover";
    private static final String CONFIRMED = "confirmed";
    /** Business days before the planned day that the contractor is reminded. */
    private static final int REMIND_BEFORE = 5;

    private final Cases cases;
    private final Stock stock;
    private final StockFigures figures;
    private final Programmes programmes;
    private final BusinessCalendars calendars;
    private final BusinessClock clock;

    Handovers(@Lazy Cases cases, @Lazy Stock stock, @Lazy StockFigures figures, Programmes programmes, BusinessCalendars calendars, BusinessClock clock) {
        this.cases = cases;
        this.stock = stock;
        this.figures = figures;
        this.programmes = programmes;
        this.calendars = calendars;
        this.clock = clock;
    }

    @Override
    public String procedure() {
        return PROCEDURE;
    }

    @Override
    public List<Problem> problems(Programme programme, Call call, Answers answers) {
        return answers.date("plannedOn").filter(day -> day.isBefore(clock.today()))
                .map(day -> List.of(Goods.problem("plannedOn", "引渡しの予定日は、今日以後の日にしてください。", "Not before today."))).orElse(List.of());
    }

    @Override
    public List<Problem> problems(CaseFile file, String taskKey, Answers answers) {
        if (taskKey.equals(HAND_OVER)) {
            LocalDate counted = record(file, COUNT).date("countedOn").orElseThrow();
            return answers.date("handedOverOn").filter(day -> day.isBefore(counted)).map(day -> List.of(Goods.problem("handedOverOn",
                    "棚卸を終えた日（%s）より前です。".formatted(JapaneseDates.full(counted)), "Before the count."))).orElse(List.of());
        }
        return taskKey.equals(COUNT) ? differences(file, answers) : List.of();
    }

    /** What was counted is what the ledger says, item by item. */
    private List<Problem> differences(CaseFile file, Answers count) {
        Programme programme = programmes.get(file.programme());
        Map<String, Long> known = figures.totals(programme, clock.today());
        List<Problem> problems = new ArrayList<>();
        StockTerms.of(programme).items().values().forEach(item -> {
            String key = LedgerReport.key("counted-" + item.code(), "");
            long there = known.getOrDefault(item.code(), 0L);
            count.number(key).filter(said -> said.compareTo(BigDecimal.valueOf(there)) != 0).ifPresent(said -> problems.add(Goods.problem(key,
                    "%sは、入出庫の記録では%sです。数え直すか、違うロットの棚卸を先に記録してください。".formatted(item.name(), Quantity.pieces(there)),
                    "The ledger says %,d.".formatted(there))));
        });
        return problems;
    }

    @Override
    public Optional<DueDates> dueDates(CaseFile file, String taskKey) {
        if (!taskKey.equals(HAND_OVER)) {
            return Optional.empty();
        }
        LocalDate planned = cases.submission(file.number()).answers().date("plannedOn").orElseThrow();
        return Optional.of(new DueDates(planned, calendars.plusBusinessDays(new GovernmentCode(file.government()), planned, -REMIND_BEFORE)));
    }

    /** What moved since the count is not on the receipts. */
    @Override
    public Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
        return taskKey.equals(CONFIRM) && outcome.equals(CONFIRMED) && !differences(file, record(file, COUNT)).isEmpty()
                ? Verdict.refused("stock.handover", "棚卸の後に在庫が動いたため、受領書と一致しません。「棚卸からやり直す」を選んでください。") : Verdict.ACCEPTED;
    }

    @Override
    public void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (!taskKey.equals(CONFIRM) || !outcome.equals(CONFIRMED)) {
            return;
        }
        TaskRecord handover = cases.lastRecord(file.number(), HAND_OVER).orElseThrow();
        Answers answered = Answers.fromJson(handover.answers());
        String successor = cases.submission(file.number()).answers().text("successor");
        List<Movement> gone = stock.handOver(programmes.get(file.programme()), new Occasion(answered.date("handedOverOn").orElseThrow(),
                new Actor(handover.actor(), handover.actorName(), Actor.Kind.CONTRACTOR, file.government()), file.number(), successor));
        cases.tell(file.number(), "stock.handed-over", Actor.SYSTEM, Map.of("successor", successor, "lots",
                "" + gone.stream().map(Movement::lot).distinct().count(), "quantity", Quantity.pieces(-gone.stream().mapToLong(Movement::quantity).sum())));
    }

    @Override
    public String title(Answers answers) {
        return answers.text("successor");
    }

    @Override
    public List<String> searchTexts(Answers answers) {
        return List.of(answers.text("successor"), answers.text("place"));
    }

    private Answers record(CaseFile file, String taskKey) {
        return Answers.fromJson(cases.lastRecord(file.number(), taskKey).orElseThrow().answers());
    }
}
