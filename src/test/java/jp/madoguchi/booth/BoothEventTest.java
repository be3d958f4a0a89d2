package jp.madoguchi.booth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jp.madoguchi.booth.BoothEvent.State;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Filing;
import jp.madoguchi.casefile.FilingRequest;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.casefile.Measure;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.duty.Duties;
import jp.madoguchi.duty.Occurrence;
import jp.madoguchi.duty.ReportKind;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Every way through {@code booth-event}, in the words of Miyagi's contractor and prefecture, and what is refused. */
@MadoguchiTest
class BoothEventTest {

    private static final String MIYAGI = "040002";
    private static final String SENDAI = "041009";
    private static final String PROGRAMME = "miyagi-mynumber-r6";
    private static final AtomicInteger VENUES = new AtomicInteger();
    private static final Map<String, Object> OPINION = Map.of("eventOpinion", "来場が見込まれ、配置も適当である。");
    private static final Map<String, Object> PREPARED = Map.of("checked", List.of("venue", "staff", "tags", "equipment", "pc-lock", "pc-virus",
            "pc-theft", "publicity"), "infection", "unneeded", "staff", 4);

    @Autowired
    TestOffice office;
    @Autowired
    BoothEvents events;
    @Autowired
    Cases cases;
    @Autowired
    Withdrawal withdrawal;
    @Autowired
    Filing filing;
    @Autowired
    Programmes programmes;
    @Autowired
    BusinessClock clock;
    @Autowired
    DailyFile dailyFile;
    @Autowired
    Duties duties;
    @Autowired
    BusinessCalendars calendars;
    @Autowired
    List<ReportKind> kinds;
    @Autowired
    List<Measure> measures;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionOperations transactions;

    private Actor contractor;
    private Actor officer;
    private Actor director;
    private Actor clerk;
    private Actor headOfSection;

    @BeforeEach
    void miyagi() {
        contractor = office.contractor(MIYAGI, "digimiya", PROGRAMME, "ブース運営");
        officer = office.staff(MIYAGI, "宮城　花子", "digimiya", Role.REVIEWER, "主事");
        director = office.staff(MIYAGI, "仙台　次郎", "digital", Role.DECIDER, "課長");
        clerk = office.staff(SENDAI, "青葉　三郎", "mycard", Role.REVIEWER, "主事");
        headOfSection = office.staff(SENDAI, "泉　四郎", "koseki", Role.DECIDER, "課長");
    }

    @Test
    @DisplayName("S4-13・S4-18：提案し、協議と決裁を経て承認され、準備して開催する")
    void proposed_approved_prepared_held() {
        CaseNumber number = proposes(proposal());
        assertThat(event(number)).satisfies(event -> {
            assertThat(event.state()).isEqualTo(State.PROPOSED);
            assertThat(event.municipality()).isEqualTo("042153");
        });
        approves(number);
        assertThat(event(number).state()).isEqualTo(State.APPROVED);
        assertThat(office.task(number, BoothEvents.PREPARE).desk().id()).isEqualTo("040002/digimiya/CONTRACTOR");
        office.concludes(contractor, number, BoothEvents.PREPARE, "ready", PREPARED, "");
        office.daysPass(10);
        office.concludes(contractor, number, BoothEvents.REPORT, "held", Map.of("visitors", 63), "");
        assertThat(event(number)).satisfies(event -> {
            assertThat(event.state()).isEqualTo(State.HELD);
            assertThat(event.visitors()).isEqualTo(63);
        });
        assertThat(kinds(number)).contains("booth.held");
        assertThat(office.walked(number)).contains("ServiceTask_ApproveEvent", "EndEvent_Held");
        assertThat(office.ended(number)).isTrue();
    }

    @Test
    @DisplayName("協議で差し戻された提案を直して再提案する。会場は自分の予定とは重ならない")
    void sent_back_and_revised() {
        CaseNumber number = proposes(proposal());
        assertThatThrownBy(() -> office.concludes(officer, number, "UserTask_ConsultProposal", "return", OPINION, ""))
                .isInstanceOf(RefusedException.class).hasMessageContaining("理由");
        office.concludes(officer, number, "UserTask_ConsultProposal", "return", OPINION, "収容人数を確かめてください。");
        Map<String, Object> better = proposal(event(number).venue());
        better.put("capacity", 120);
        office.concludes(contractor, number, BoothEvents.REVISE, "resubmit", better, "");
        assertThat(event(number).capacity()).isEqualTo(120);
        approves(number);
        assertThat(office.openTasks(number)).containsExactly(BoothEvents.PREPARE);
    }

