package jp.madoguchi.stockpile;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.workflow.DueDates;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What the room knows of the prefecture's instructions about what the specification leaves open (S2-48). Its services come lazily. */
@Component
class ContractInstructions extends ContractorCase {

    static final String REVIEW = "UserTask_ReviewContractInstruction";
    static final String ACKNOWLEDGE = "UserTask_AcknowledgeContractInstruction";
    static final String REPORT = "UserTask_ReportContractInstruction";
    static final String CHECK = "UserTask_CheckContractReport";
    /** Business days before the report is due. */
    private static final int REMIND_BEFORE = 2;

    private final Cases cases;
    private final BusinessCalendars calendars;
    private final BusinessClock clock;

    ContractInstructions(@Lazy Cases cases, @Lazy Contractors contractors, BusinessCalendars calendars, BusinessClock clock) {
        super(contractors);
        this.cases = cases;
        this.calendars = calendars;
        this.clock = clock;
    }

    @Override
    public String procedure() {
        return "contract-instruction";
    }

    @Override
    public List<Problem> problems(Programme programme, Call call, Answers answers) {
        return answers.date("answerBy").filter(day -> day.isBefore(clock.today())).map(day ->
                Goods.problem("answerBy", "過ぎた日付です。今日以降の日付を入力してください。", "The date has passed.")).stream().toList();
    }

    @Override
    public List<Problem> problems(CaseFile file, String taskKey, Answers answers) {
        return switch (taskKey) {
            case REVIEW -> problems(cases.programme(file), cases.call(file), answers);
            case REPORT -> answers.date("doneOn").filter(day -> day.isAfter(clock.today())).map(day ->
                    Goods.problem("doneOn", "先の日付です。今日までの日付を入力してください。", "The date lies ahead.")).stream().toList();
            default -> List.of();
        };
    }

    /** As it was instructed; a report that was sent back is due as any paper that is to be handed in again. */
    @Override
    public Optional<DueDates> dueDates(CaseFile file, String taskKey) {
        if (!taskKey.equals(REPORT) || cases.lastRecord(file.number(), CHECK).isPresent()) {
            return Optional.empty();
        }
        LocalDate day = answerBy(file);
        return Optional.of(new DueDates(day, calendars.plusBusinessDays(new GovernmentCode(file.government()), day, -REMIND_BEFORE)));
    }

    @Override
    public Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (!taskKey.equals(SupplyInstructions.DECIDE) || !outcome.equals("granted")) {
            return Verdict.ACCEPTED;
        }
        LocalDate day = answerBy(file);
        return day.isBefore(clock.today()) ? Verdict.refused("stock.passed",
                "報告の期限（%s）が過ぎています。差し戻して、期限を改めてください。".formatted(JapaneseDates.full(day))) : Verdict.ACCEPTED;
    }

    private LocalDate answerBy(CaseFile file) {
        return Drafted.of(cases, file.number(), REVIEW).date("answerBy").orElseThrow();
    }

    /** Lists of other sections do not tell what it is about (S2-32). */
    @Override
    public String title(Answers answers) {
        return "業務の指示" + answers.date("answerBy").map(day -> "（" + JapaneseDates.full(day) + "まで）").orElse("");
    }

    @Override
    public List<String> searchTexts(Answers answers) {
        return List.of(answers.text("subject"));
    }
}
