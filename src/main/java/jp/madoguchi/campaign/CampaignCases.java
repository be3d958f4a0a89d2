package jp.madoguchi.campaign;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseKind;
import jp.madoguchi.casefile.CasePage;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.lottery.DrawDesk;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.workflow.DueDates;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * The cases of {@code campaign-draw}: each draws the first window of its campaign that no other case draws. What its tasks do to
 * charges, lots and grants is written with their conclusions.
 */
@Component
class CampaignCases implements CaseKind {

    static final String PROCEDURE = "campaign-draw";
    static final String CONFIRM = "UserTask_ConfirmCharges";
    static final String EARLY_END = "UserTask_DecideEarlyEnd";
    static final String MAKE_FILE = "UserTask_MakeGrantFile";
    static final String READ_RESULT = "UserTask_ReadResult";
    static final String HANDLE_FAILED = "UserTask_HandleFailed";
    private static final String CONFIRMED = "confirmed";

    private final Windows windows;
    private final Charges charges;
    private final Lots lots;
    private final CampaignGrants grants;
    private final BudgetWatch watch;
    private final DrawDesk draw;
    private final Cases cases;
    private final Programmes programmes;
    private final BusinessClock clock;

    CampaignCases(@Lazy Windows windows, @Lazy Charges charges, @Lazy Lots lots, @Lazy CampaignGrants grants, @Lazy BudgetWatch watch, DrawDesk draw,
                  @Lazy Cases cases, Programmes programmes, BusinessClock clock) {
        this.windows = windows;
        this.charges = charges;
        this.lots = lots;
        this.grants = grants;
        this.watch = watch;
        this.draw = draw;
        this.cases = cases;
        this.programmes = programmes;
        this.clock = clock;
    }

    @Override
    public String procedure() {
        return PROCEDURE;
    }

    /** An undecided campaign draws nothing (S3-97); a window is drawn once (S3-95, S3-100). */
    @Override
    public Verdict mayFile(Programme programme, Call call, Answers answers, String party) {
        CampaignTerms terms = CampaignTerms.of(programme, call);
        if (!terms.decided()) {
            return terms.undecided().refusal();
        }
        windows.ensure(programme, terms);
        return windows.free(programme, terms.code()).isPresent() ? Verdict.ACCEPTED
                : Verdict.refused("campaign.drawn", "「%s」の抽選（%d回）は、すべて手続が始まっています。案件の一覧からお進みください。"
                        .formatted(terms.name(), terms.periods().size()));
    }

    @Override
    public void filed(CaseFile file, Answers answers) {
        Programme programme = cases.programme(file);
        CampaignTerms terms = CampaignTerms.of(programme, cases.call(file));
        Windows.Window window = windows.free(programme, terms.code()).orElseThrow();
        if (!windows.taken(window, file.number())) {
            throw new RefusedException("campaign.drawn", "同じ時に、ほかの人がこの抽選の手続を始めました。案件の一覧を確かめてください。");
        }
        cases.tell(file.number(), "campaign.window", Actor.SYSTEM, Map.of("campaign", terms.periodName(window.period()),
                "from", JapaneseDates.dateTime(window.opens()), "until", window.end()));
    }

    @Override
    public List<Problem> problems(CaseFile file, String taskKey, Answers answers) {
        if (taskKey.equals(CONFIRM)) {
            return differences(file, answers);
        }
        return taskKey.equals(EARLY_END) ? answers.date("lastDay").filter(day -> day.isBefore(clock.today()) || !day.plusDays(1).atStartOfDay()
                        .isBefore(window(file).closes()))
                .map(day -> List.of(problem("lastDay", "最終日は、今日から、対象期間の終わり（%s）の前日までの日にしてください。"
                        .formatted(window(file).end()), "From today to the day before the end of the period."))).orElse(List.of())
                : draw.problems(file, taskKey, answers);
    }

    /** What is confirmed is what the charges are now: a file may have come since the form was opened. */
    private List<Problem> differences(CaseFile file, Answers answers) {
        List<Problem> problems = new ArrayList<>();
        figures(file).forEach((key, value) -> answers.number(key).filter(said -> said.compareTo(BigDecimal.valueOf(value)) != 0)
                .ifPresent(said -> problems.add(problem(key, "取込みの記録では%,dです。確認の後でファイルが取り込まれたときは、数を確かめて入れ直してください。".formatted(value),
                        "The charges say %,d.".formatted(value)))));
        return problems;
    }

    @Override
    public Optional<String> form(CaseFile file, String taskKey) {
        return draw.form(file, taskKey);
    }

    @Override
    public Optional<Answers> start(CaseFile file, String taskKey) {
        return taskKey.equals(CONFIRM) ? Optional.of(Answers.of(figures(file))) : draw.start(file, taskKey);
    }

    private Map<String, Long> figures(CaseFile file) {
        Windows.Window window = window(file);
        Charges.Figures figures = charges.figures(cases.programme(file), terms(file), window);
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("smartphoneCharges", figures.of(Medium.SMARTPHONE).charges());
        values.put("smartphoneYen", figures.of(Medium.SMARTPHONE).yen());
        values.put("smartphoneLots", figures.of(Medium.SMARTPHONE).lots());
        values.put("cardCharges", figures.of(Medium.CARD).charges());
        values.put("cardYen", figures.of(Medium.CARD).yen());
        values.put("cardLots", figures.of(Medium.CARD).lots());
        values.put("persons", figures.persons());
        return values;
    }