    @Test
    @DisplayName("決裁で差し戻された提案は取りやめられる")
    void returned_by_the_decider_and_abandoned() {
        CaseNumber number = proposes(proposal());
        office.concludes(officer, number, "UserTask_ConsultProposal", "forward", OPINION, "");
        office.concludes(director, number, "UserTask_Decide", "returned", Map.of(), "見込みの根拠が足りません。");
        office.concludes(contractor, number, BoothEvents.REVISE, "abandon", Map.of(), "会場が使えなくなった。");
        assertThat(event(number).state()).isEqualTo(State.ABANDONED);
        assertThat(office.walked(number)).contains("EndEvent_Abandoned");
    }

    @Test
    @DisplayName("不承認の会場は、別の提案に使える")
    void refused() {
        CaseNumber number = proposes(proposal());
        office.concludes(officer, number, "UserTask_ConsultProposal", "forward", OPINION, "");
        office.concludes(director, number, "UserTask_Decide", "refused", Map.of(), "同じ地域での開催が続いています。");
        assertThat(event(number).state()).isEqualTo(State.REFUSED);
        assertThat(office.walked(number)).contains("EndEvent_NotApproved");
        proposes(proposal(event(number).venue()));
    }

    @Test
    @DisplayName("S4-74：理由を付けて日程を変更し、改めて承認を受ける。当日に中止することもある")
    void moved_then_cancelled() {
        CaseNumber number = proposes(proposal());
        approves(number);
        assertThatThrownBy(() -> office.concludes(contractor, number, BoothEvents.PREPARE, "moved")).isInstanceOf(RefusedException.class)
                .hasMessageContaining("理由");
        office.concludes(contractor, number, BoothEvents.PREPARE, "moved", Map.of(), "施設の改修と重なったため。");
        assertThat(event(number)).satisfies(event -> {
            assertThat(event.state()).isEqualTo(State.MOVED);
            assertThat(event.reason()).isEqualTo("施設の改修と重なったため。");
        });
        Map<String, Object> later = proposal(event(number).venue());
        later.put("heldOn", office.today().plusDays(14).toString());
        office.concludes(contractor, number, BoothEvents.PROPOSE_MOVE, "proposed", later, "");
        office.concludes(director, number, "UserTask_ApproveMove", "return", Map.of(), "時間も検討してください。");
        office.concludes(contractor, number, BoothEvents.PROPOSE_MOVE, "proposed", later, "");
        office.concludes(director, number, "UserTask_ApproveMove", "approve");
        assertThat(event(number)).satisfies(event -> {
            assertThat(event.state()).isEqualTo(State.APPROVED);
            assertThat(event.on()).isEqualTo(office.today().plusDays(14));
        });
        office.concludes(contractor, number, BoothEvents.PREPARE, "ready", PREPARED, "");
        office.concludes(contractor, number, BoothEvents.REPORT, "cancelled", Map.of(), "大雪のため。");
        assertThat(event(number)).satisfies(event -> {
            assertThat(event.state()).isEqualTo(State.CANCELLED);
            assertThat(event.reason()).isEqualTo("大雪のため。");
        });
        assertThat(kinds(number)).contains("booth.moved", "booth.cancelled");
        assertThat(office.walked(number)).contains("EndEvent_Cancelled");
    }

    @Test
    @DisplayName("準備の段階で中止し、準備が整った後に日程を変更する")
    void cancelled_while_preparing_and_moved_afterwards() {
        CaseNumber cancelled = proposes(proposal());
        approves(cancelled);
        office.concludes(contractor, cancelled, BoothEvents.PREPARE, "cancelled", Map.of(), "施設が閉鎖されたため。");
        assertThat(event(cancelled).state()).isEqualTo(State.CANCELLED);
        CaseNumber moved = proposes(proposal());
        approves(moved);
        office.concludes(contractor, moved, BoothEvents.PREPARE, "ready", PREPARED, "");
        office.concludes(contractor, moved, BoothEvents.REPORT, "moved", Map.of(), "台風のため。");
        office.concludes(contractor, moved, BoothEvents.PROPOSE_MOVE, "cancelled", Map.of(), "代わりの会場がないため。");
        assertThat(event(moved).reason()).isEqualTo("代わりの会場がないため。");
        assertThat(office.walked(moved)).contains("EndEvent_MovedCancelled");
    }

