package jp.madoguchi.stockpile;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.workflow.DueDates;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What the room knows of supply instructions. The cases ask for this bean, so the room's services come lazily. */
@Component
class SupplyInstructions extends ContractorCase {

    static final String REVIEW = "UserTask_ReviewInstruction";
    static final String DECIDE = "UserTask_Decide";
    static final String ACKNOWLEDGE = "UserTask_AcknowledgeInstruction";
    static final String ISSUE = "UserTask_IssueSupplies";
    static final String REPORT = "UserTask_ReportSupply";
    static final String SETTLE = "UserTask_SettleInability";

    private final Cases cases;
    private final Supplies supplies;
    private final BusinessClock clock;

    SupplyInstructions(@Lazy Cases cases, @Lazy Supplies supplies, @Lazy Contractors contractors, BusinessClock clock) {
        super(contractors);
        this.cases = cases;
        this.supplies = supplies;
        this.clock = clock;
    }

    @Override
    public String procedure() {
        return "ppe-supply-instruction";
    }

    @Override
    public List<Problem> problems(Programme programme, Call call, Answers answers) {
        List<Problem> problems = new ArrayList<>();
        Optional<LocalDate> to = answers.date("to");
        answers.date("from").filter(from -> to.isPresent() && to.get().isBefore(from)).ifPresent(from ->
                problems.add(Goods.problem("to", "末日が初日より前です。", "The last day comes before the first.")));
        if (problems.isEmpty() && to.filter(day -> day.isBefore(clock.today())).isPresent()) {
            problems.add(Goods.problem("to", "供給の期間が過ぎています。今日以降の日を入力してください。", "These days have passed."));
        }
        StockTerms terms = StockTerms.of(programme);
        String list = Instruction.list(answers);
        for (int i = 0; i < answers.rows(list).size(); i++) {
            String row = list + "[" + i + "].";
            StockTerms.Item item = terms.items().get(answers.text(row + "item"));
            if (item == null && !answers.text(row + "item").isEmpty()) {
                problems.add(Goods.problem(row + "item", "この事業の品目ではありません。", "The programme has no such item."));
            } else if (item != null && !answers.text(row + "kind").isEmpty() && !item.kinds().contains(answers.text(row + "kind"))) {
                problems.add(Goods.problem(row + "kind", "%sの種別ではありません。".formatted(item.name()), "Not a kind of this item."));
            }
        }
        return problems;
    }

    @Override
    public List<Problem> problems(CaseFile file, String taskKey, Answers answers) {
        return switch (taskKey) {
            case REVIEW -> problems(cases.programme(file), cases.call(file), answers);
            case ACKNOWLEDGE -> within(file, "arrivesOn", answers, clock.today(), "届く予定の日は、今日から供給の期間の末日（%s）までの日にしてください。");
            case ISSUE -> issued(file, answers);
            case REPORT -> reported(file, answers);
            default -> List.of();
        };
    }

    private List<Problem> within(CaseFile file, String path, Answers answers, LocalDate earliest, String wording) {
        Instruction instruction = supplies.instruction(file.number());
        return answers.date(path).filter(day -> day.isBefore(earliest) || day.isAfter(instruction.to())).map(day ->
                Goods.problem(path, wording.formatted(JapaneseDates.full(instruction.to())), "Not one of the instruction's days.")).stream().toList();
    }

    /** A day outside the instruction's is nobody's release, whatever the ledger would bear. */
    private List<Problem> issued(CaseFile file, Answers answers) {
        Instruction instruction = supplies.instruction(file.number());
        if (answers.date("issuedOn").filter(day -> day.isAfter(clock.today())).isPresent()) {
            return List.of(Goods.problem("issuedOn", "先の日付です。今日までの日付を入力してください。", "The date lies ahead."));
        }
        return within(file, "issuedOn", answers, instruction.from(), "供給の期間（%sから".formatted(JapaneseDates.full(instruction.from()))
                + "%sまで）の日付ではありません。期間に間に合わないときは「指示どおりに供給できない」を選んでください。");
    }