    @Override
    public Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
        return switch (taskKey) {
            case CONFIRM -> mayConfirm(file, outcome);
            case EARLY_END -> outcome.equals("end-on") && answers.date("lastDay").isEmpty()
                    ? Verdict.refused("campaign.last-day", "最終日を入力してください。") : Verdict.ACCEPTED;
            case READ_RESULT -> none(file, "結果を取り込んでいない付与が%,d件あります。プラットフォームの結果ファイルを「キャンペーン」の画面から取り込んでください。",
                    CampaignGrants.State.SENT);
            case HANDLE_FAILED -> none(file, "付与できなかったものが%,d件あります。「キャンペーン」の画面で、もう一度送るか、理由を付けて終えてください。",
                    CampaignGrants.State.FAILED, CampaignGrants.State.RETURNED);
            default -> draw.mayConclude(file, taskKey, outcome, answers);
        };
    }

    /** The last file comes after the end: until then charges may be missing (S3-95). */
    private Verdict mayConfirm(CaseFile file, String outcome) {
        Windows.Window window = window(file);
        long found = charges.figures(cases.programme(file), terms(file), window).lots();
        if (outcome.equals("nothing")) {
            return found == 0 ? Verdict.ACCEPTED : Verdict.refused("campaign.lots", "抽選の対象が%,d口あります。対象を確定してください。".formatted(found));
        }
        Optional<LocalDateTime> last = charges.lastImport(cases.programme(file));
        if (last.isEmpty() || last.get().isBefore(window.closes())) {
            return Verdict.refused("campaign.last-import", "対象期間の終わり（%s）より後に取り込んだファイルがありません。最後のチャージまでのファイルを取り込んでください。"
                    .formatted(window.end()));
        }
        return found > 0 ? Verdict.ACCEPTED : Verdict.refused("campaign.no-lots", "抽選の対象がありません。「対象がないので終える」を選んでください。");
    }

    private Verdict none(CaseFile file, String wording, CampaignGrants.State... states) {
        CampaignGrants.Tally tally = grants.tally(window(file));
        long left = List.of(states).stream().mapToLong(tally::of).sum();
        return left == 0 ? Verdict.ACCEPTED : Verdict.refused("campaign.grants-left", wording.formatted(left));
    }

    @Override
    public void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (taskKey.equals(CONFIRM) && outcome.equals(CONFIRMED)) {
            confirmed(file);
        } else if (taskKey.equals(EARLY_END) && outcome.equals("end-now")) {
            watch.endNow(file.number(), by(file, taskKey));
        } else if (taskKey.equals(EARLY_END) && outcome.equals("end-on")) {
            LocalDate lastDay = answers.date("lastDay").orElseThrow();
            watch.endWith(file.number(), lastDay, by(file, taskKey));
        } else if (taskKey.equals(MAKE_FILE)) {
            grants.make(programmes.get(file.programme()), terms(file), window(file), by(file, taskKey));
        } else {
            draw.concluded(file, taskKey, outcome, answers);
        }
    }

    private void confirmed(CaseFile file) {
        Programme programme = cases.programme(file);
        windows.lock(programme);
        Windows.Window window = window(file);
        long count = lots.number(programme, terms(file), window);
        windows.numbered(window, clock.instant());
        cases.tell(file.number(), "campaign.lots-numbered", Actor.SYSTEM, Map.of("campaign", terms(file).periodName(window.period()), "lots", "%,d".formatted(count)));
    }

    /** What has been granted is not taken back by taking the case back. */
    @Override
    public Verdict mayWithdraw(CaseFile file) {
        return windows.of(file.number()).filter(window -> grants.tally(window).all() > 0).isEmpty() ? draw.mayWithdraw(file)
                : Verdict.refused("campaign.granting", "抽選の結果が公表され、付与が始まっているため、取り下げられません。");
    }

    @Override
    public Optional<DueDates> dueDates(CaseFile file, String taskKey) {
        return draw.dueDates(file, taskKey);
    }

    @Override
    public boolean settles(CaseFile file, String outcome) {
        return draw.settles(file, outcome);
    }

    @Override
    public List<CasePage> pages(CaseFile file) {
        return Stream.concat(Stream.of(new CasePage("キャンペーン", "Campaign", "/campaigns/" + file.programme())), draw.pages(file).stream()).toList();
    }

    @Override
    public String title(Answers answers) {
        return answers.text("drawTitle");
    }

    @Override
    public List<String> searchTexts(Answers answers) {
        return List.of(answers.text("drawTitle"));
    }

    CampaignTerms terms(CaseFile file) {
        return CampaignTerms.of(cases.programme(file), cases.call(file));
    }

    Windows.Window window(CaseFile file) {
        return windows.of(file.number()).orElseThrow();
    }

    private Actor by(CaseFile file, String taskKey) {
        TaskRecord record = cases.lastRecord(file.number(), taskKey).orElseThrow();
        return new Actor(record.actor(), record.actorName(), Actor.Kind.STAFF, file.government());
    }

    private static Problem problem(String path, String ja, String en) {
        return new Problem(path, "campaign", ja, en, false);
    }
}