    @Test
    @DisplayName("取り下げた提案の会場は空く")
    void withdrawn() {
        CaseNumber number = proposes(proposal());
        DataScope.within(TestOffice.scope(officer), () -> withdrawal.withdraw(number, officer, "受託者の申出による。"));
        assertThat(event(number).state()).isEqualTo(State.ABANDONED);
        office.runsDueJobs(number);
        assertThat(office.ended(number)).isTrue();
    }

    @Test
    @DisplayName("S4-21：市が連携する開催は、市の職員が検討して決裁し、条件が県と受託者に伝わってから県が決裁する")
    void the_host_city_takes_part() {
        CaseNumber number = proposes(inSendai("yes"));
        office.concludes(officer, number, "UserTask_ConsultProposal", "forward", OPINION, "");
        assertThat(office.openTasks(number)).as("the city is asked first").isEmpty();
        office.runsDueJobs(number);
        CaseNumber asked = asked(number);
        assertThat(office.file(asked)).satisfies(file -> {
            assertThat(file.government()).isEqualTo(SENDAI);
            assertThat(file.title()).startsWith("泉区役所");
        });
        assertThat(office.task(asked, Hosts.CONSIDER).desk().id()).isEqualTo("041009/mycard/REVIEWER");
        for (Actor stranger : List.of(officer, contractor)) {
            assertThatThrownBy(() -> DataScope.within(TestOffice.scope(stranger), () -> cases.get(asked))).isInstanceOf(NotFoundException.class);
        }
        assertThatThrownBy(() -> DataScope.within(TestOffice.scope(clerk), () -> cases.get(number))).isInstanceOf(NotFoundException.class);

        office.concludes(clerk, asked, Hosts.CONSIDER, "forward", Map.of("hostOpinion", "協力できる。", "hostConditions", "市職員2名を派遣します。"), "");
        office.concludes(headOfSection, asked, "UserTask_Decide", "returned", Map.of(), "人数を確かめてください。");
        office.concludes(clerk, asked, Hosts.CONSIDER, "forward", Map.of("hostOpinion", "協力できる。", "hostConditions", "市職員1名を派遣します。"), "");
        office.concludes(headOfSection, asked, "UserTask_Decide", "granted");
        office.runsDueJobs(asked);
        assertThat(office.ended(asked)).isTrue();
        assertThat(everywhere(() -> cases.timeline(number))).filteredOn(entry -> entry.kind().equals("booth.host-agreed")).singleElement()
                .satisfies(entry -> assertThat(entry.facts()).containsEntry("host", "仙台市").containsEntry("conditions", "市職員1名を派遣します。"));
        office.concludes(director, number, "UserTask_Decide", "granted");
        assertThat(event(number).state()).isEqualTo(State.APPROVED);
    }

    @Test
    @DisplayName("S4-21：市が同意しない開催は受託者に戻り、直した提案は改めて市に照会される")
    void the_host_city_declines() {
        CaseNumber number = proposes(inSendai("outreach"));
        office.concludes(officer, number, "UserTask_ConsultProposal", "forward", OPINION, "");
        office.runsDueJobs(number);
        declines(asked(number));
        assertThat(office.openTasks(number)).containsExactly(BoothEvents.REVISE);
        assertThat(kinds(number)).contains("booth.host-asked", "booth.host-declined");
        Map<String, Object> alone = inSendai("no");
        office.concludes(contractor, number, BoothEvents.REVISE, "resubmit", alone, "");
        office.concludes(officer, number, "UserTask_ConsultProposal", "forward", OPINION, "");
        assertThat(office.openTasks(number)).as("nobody is asked about an event without the city").containsExactly("UserTask_Decide");
    }

    @Test
    @DisplayName("S4-21：日程の変更も市に照会する。市が同意しなければ、別の日を提案する")
    void the_host_city_is_asked_about_a_move() {
        CaseNumber number = proposes(inSendai("no"));
        approves(number);
        office.concludes(contractor, number, BoothEvents.PREPARE, "moved", Map.of(), "施設の改修と重なったため。");
        office.concludes(contractor, number, BoothEvents.PROPOSE_MOVE, "proposed", inSendai("yes"), "");
        office.runsDueJobs(number);
        declines(asked(number));
        office.concludes(contractor, number, BoothEvents.PROPOSE_MOVE, "proposed", inSendai("yes"), "");
        office.runsDueJobs(number);
        CaseNumber again = asked(number);
        office.concludes(clerk, again, Hosts.CONSIDER, "forward", Map.of("hostOpinion", "協力できる。"), "");
        office.concludes(headOfSection, again, "UserTask_Decide", "granted");
        office.runsDueJobs(again);
        office.concludes(director, number, "UserTask_ApproveMove", "approve");
        assertThat(event(number).state()).isEqualTo(State.APPROVED);
    }