    /** One delivery a destination, as the instruction names it. */
    private List<Problem> reported(CaseFile file, Answers answers) {
        List<String> destinations = supplies.instruction(file.number()).destinations(StockTerms.of(cases.programme(file)));
        LocalDate issuedOn = Answers.fromJson(cases.lastRecord(file.number(), ISSUE).orElseThrow().answers()).date("issuedOn").orElseThrow();
        List<Problem> problems = new ArrayList<>();
        List<String> told = new ArrayList<>();
        for (int i = 0; i < answers.rows("deliveries").size(); i++) {
            String row = "deliveries[" + i + "].";
            String destination = answers.text(row + "destination").strip();
            if (!destinations.contains(destination)) {
                problems.add(Goods.problem(row + "destination", "指示された届け先ではありません。届け先は、%sです。".formatted(String.join("、", destinations)),
                        "The instruction does not name it."));
            } else if (told.contains(destination)) {
                problems.add(Goods.problem(row + "destination", "この届け先は、すでに記録しています。1行にまとめてください。", "Told before; one row is enough."));
            }
            told.add(destination);
            answers.date(row + "deliveredOn").filter(day -> day.isBefore(issuedOn)).ifPresent(day -> problems.add(Goods.problem(row + "deliveredOn",
                    "払い出した日（%s）より前の日付です。".formatted(JapaneseDates.full(issuedOn)), "Before it was issued.")));
        }
        List<String> missing = destinations.stream().filter(destination -> !told.contains(destination)).toList();
        if (problems.isEmpty() && !missing.isEmpty()) {
            problems.add(Goods.problem("deliveries", "%sへの納品が記録されていません。".formatted(String.join("、", missing)), "A destination is missing."));
        }
        return problems;
    }

    /** A row a destination, to be filled in. */
    @Override
    public Optional<Answers> start(CaseFile file, String taskKey) {
        if (!taskKey.equals(REPORT)) {
            return Optional.empty();
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        supplies.instruction(file.number()).destinations(StockTerms.of(cases.programme(file))).forEach(destination ->
                rows.add(new HashMap<>(Map.of("destination", destination))));
        return Optional.of(Answers.of(Map.of("deliveries", rows)));
    }

    /** The hours to answer end on a day of the work list; the issue is due when the goods were promised. */
    @Override
    public Optional<DueDates> dueDates(CaseFile file, String taskKey) {
        return switch (taskKey) {
            case ACKNOWLEDGE -> supplies.answerBy(file.number()).map(moment -> LocalDate.ofInstant(moment, BusinessClock.JST)).map(day -> new DueDates(day, day));
            case ISSUE -> cases.lastRecord(file.number(), ACKNOWLEDGE).flatMap(record -> Answers.fromJson(record.answers()).date("arrivesOn"))
                    .map(day -> new DueDates(day, day.minusDays(1)));
            default -> Optional.empty();
        };
    }

    @Override
    public Verdict mayWithdraw(CaseFile file) {
        return supplies.isIssued(file.number()) ? Verdict.refused("stock.issued", "すでに払い出しているため取り下げられません。") : Verdict.ACCEPTED;
    }

    @Override
    public Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
        boolean needsItsDays = taskKey.equals(DECIDE) && outcome.equals("granted") || taskKey.equals(SETTLE) && outcome.equals("insist");
        LocalDate to = needsItsDays ? supplies.instruction(file.number()).to() : null;
        return needsItsDays && to.isBefore(clock.today()) ? Verdict.refused("stock.passed", "供給の期間（%sまで）が過ぎています。%s".formatted(JapaneseDates.full(to),
                taskKey.equals(DECIDE) ? "差し戻して、期間を改めてください。" : "指示を取り消し、改めて起案してください。")) : Verdict.ACCEPTED;
    }

    @Override
    public void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {
        switch (taskKey + " " + outcome) {
            case REVIEW + " forward" -> supplies.weigh(file.number());
            case DECIDE + " granted" -> supplies.instruct(file.number());
            case ISSUE + " issued" -> supplies.issue(file.number());
            case SETTLE + " insist" -> supplies.askAgain(file.number());
            case SETTLE + " cancel" -> supplies.end(file.number());
            default -> { }
        }
    }

    /** Lists of other sections tell no item of it (S2-32). */
    @Override
    public String title(Answers answers) {
        return "供給の指示" + answers.date("from").map(from -> "（" + JapaneseDates.full(from) + "から）").orElse("");
    }

    @Override
    public List<String> searchTexts(Answers answers) {
        return answers.rows("lines").stream().flatMap(line -> Stream.of(line.get("institution"), line.get("address"))).filter(String.class::isInstance)
                .map(String.class::cast).toList();
    }
}
