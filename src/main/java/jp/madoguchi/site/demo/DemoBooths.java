package jp.madoguchi.site.demo;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.duty.Duties;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Accounts;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/** Miyagi's booths: held and reported on, cancelled, being prepared, asked about in the host city, proposed. */
@Component
@ConditionalOnBooleanProperty("madoguchi.demo")
class DemoBooths implements DemoPlay {

    private static final String MIYAGI = "040002";
    private static final String PROGRAMME = "miyagi-mynumber-r6";
    private static final LocalTime MORNING = LocalTime.of(11, 10);

    private final DemoStage stage;
    private final Duties duties;
    private final Accounts accounts;
    private final BusinessClock clock;

    DemoBooths(DemoStage stage, Duties duties, Accounts accounts, BusinessClock clock) {
        this.stage = stage;
        this.duties = duties;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public List<DemoStep> past() {
        List<DemoStep> steps = new ArrayList<>();
        new Booth(steps, 1, -40, "booth", "仙台市", "仙台駅東口広場", 150).approved().held(96).reported(58, 31).accepted();
        new Booth(steps, 2, -31, "booth", "石巻市", "石巻市民ホール", 120).approved().held(71).reported(40, 22).accepted();
        new Booth(steps, 3, -24, "smartphone", "大崎市", "大崎市図書館研修室", 40).approved().held(26).reported(4, 9).accepted();
        new Booth(steps, 4, -17, "booth", "名取市", "名取市文化会館", 100).approved().held(63).reported(35, 20).accepted();
        new Booth(steps, 5, -9, "booth", "気仙沼市", "気仙沼市民会館", 90).approved().cancelled("台風の接近により、施設が閉館したため。");
        new Booth(steps, 6, -4, "booth", "登米市", "登米祝祭劇場", 80).approved().held(44);
        new Booth(steps, 7, 9, "booth", "仙台市", "泉区役所市民ロビー", 110).approved();
        new Booth(steps, 8, 13, "smartphone", "石巻市", "石巻市立図書館", 30);
        new Booth(steps, 9, 11, "booth", "仙台市", "仙台市役所本庁舎ロビー", 130, "outreach").consulted();
        return steps;
    }

    /** One event; days are counted from the present. */
    private final class Booth {

        private final List<DemoStep> steps;
        /** Fixed now: while the play runs, the clock is in its past. */
        private final LocalDate day;
        private final String course;
        private int count;

        Booth(List<DemoStep> steps, int number, int day, String kind, String municipality, String venue, int capacity) {
            this(steps, number, day, kind, municipality, venue, capacity, "no");
        }

        Booth(List<DemoStep> steps, int number, int day, String kind, String municipality, String venue, int capacity, String hostTakesPart) {
            this.steps = steps;
            this.day = clock.today().plusDays(day);
            this.course = "booth-" + number;
            Map<String, Object> proposal = new HashMap<>(Map.of("kind", kind, "municipality", municipality, "venue", venue, "capacity", capacity,
                    "heldOn", on(0).toString(), "startsAt", "10:00", "endsAt", "15:00", "expected", capacity / 2, "hostTakesPart", hostTakesPart, "reason",
                    "来場が多く、施設の承諾を得ているため。"));
            proposal.put("privacy", List.of("screens", "voices", "flow"));
            Actor contractor = actor("contractor");
            step(-14, contractor, none -> stage.files(PROGRAMME, "booth-session", course, contractor, Channel.OFFICE, Answers.of(proposal)));
        }

        Booth consulted() {
            concludes(-12, "reviewer", "UserTask_ConsultProposal", "forward", Map.of("eventOpinion", "会場、見込みともに適当と認められる。"), "");
            return this;
        }

        Booth approved() {
            consulted();
            concludes(-11, "decider", "UserTask_Decide", "granted", Map.of(), "");
            return this;
        }

        Booth held(int visitors) {
            prepared();
            concludes(0, "contractor", "UserTask_ReportHolding", "held", Map.of("visitors", visitors), "");
            return this;
        }

        void cancelled(String reason) {
            prepared();
            concludes(-1, "contractor", "UserTask_ReportHolding", "cancelled", Map.of(), reason);
        }

        Booth reported(int paper, int online) {
            Actor contractor = actor("contractor");
            step(1, contractor, number -> {
                stage.concludes(report(number), contractor, "UserTask_SubmitReport", Conclusion.of("submitted", Answers.of(daily(paper, online)), ""));
                return number;
            });
            return this;
        }

        void accepted() {
            step(3, actor("reviewer"), number -> {
                stage.concludes(report(number), actor("reviewer"), "UserTask_ReviewReport", Conclusion.of("accept", Answers.NONE, ""));
                return number;
            });
        }

        private void prepared() {
            concludes(-3, "contractor", "UserTask_PrepareEvent", "ready", Map.of("checked", List.of("venue", "staff", "tags", "equipment", "pc-lock",
                    "pc-virus", "pc-theft", "publicity"), "infection", "unneeded", "staff", 5), "");
        }

        private Map<String, Object> daily(int paper, int online) {
            Map<String, Object> report = new HashMap<>(Map.of("heldOn", on(0).toString(), "place", "申請サポートブース", "sessions", 1, "staff", 5,
                    "paper60", paper / 2, "paper70", paper - paper / 2, "paperTotal", paper, "online30", online, "onlineTotal", online, "insurance", 12));
            report.putAll(Map.of("account", 7, "survey60", 10, "surveyTotal", 10, "others", List.of(Map.of("matter", "暗証番号の再設定の案内", "cases", 3)),
                    "otherTotal", 3));
            return report;
        }

        private CaseNumber report(CaseNumber event) {
            return duties.all(PROGRAMME).stream().filter(owed -> owed.key().equals(event.value())).findFirst()
                    .orElseThrow(() -> new IllegalStateException(event + " owes no report")).number();
        }

        private void concludes(int offset, String role, String task, String outcome, Map<String, Object> answers, String comment) {
            Actor actor = actor(role);
            step(offset, actor, number -> stage.concludes(number, actor, task, Conclusion.of(outcome, Answers.of(answers), comment)));
        }

        private void step(int offset, Actor actor, UnaryOperator<CaseNumber> deed) {
            String scope = actor.kind() == Actor.Kind.CONTRACTOR ? DataScope.ofContractor(MIYAGI, List.of(PROGRAMME)) : MIYAGI;
            steps.add(new DemoStep(course + "/" + count, course, on(offset).atTime(MORNING.plusMinutes(7L * count++)), scope, deed::apply));
        }

        private LocalDate on(int offset) {
            return day.plusDays(offset);
        }

        private Actor actor(String role) {
            return accounts.byLogin("miyagi-" + role).orElseThrow().asActor();
        }
    }
}