    @Test
    @DisplayName("提案が取り下げられると、市への照会も終わる。市の回答が行き違いになっても誤りにはならない")
    void withdrawn_while_the_city_considers() {
        CaseNumber number = proposes(inSendai("yes"));
        office.concludes(officer, number, "UserTask_ConsultProposal", "forward", OPINION, "");
        office.runsDueJobs(number);
        CaseNumber asked = asked(number);
        DataScope.within(TestOffice.scope(officer), () -> withdrawal.withdraw(number, officer, "受託者の申出による。"));
        office.runsDueJobs(number);
        assertThat(office.file(asked).isClosed()).isTrue();
        assertThat(office.ended(asked)).isTrue();

        CaseNumber crossing = proposes(inSendai("yes"));
        office.concludes(officer, crossing, "UserTask_ConsultProposal", "forward", OPINION, "");
        office.runsDueJobs(crossing);
        CaseNumber answering = asked(crossing);
        office.concludes(clerk, answering, Hosts.CONSIDER, "forward", Map.of("hostOpinion", "協力できる。"), "");
        office.concludes(headOfSection, answering, "UserTask_Decide", "granted");
        DataScope.within(TestOffice.scope(officer), () -> withdrawal.withdraw(crossing, officer, "受託者の申出による。"));
        office.runsDueJobs(answering);
        office.runsDueJobs(crossing);
        assertThat(office.ended(answering)).isTrue();
        assertThat(office.ended(crossing)).isTrue();
    }

    /** A proposal in the one city whose own staff work here. */
    private Map<String, Object> inSendai(String takesPart) {
        Map<String, Object> proposal = proposal("泉区役所 " + VENUES.incrementAndGet());
        proposal.put("municipality", "仙台市");
        proposal.put("hostTakesPart", takesPart);
        return proposal;
    }

    private CaseNumber asked(CaseNumber event) {
        return new CaseNumber(everywhere(() -> jdbc.sql("select case_number from booth_host where event = ? and state = 'ASKED'")
                .param(event.value()).query(String.class).single()));
    }

    private void declines(CaseNumber asked) {
        office.concludes(clerk, asked, Hosts.CONSIDER, "forward", Map.of("hostOpinion", "当日は人員を出せない。"), "");
        office.concludes(headOfSection, asked, "UserTask_Decide", "refused", Map.of(), "市の行事と重なるため。");
        office.runsDueJobs(asked);
    }

    @Test
    @DisplayName("S4-17・S4-20：指定のない市町村、契約期間の外、過ぎた日、逆の時刻、この事業にない種類、欠けた配慮は、それぞれの項目で断る")
    void proposals_that_cannot_be() {
        refuses("municipality", "booth-municipality", Map.of("municipality", "前橋市"));
        LocalDate end = programmes.get(PROGRAMME).to();
        refuses("heldOn", "booth-contract", Map.of("heldOn", end.plusDays(1).toString()));
        refuses("heldOn", "booth-past", Map.of("heldOn", office.today().minusDays(1).toString()));
        refuses("endsAt", "booth-order", Map.of("startsAt", "15:00", "endsAt", "10:00"));
        refuses("kind", "booth-kind", Map.of("kind", "business-briefing"));
        refuses("privacy", "booth-privacy", Map.of("privacy", List.of("screens")));
        refuses("expected", "min", Map.of("expected", -1));
    }

    @Test
    @DisplayName("準備が済まないうちは整ったとできず、開催日の前に開催を記録できない")
    void not_ready_and_not_yet() {
        CaseNumber number = proposes(proposal());
        approves(number);
        Map<String, Object> half = new HashMap<>(PREPARED);
        half.put("checked", List.of("venue", "staff"));
        assertThatThrownBy(() -> office.concludes(contractor, number, BoothEvents.PREPARE, "ready", half, "")).isInstanceOf(RefusedException.class)
                .hasMessageContaining("準備");
        office.concludes(contractor, number, BoothEvents.PREPARE, "ready", PREPARED, "");
        assertThatThrownBy(() -> office.concludes(contractor, number, BoothEvents.REPORT, "held", Map.of("visitors", 1), ""))
                .isInstanceOf(RefusedException.class).hasMessageContaining("開催日");
    }

