package jp.madoguchi.booth;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseKind;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What the booth room knows of its cases. The cases ask for this bean, so the room's services come lazily. */
@Component
class BoothCases implements CaseKind {

    /** S4-20. */
    private static final Set<String> PRIVACY = Set.of("screens", "voices", "flow");
    /** Staff trained, name tags (S4-25), equipment, security of the terminals (S4 8(2)); the rest depends on the venue. */
    private static final Set<String> PREPARED = Set.of("venue", "staff", "tags", "equipment", "pc-lock", "pc-virus", "pc-theft");

    private final BoothEvents events;
    private final Cases cases;
    private final BusinessClock clock;

    BoothCases(@Lazy BoothEvents events, @Lazy Cases cases, BusinessClock clock) {
        this.events = events;
        this.cases = cases;
        this.clock = clock;
    }

    @Override
    public String procedure() {
        return EventTerms.PROCEDURE;
    }

    @Override
    public List<Problem> problems(Programme programme, Call call, Answers answers) {
        EventTerms terms = EventTerms.of(programme);
        List<Problem> problems = new ArrayList<>();
        if (!answers.text("kind").isEmpty() && !terms.kinds().contains(answers.text("kind"))) {
            problems.add(problem("kind", "kind", "この事業では、この種類の開催を行いません。", "This programme holds no such events."));
        }
        if (!answers.text("municipality").isBlank() && terms.municipality(answers.text("municipality")).isEmpty()) {
            problems.add(problem("municipality", "municipality", "発注者が指定した市町村ではありません。指定されているのは、%sです。"
                    .formatted(String.join("、", terms.municipalities().values())), "The issuer did not name this municipality."));
        }
        answers.date("heldOn").ifPresent(day -> {
            if (day.isBefore(clock.today())) {
                problems.add(problem("heldOn", "past", "開催日が過ぎています。今日以降の日を入力してください。", "The date is in the past."));
            } else if (day.isBefore(programme.from()) || day.isAfter(programme.to())) {
                problems.add(problem("heldOn", "contract", "開催日が契約期間（%sから%sまで）の外です。".formatted(JapaneseDates.full(programme.from()),
                        JapaneseDates.full(programme.to())), "The date is outside the contract, %s to %s.".formatted(programme.from(), programme.to())));
            }
        });
        if (!answers.text("startsAt").isEmpty() && !answers.text("endsAt").isEmpty() && answers.text("startsAt").compareTo(answers.text("endsAt")) >= 0) {
            problems.add(problem("endsAt", "order", "終了時刻は開始時刻より後にしてください。", "The end must come after the start."));
        }
        if (!answers.texts("privacy").isEmpty() && !answers.texts("privacy").containsAll(PRIVACY)) {
            problems.add(problem("privacy", "privacy", "確認していない項目があります。すべて満たす配置にしてください。", "The layout must meet all of them."));
        }
        return problems;
    }

    private static Problem problem(String path, String code, String ja, String en) {
        return new Problem(path, "booth-" + code, ja, en, false);
    }

    @Override
    public void filed(CaseFile file, Answers answers) {
        events.propose(file, answers);
    }

    /** A proposal is revised from what was proposed last. */
    @Override
    public Optional<Answers> start(CaseFile file, String taskKey) {
        return proposes(taskKey) ? Optional.of(events.proposal(file.number())) : Optional.empty();
    }

    @Override
    public List<Problem> problems(CaseFile file, String taskKey, Answers answers) {
        return proposes(taskKey) ? problems(cases.programme(file), cases.call(file), answers) : List.of();
    }

    @Override
    public Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (taskKey.equals(BoothEvents.PREPARE) && outcome.equals("ready") && !answers.texts("checked").containsAll(PREPARED)) {
            return Verdict.refused("booth.unprepared", "準備の確認が済んでいない項目があります。研修、名札、機材、端末の安全対策をすべて確かめてください。");
        }
        LocalDate day = events.get(file.number()).on();
        return taskKey.equals(BoothEvents.REPORT) && outcome.equals("held") && clock.today().isBefore(day)
                ? Verdict.refused("booth.not-yet", "開催日（%s）になってから記録してください。日程を変えるときは「日程・会場を変更する」を選んでください。"
                        .formatted(JapaneseDates.full(day))) : Verdict.ACCEPTED;
    }

    @Override
    public void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (outcome.equals("resubmit") || outcome.equals("proposed")) {
            events.proposeAnew(file, answers);
        }
    }

    private static boolean proposes(String taskKey) {
        return taskKey.equals(BoothEvents.REVISE) || taskKey.equals(BoothEvents.PROPOSE_MOVE);
    }

    @Override
    public String title(Answers answers) {
        return answers.text("venue").strip() + answers.date("heldOn").map(day -> "（" + JapaneseDates.full(day) + "）").orElse("");
    }

    @Override
    public List<String> searchTexts(Answers answers) {
        return List.of(answers.text("venue"), answers.text("municipality"));
    }
}
