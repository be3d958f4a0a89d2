package jp.madoguchi.site.demo;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.duty.Duties;
import jp.madoguchi.duty.Occurrence;
import jp.madoguchi.duty.ReportKind;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.programme.Programmes;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/** Monthly reports of the last two months: in time, returned, late and missing. */
@Component
@ConditionalOnBooleanProperty("madoguchi.demo")
class DemoDuties implements DemoPlay {

    private static final LocalTime MORNING = LocalTime.of(10, 20);
    private static final String SUBMIT = "UserTask_SubmitReport";
    private static final String REVIEW = "UserTask_ReviewReport";

    private final Duties duties;
    private final DemoStage stage;
    private final Accounts accounts;
    private final BusinessCalendars calendars;
    private final BusinessClock clock;
    private final Programmes programmes;
    private final List<ReportKind> kinds;

    DemoDuties(Duties duties, DemoStage stage, Accounts accounts, BusinessCalendars calendars, BusinessClock clock, Programmes programmes,
               List<ReportKind> kinds) {
        this.duties = duties;
        this.stage = stage;
        this.accounts = accounts;
        this.calendars = calendars;
        this.clock = clock;
        this.programmes = programmes;
        this.kinds = kinds;
    }

    @Override
    public List<DemoStep> past() {
        YearMonth now = YearMonth.from(clock.today());
        List<DemoStep> steps = new ArrayList<>();
        for (LocalDate day : List.of(now.minusMonths(1).atDay(1), now.minusMonths(1).atDay(17), now.atDay(1), now.atDay(17))) {
            steps.add(new DemoStep("duties-" + day, "duties-" + day, day.atTime(8, 40), DataScope.EVERYTHING, none -> {
                duties.sweep();
                return null;
            }));
        }
        Who aomori = new Who("aomori", "020001", "aomori-ppe-r7", "stock-report", Map.of());
        Who midori = new Who("midori", "102121", "midori-premium-r6", "monthly-report",
                Map.of("downloads", 3180, "users", 2460, "payments", 5210, "spent", 14_860_000));
        Who miyagi = new Who("miyagi", "040002", "miyagi-mynumber-r6", "monthly-report", Map.of());
        YearMonth first = now.minusMonths(2);
        report(steps, aomori, first).submits(4, "入出庫の状況は別紙のとおりです。").accepts(6);
        report(steps, aomori, now.minusMonths(1)).submits(5, "入出庫の状況は別紙のとおりです。使用推奨期限が1年未満のロットはありません。");
        report(steps, midori, first).submits(3, "加盟店の登録数と利用の状況をまとめました。").returns(5, "アプリの利用者数の内訳を加えてください。")
                .submits(7, "利用者数の内訳を加えました。").accepts(8);
        report(steps, miyagi, first).submits(11, "申請サポートの実施状況をまとめました。提出が遅れたことをおわびします。").accepts(12);
        return steps;
    }

    /** @param figures what only the contractor knows */
    private record Who(String prefix, String government, String programme, String duty, Map<String, Integer> figures) {}

    private Report report(List<DemoStep> steps, Who who, YearMonth month) {
        return new Report(steps, who, month, "duty-" + who.prefix() + "-" + month);
    }

    /** What happens to one monthly report, by business days of the month after it. */
    private final class Report {

        private final List<DemoStep> steps;
        private final Who who;
        private final YearMonth month;
        private final String course;
        private int count;

        Report(List<DemoStep> steps, Who who, YearMonth month, String course) {
            this.steps = steps;
            this.who = who;
            this.month = month;
            this.course = course;
        }

        Report submits(int day, String summary) {
            Actor contractor = actor("contractor");
            return step(day, DataScope.ofContractor(who.government(), List.of(who.programme())), number ->
                    stage.concludes(number, contractor, SUBMIT, Conclusion.of("submitted", known(number).with("summary", summary), "")));
        }

        Report returns(int day, String reason) {
            return step(day, who.government(), number -> stage.concludes(number, actor("reviewer"), REVIEW, Conclusion.of("return", Answers.NONE, reason)));
        }

        Report accepts(int day) {
            return step(day, who.government(), number -> stage.concludes(number, actor("reviewer"), REVIEW, Conclusion.of("accept", Answers.NONE, "")));
        }

        private Report step(int day, String scope, UnaryOperator<CaseNumber> deed) {
            LocalDate on = calendars.nthBusinessDay(new GovernmentCode(who.government()), month.plusMonths(1), day);
            steps.add(new DemoStep(course + "/" + count++, course, on.atTime(MORNING.plusMinutes(count)), scope,
                    known -> deed.apply(known != null ? known : occurrence())));
            return this;
        }

        /** What the contractor finds filled in, and adds. */
        private Answers known(CaseNumber number) {
            Occurrence owed = duties.get(number);
            String form = programmes.get(who.programme()).duty(who.duty()).orElseThrow().form();
            Answers known = kinds.stream().filter(kind -> kind.form().equals(form)).flatMap(kind -> kind.prefill(owed).stream()).findFirst()
                    .orElse(Answers.NONE);
            for (Map.Entry<String, Integer> figure : who.figures().entrySet()) {
                known = known.with(figure.getKey(), figure.getValue());
            }
            return known;
        }

        private CaseNumber occurrence() {
            return duties.all(who.programme()).stream().filter(o -> o.duty().equals(who.duty()) && o.key().equals(month.toString())).findFirst()
                    .orElseThrow(() -> new IllegalStateException(who.programme() + " owes no report for " + month)).number();
        }

        private Actor actor(String role) {
            return accounts.byLogin(who.prefix() + "-" + role).orElseThrow().asActor();
        }
    }
}