    @Test
    @DisplayName("同じ会場の重なる時間は、書き方が違っても一つだけ。続く時間と別の日は取れる")
    void a_venue_is_taken_once() {
        Map<String, Object> first = proposal("大崎市民会館 " + VENUES.incrementAndGet() + "Ａ");
        proposes(first);
        Map<String, Object> same = new HashMap<>(first);
        same.put("venue", first.get("venue").toString().replace(" ", "　").replace("Ａ", "a"));
        same.put("startsAt", "14:30");
        assertThatThrownBy(() -> proposes(same)).isInstanceOf(RefusedException.class).hasMessageContaining("別の開催が予定");
        same.put("startsAt", "15:00");
        same.put("endsAt", "17:00");
        CaseNumber after = proposes(same);
        office.concludes(officer, after, "UserTask_ConsultProposal", "return", OPINION, "時間を早めてください。");
        same.put("startsAt", "12:00");
        assertThatThrownBy(() -> office.concludes(contractor, after, BoothEvents.REVISE, "resubmit", same, "")).isInstanceOf(RefusedException.class)
                .hasMessageContaining("入力した内容は残っています");
        assertThat(office.openTasks(after)).containsExactly(BoothEvents.REVISE);
    }

    @Test
    @DisplayName("八人が同時に同じ会場を提案しても、受け付けるのは一つ")
    void eight_at_once() throws Exception {
        Map<String, Object> proposal = proposal();
        ExecutorService crowd = Executors.newFixedThreadPool(8);
        try {
            List<Callable<CaseNumber>> all = IntStream.range(0, 8).<Callable<CaseNumber>>mapToObj(i -> () -> proposes(proposal)).toList();
            List<CaseNumber> accepted = new ArrayList<>();
            for (Future<CaseNumber> one : crowd.invokeAll(all)) {
                try {
                    accepted.add(one.get());
                } catch (ExecutionException refused) {
                    assertThat(refused).hasCauseInstanceOf(RefusedException.class);
                }
            }
            assertThat(accepted).hasSize(1);
        } finally {
            crowd.shutdownNow();
        }
    }

    @Test
    @DisplayName("別の事業の受託者は提案できず、開催も見えない")
    void another_programmes_contractor() {
        CaseNumber number = proposes(proposal());
        Actor stranger = office.contractor("102113", "seidigi", "annaka-currency-r6", "通貨事務局");
        assertThatThrownBy(() -> office.opens(stranger, PROGRAMME, "booth-session", proposal())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> DataScope.within(TestOffice.scope(stranger), () -> events.get(number))).isInstanceOf(NotFoundException.class);
    }

    @Test
    @DisplayName("S4-37・S4-80：日次報告は開催日から3営業日。行列と合わない合計、負の数、別の日、個人が分かる内容は断る")
    void a_daily_report() {
        CaseNumber report = reportOf(held());
        Occurrence owed = everywhere(() -> duties.get(report));
        assertThat(owed.dueOn()).isEqualTo(calendars.plusBusinessDays(new GovernmentCode(MIYAGI), owed.from(), 3));
        refusesReport(report, "paperTotal", Map.of("paperTotal", 9));
        refusesReport(report, "otherTotal", Map.of("otherTotal", 5));
        refusesReport(report, "surveyTotal", Map.of("survey30", 1));
        refusesReport(report, "paper30", Map.of("paper30", -1));
        refusesReport(report, "heldOn", Map.of("heldOn", owed.from().minusDays(1).toString()));
        for (String person : List.of("連絡先は090-1234-5678とのこと。", "０９０－１２３４－５６７８", "090 1234 5678", "03(1234)5678", "090−1234−5678", "ｔａｒｏ＠example.jp")) {
            refusesReport(report, "surveySummary", Map.of("surveySummary", person));
        }
        refusesReport(report, "place", Map.of("place", "宮城様宅（022-211-2111）"));
        int before = supported();
        office.concludes(contractor, report, "UserTask_SubmitReport", "submitted", day(owed), "");
        assertThat(supported()).as("counted when accepted").isEqualTo(before);
        office.concludes(officer, report, "UserTask_ReviewReport", "accept");
        assertThat(supported()).isEqualTo(before + 10);
    }

    @Test
    @DisplayName("一つの開催に日次報告は一つだけ。中止した開催に報告義務はない")
    void one_report_an_event() {
        CaseNumber event = held();
        CaseNumber report = reportOf(event);
        Occurrence owed = everywhere(() -> duties.get(report));
        assertThat(everywhere(() -> duties.arise(PROGRAMME, "daily-report", event.value(), owed.from(), owed.period()))).isEqualTo(report);
        CaseNumber cancelled = proposes(proposal());
        approves(cancelled);
        office.concludes(contractor, cancelled, BoothEvents.PREPARE, "cancelled", Map.of(), "施設が閉鎖されたため。");
        assertThat(everywhere(() -> duties.all(PROGRAMME))).noneMatch(one -> one.key().equals(cancelled.value()));
    }

    @Test
    @DisplayName("T27・S4-82：月次報告は日次報告の合計から始まり、異なる数や日次報告の欠けた月は断る")
    void the_month_is_the_sum_of_its_days() {
        clock.moveTo(office.today().plusMonths(1).withDayOfMonth(3).atTime(10, 0));
        CaseNumber first = reportOf(held());
        CaseNumber second = reportOf(held());
        Occurrence day = everywhere(() -> duties.get(first));
        YearMonth month = YearMonth.from(day.from());
        Occurrence owed = new Occurrence(first, MIYAGI, PROGRAMME, "monthly-report", month.toString(), "月次報告書", month.toString(), month.atDay(1),
                month.atEndOfMonth(), day.dueOn(), day.dueOn(), Occurrence.State.OPEN, null, null, 0);
        office.concludes(contractor, first, "UserTask_SubmitReport", "submitted", day(day), "");
        assertThat(monthProblems(owed, Map.of("sessions", 1))).contains("summary booth-days");
        office.concludes(contractor, second, "UserTask_SubmitReport", "submitted", day(everywhere(() -> duties.get(second))), "");
        Answers prefilled = everywhere(() -> monthly().prefill(owed)).orElseThrow();
        assertThat(prefilled.number("paperTotal").orElseThrow().intValue()).isEqualTo(14);
        assertThat(prefilled.number("onlineTotal").orElseThrow().intValue()).isEqualTo(6);
        assertThat(prefilled.number("sessions").orElseThrow().intValue()).isEqualTo(2);
        assertThat(everywhere(() -> monthly().problems(owed, prefilled))).isEmpty();
        assertThat(everywhere(() -> monthly().problems(owed, prefilled.with("issues", "2024001000件、1000000円")))).isEmpty();
        Map<String, Object> approved = proposal();
        approved.put("heldOn", office.today().toString());
        CaseNumber unrecorded = proposes(approved);
        approves(unrecorded);
        assertThat(everywhere(() -> monthly().problems(owed, prefilled))).isEmpty();
        clock.advance(Duration.ofDays(1));
        assertThat(everywhere(() -> monthly().problems(owed, prefilled))).extracting(Problem::code).containsExactly("booth-unrecorded");
        office.concludes(contractor, unrecorded, BoothEvents.PREPARE, "cancelled", Map.of(), "来場者が見込めないため。");
        assertThat(everywhere(() -> monthly().problems(owed, prefilled.with("onlineTotal", 7)))).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("onlineTotal");
            assertThat(problem.messageJa()).contains("7", "日次報告の合計（6）");
        });

        CaseNumber report = monthOwed(owed);
        office.concludes(contractor, report, "UserTask_SubmitReport", "submitted", with(prefilled, Map.of("summary", "計画どおり。")), "");
        assertThatThrownBy(() -> office.concludes(officer, report, "UserTask_ReviewReport", "accept")).isInstanceOf(RefusedException.class)
                .hasMessageContaining("まだ受理していない日次報告");
        office.concludes(officer, first, "UserTask_ReviewReport", "return", Map.of(), "紙の申請が一件もれています。");
        Map<String, Object> better = day(day);
        better.putAll(Map.of("paper30", 5, "paperTotal", 8));
        office.concludes(contractor, first, "UserTask_SubmitReport", "submitted", better, "");
        office.concludes(officer, first, "UserTask_ReviewReport", "accept");
        office.concludes(officer, second, "UserTask_ReviewReport", "accept");
        assertThatThrownBy(() -> office.concludes(officer, report, "UserTask_ReviewReport", "accept")).isInstanceOf(RefusedException.class)
                .hasMessageContaining("月の合計と一致しません");
        office.concludes(officer, report, "UserTask_ReviewReport", "return", Map.of(), "日次報告が直されています。");
        Answers again = everywhere(() -> monthly().prefill(owed)).orElseThrow();
        office.concludes(contractor, report, "UserTask_SubmitReport", "submitted", with(again, Map.of("summary", "計画どおり。")), "");
        office.concludes(officer, report, "UserTask_ReviewReport", "accept");
        assertThat(everywhere(() -> duties.report(report)).orElseThrow().answers().number("paperTotal").orElseThrow().intValue()).isEqualTo(15);
    }

    private CaseNumber monthOwed(Occurrence month) {
        return everywhere(() -> filing.file(new FilingRequest(PROGRAMME, Call.DUTY, Answers.of(Map.of("duty", month.duty(), "key", "test " + month.key(),
                "title", month.title(), "period", month.period(), "from", month.from().toString(), "to", month.to().toString(), "dueOn",
                month.dueOn().toString())), "test " + month.key(), Actor.SYSTEM, null, Channel.OFFICE)).caseNumber());
    }

    private static Map<String, Object> with(Answers answers, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(answers.asMap());
        all.putAll(more);
        return all;
    }

    @Test
    @DisplayName("S4-80：CSVの日次報告は、列の順が変わっても名前で読み、一行でも誤りがあれば何も提出しない")
    void daily_reports_from_a_file() {
        CaseNumber first = held();
        CaseNumber second = held();
        List<String> header = new ArrayList<>(dailyFile.header());
        assertThat(takes(file(header, row(first, Map.of("紙_合計", "9")), row(second, Map.of())))).satisfies(taken -> {
            assertThat(taken.reports()).isZero();
            assertThat(taken.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.row()).isEqualTo(2);
                assertThat(problem.column()).isEqualTo("紙_合計");
                assertThat(problem.message()).contains("一致しません");
            });
        });
        assertThat(office.openTasks(reportOf(second))).contains("UserTask_SubmitReport");
        assertThat(takes(file(header.subList(1, header.size()), row(first, Map.of()))).problems()).anySatisfy(problem -> assertThat(problem.message()).contains("受付番号"));
        assertThat(messages(file(header, row(first, Map.of("動員数", "四人"))))).singleElement().asString().contains("整数ではありません");
        assertThat(messages(file(header, row(first, Map.of("紙_30代", "-4"))))).isNotEmpty();
        assertThat(messages(file(header, row(first, Map.of()), row(first, Map.of())))).anySatisfy(message -> assertThat(message).contains("一つの開催に一つ"));
        assertThat(messages(file(header, row(proposes(proposal()), Map.of())))).singleElement().asString().contains("日次報告を待っている開催ではありません");
        Collections.reverse(header);
        assertThat(takes(file(header, row(first, Map.of()), row(second, Map.of("その他_内訳", "案内:1;苦情：2", "その他_合計", "3"))))).satisfies(taken -> {
            assertThat(taken.problems()).isEmpty();
            assertThat(taken.reports()).isEqualTo(2);
        });
        assertThat(office.openTasks(reportOf(second))).containsExactly("UserTask_ReviewReport");
        assertThat(messages(file(header, row(first, Map.of())))).singleElement().asString().contains("すでに提出していないか");
    }

    private DailyFile.Taken takes(String file) {
        return DataScope.within(TestOffice.scope(contractor), () -> {
            try {
                return dailyFile.take(programmes.get(PROGRAMME), () -> new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), contractor);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private List<String> messages(String file) {
        return takes(file).problems().stream().map(Csv.Problem::message).toList();
    }

    private Map<String, String> row(CaseNumber event, Map<String, String> other) {
        Map<String, String> row = new HashMap<>(Map.of("受付番号", event.value(), "開催日", office.today().toString().replace('-', '/'), "会場", "大崎市民会館",
                "実施回数", "1", "動員数", "４", "紙_30代", "4", "紙_合計", "4", "オンライン_合計", "0"));
        row.putAll(Map.of("健康保険証利用", "0", "公金受取口座登録", "0", "アンケート_合計", "0", "その他_合計", "0"));
        row.putAll(other);
        return row;
    }

    @SafeVarargs
    private static String file(List<String> header, Map<String, String>... rows) {
        return String.join(",", header) + "\r\n" + Stream.of(rows)
                .map(row -> header.stream().map(column -> row.getOrDefault(column, "")).collect(Collectors.joining(",")) + "\r\n").collect(Collectors.joining());
    }

    private CaseNumber held() {
        Map<String, Object> proposal = proposal();
        proposal.put("heldOn", office.today().toString());
        CaseNumber number = proposes(proposal);
        approves(number);
        office.concludes(contractor, number, BoothEvents.PREPARE, "ready", PREPARED, "");
        office.concludes(contractor, number, BoothEvents.REPORT, "held", Map.of("visitors", 30), "");
        return number;
    }

    private CaseNumber reportOf(CaseNumber event) {
        return everywhere(() -> duties.all(PROGRAMME)).stream().filter(one -> one.key().equals(event.value())).findFirst().orElseThrow().number();
    }

    /** Seven on paper, three online, two answers, one other case. */
    private Map<String, Object> day(Occurrence owed) {
        Map<String, Object> day = new HashMap<>(Map.of("heldOn", owed.from().toString(), "place", owed.period(), "sessions", 1, "staff", 4, "paper30", 4,
                "paperUnknown", 3, "paperTotal", 7, "online80", 3, "onlineTotal", 3, "insurance", 2));
        day.putAll(Map.of("account", 1, "survey20", 2, "surveyTotal", 2, "others", List.of(Map.of("matter", "暗証番号の再設定の案内", "cases", 1)), "otherTotal", 1));
        return day;
    }

    private void refusesReport(CaseNumber report, String field, Map<String, ?> wrong) {
        Map<String, Object> day = day(everywhere(() -> duties.get(report)));
        day.putAll(wrong);
        assertThatThrownBy(() -> office.concludes(contractor, report, "UserTask_SubmitReport", "submitted", day, ""))
                .isInstanceOfSatisfying(IncompleteException.class, refused -> assertThat(refused.problems()).extracting(Problem::path).contains(field));
    }

    private ReportKind monthly() {
        return kinds.stream().filter(kind -> kind.form().equals("booth/monthly-report")).findFirst().orElseThrow();
    }

    private List<String> monthProblems(Occurrence month, Map<String, ?> report) {
        return everywhere(() -> monthly().problems(month, Answers.of(report))).stream().map(problem -> problem.path() + " " + problem.code()).toList();
    }

    private int supported() {
        return everywhere(() -> measures.stream().filter(measure -> measure.code().equals("applications-supported"))
                .flatMap(measure -> measure.value(programmes.get(PROGRAMME)).stream()).findFirst().orElseThrow().intValue());
    }

    private <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transactions.execute(status -> work.get()));
    }

    private void refuses(String field, String code, Map<String, ?> wrong) {
        Map<String, Object> proposal = proposal();
        proposal.putAll(wrong);
        assertThatThrownBy(() -> proposes(proposal)).isInstanceOfSatisfying(IncompleteException.class, refused ->
                assertThat(refused.problems()).anySatisfy(problem -> {
                    assertThat(problem.path()).isEqualTo(field);
                    assertThat(problem.code()).isEqualTo(code);
                }));
    }

    private Map<String, Object> proposal() {
        return proposal("大崎ショッピングプラザ" + VENUES.incrementAndGet());
    }

    private Map<String, Object> proposal(String venue) {
        Map<String, Object> proposal = new HashMap<>(Map.of("kind", "booth", "municipality", "大崎市", "venue", venue, "capacity", 80, "heldOn",
                office.today().plusDays(7).toString(), "startsAt", "10:00", "endsAt", "15:00", "expected", 40, "hostTakesPart", "no", "reason",
                "休日の来場が多く、施設の承諾を得ている。"));
        proposal.put("privacy", List.of("screens", "voices", "flow"));
        return proposal;
    }

    private CaseNumber proposes(Map<String, Object> proposal) {
        return office.opens(contractor, PROGRAMME, "booth-session", proposal);
    }

    private void approves(CaseNumber number) {
        office.concludes(officer, number, "UserTask_ConsultProposal", "forward", OPINION, "");
        office.concludes(director, number, "UserTask_Decide", "granted");
    }

    private BoothEvent event(CaseNumber number) {
        return DataScope.within(DataScope.EVERYTHING, () -> events.get(number));
    }

    private List<String> kinds(CaseNumber number) {
        return DataScope.within(DataScope.EVERYTHING, () -> cases.timeline(number)).stream().map(Cases.TimelineEntry::kind).toList();
    }
}
