package jp.madoguchi.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.HolidayOverrides;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Measure;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.inbox.Reminders;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** 報告義務: every path of the procedure, in the office's words, for Miyagi's contractor. */
@MadoguchiTest
class DutiesTest {

    private static final String MIYAGI = "040002";
    private static final String PROGRAMME = "miyagi-mynumber-r6";
    private static final Map<String, Object> MINUTES = Map.of("place", "宮城県庁行政庁舎", "attendees", "管理責任者、県担当者", "minutes", "実績と翌月の計画を確認した。");

    /** Of a plain number: twelve digits in a random one could look like an Individual Number, which no answer may hold. */
    private static final AtomicInteger MEETINGS = new AtomicInteger();

    @Autowired
    TestOffice office;
    @Autowired
    Duties duties;
    @Autowired
    Cases cases;
    @Autowired
    Withdrawal withdrawal;
    @Autowired
    Programmes programmes;
    @Autowired
    BusinessCalendars calendars;
    @Autowired
    HolidayOverrides holidays;
    @Autowired
    Reminders reminders;
    @Autowired
    BusinessClock clock;
    @Autowired
    List<Measure> measures;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionTemplate transaction;

    private Actor contractor;
    private Actor officer;
    private Actor manager;

    @BeforeEach
    void miyagi() {
        contractor = office.contractor(MIYAGI, "digimiya", PROGRAMME, "ブース運営");
        officer = office.staff(MIYAGI, "宮城　花子", "digimiya", Role.REVIEWER, "主事");
        manager = office.staff(MIYAGI, "仙台　次郎", "digital", Role.MANAGER, "課長");
    }

    @Test
    @DisplayName("S4-40：会議の議事録は5営業日以内。期限内に出して受理されると、その版が保存される")
    void handed_in_in_time_and_accepted() {
        CaseNumber number = minutesOwed();
        assertThat(occurrence(number).dueOn()).isEqualTo(businessDays(office.today(), 5));
        assertThat(dueOfTask(number, Duties.SUBMIT)).isEqualTo(businessDays(office.today(), 5));
        handsIn(number, "実績を確認した。");
        assertThat(dueOfTask(number, Duties.REVIEW)).isEqualTo(businessDays(office.today(), 3));
        office.concludes(officer, number, Duties.REVIEW, "accept");
        assertThat(occurrence(number)).satisfies(now -> {
            assertThat(now.state()).isEqualTo(Occurrence.State.ACCEPTED);
            assertThat(now.punctuality(office.today())).isEqualTo(Occurrence.Punctuality.ON_TIME);
        });
        Duties.Report report = everywhere(() -> duties.report(number)).orElseThrow();
        assertThat(report.answers().text("minutes")).isEqualTo("実績を確認した。");
        assertThat(report.acceptedBy()).isEqualTo("宮城　花子");
        assertThat(report.sha256()).matches("[0-9a-f]{64}");
        assertThat(office.ended(number)).isTrue();
        assertThat(office.walked(number)).contains("ServiceTask_KeepReport", "EndEvent_Accepted").doesNotContain("ServiceTask_RecordOverdue");
    }

    @Test
    @DisplayName("T14：再提出を求められると3営業日以内に出し直す。前の内容から始まり、何度でも戻せる")
    void returned_and_handed_in_again() {
        CaseNumber number = minutesOwed();
        handsIn(number, "一回目");
        assertThatThrownBy(() -> office.concludes(officer, number, Duties.REVIEW, "return")).isInstanceOf(RefusedException.class).hasMessageContaining("理由");
        office.concludes(officer, number, Duties.REVIEW, "return", Map.of(), "欠席者も記録してください。");
        assertThat(dueOfTask(number, Duties.SUBMIT)).isEqualTo(businessDays(office.today(), 3));
        office.daysPass(1);
        handsIn(number, "二回目");
        office.concludes(officer, number, Duties.REVIEW, "return", Map.of(), "もう一度。");
        handsIn(number, "三回目");
        office.concludes(officer, number, Duties.REVIEW, "accept");
        assertThat(occurrence(number).returns()).isEqualTo(2);
        assertThat(everywhere(() -> duties.report(number)).orElseThrow().answers().text("minutes")).isEqualTo("三回目");
    }

    @Test
    @DisplayName("期限を過ぎると記録され、管理者と受託者に知らされる。遅れて出した報告は遅延として残る")
    void handed_in_late() {
        CaseNumber number = minutesOwed();
        LocalDate due = occurrence(number).dueOn();
        clock.moveTo(due.atTime(23, 59));
        office.runsDueJobs(number);
        assertThat(office.openTasks(number)).containsExactly(Duties.SUBMIT);
        clock.moveTo(due.plusDays(1).atStartOfDay());
        office.runsDueJobs(number);
        assertThat(office.openTasks(number)).containsExactlyInAnyOrder(Duties.SUBMIT, "UserTask_FollowUpOverdue");
        assertThat(kinds(number)).contains("duty.overdue");
        assertThat(occurrence(number).punctuality(office.today())).isEqualTo(Occurrence.Punctuality.MISSING);
        reminders.sweep();
        assertThat(told(number, "task.escalated")).contains(manager.id(), contractor.id());
        office.concludes(manager, number, "UserTask_FollowUpOverdue", "noted", Map.of("measure", "電話で督促した。", "expectedOn", office.today().toString()), "");
        handsIn(number, "遅れました。");
        office.concludes(officer, number, Duties.REVIEW, "accept");
        assertThat(occurrence(number).punctuality(office.today())).isEqualTo(Occurrence.Punctuality.LATE);
        assertThat(office.walked(number)).contains("EndEvent_FollowedUp", "EndEvent_Accepted");
    }

    @Test
    @DisplayName("G18：審査期限が過ぎたことは記録されるが、黙っていても受理されない")
    void silence_never_accepts() {
        CaseNumber number = minutesOwed();
        handsIn(number, "提出");
        clock.moveTo(businessDays(office.today(), 3).plusDays(1).atStartOfDay());
        office.runsDueJobs(number);
        assertThat(kinds(number)).contains("duty.review-overdue");
        assertThat(office.openTasks(number)).containsExactly(Duties.REVIEW);
        assertThat(occurrence(number).state()).isEqualTo(Occurrence.State.SUBMITTED);
        assertThat(office.walked(number)).contains("EndEvent_ReviewOverdueRecorded");
        office.concludes(officer, number, Duties.REVIEW, "accept");
        assertThat(occurrence(number).state()).isEqualTo(Occurrence.State.ACCEPTED);
    }

    @Test
    @DisplayName("閉庁日が加わると、まだ出ていない報告の期限と通知が動き、履歴に残る")
    void a_moved_holiday_moves_what_is_open() {
        CaseNumber number = minutesOwed();
        LocalDate due = occurrence(number).dueOn();
        Actor clerk = office.staff(MIYAGI, "暦　管理", "digimiya", Role.MANAGER, "班長");
        holidays.close(clerk, new GovernmentCode(MIYAGI), due, "臨時の閉庁日");
        try {
            duties.sweep();
            LocalDate moved = businessDays(due, 1);
            assertThat(occurrence(number).dueOn()).isEqualTo(moved);
            assertThat(dueOfTask(number, Duties.SUBMIT)).isEqualTo(moved);
            assertThat(office.jobs(number)).singleElement().satisfies(timer -> assertThat(timer.getDuedate().toInstant())
                    .isEqualTo(moved.plusDays(1).atStartOfDay(BusinessClock.JST).toInstant()));
            assertThat(kinds(number)).containsOnlyOnce("duty.redated");
            duties.sweep();
            assertThat(kinds(number)).containsOnlyOnce("duty.redated");
        } finally {
            holidays.restore(clerk, new GovernmentCode(MIYAGI), due);
        }
        duties.sweep();
        assertThat(occurrence(number).dueOn()).isEqualTo(due);
    }

    @Test
    @DisplayName("期限内に提出された割合は、期限の来た報告だけで数える")
    void the_share_on_time() {
        Measure share = measures.stream().filter(measure -> measure.code().equals("reports-on-time")).findFirst().orElseThrow();
        minutesOwed();
        List<Occurrence.Punctuality> known = everywhere(() -> duties.all(PROGRAMME)).stream().map(o -> o.punctuality(office.today()))
                .filter(p -> p != Occurrence.Punctuality.NOT_YET && p != Occurrence.Punctuality.WAIVED).toList();
        handsIn(minutesOwed(), "提出");
        long inTime = known.stream().filter(Occurrence.Punctuality.ON_TIME::equals).count() + 1;
        assertThat(everywhere(() -> share.value(programmes.get(PROGRAMME))).orElseThrow().doubleValue())
                .isEqualTo(100.0 * inTime / (known.size() + 1));
    }

    @Test
    @DisplayName("要らなくなった報告は、職員が理由を付けて取り下げる")
    void waived() {
        CaseNumber number = minutesOwed();
        assertThatThrownBy(() -> DataScope.within(TestOffice.scope(contractor), () -> withdrawal.withdraw(number, contractor, "出したくないため。")))
                .as("who owes it").isInstanceOf(RefusedException.class).hasMessageContaining("団体の職員だけ");
        DataScope.within(MIYAGI, () -> withdrawal.withdraw(number, officer, "会議が中止になったため。"));
        assertThat(occurrence(number).state()).isEqualTo(Occurrence.State.WAIVED);
        assertThat(office.ended(number)).isTrue();
        assertThat(office.walked(number)).contains("EndEvent_Withdrawn");
    }

    @Test
    @DisplayName("暦から決まる報告は、時が来ると一度だけ現れる。二つのノードが同時に調べても増えない")
    void the_calendar_brings_about_each_once() throws Exception {
        var executor = Executors.newFixedThreadPool(4);
        try {
            Callable<Void> sweep = () -> {
                duties.sweep();
                return null;
            };
            for (var done : executor.invokeAll(List.of(sweep, sweep, sweep, sweep))) {
                done.get();
            }
        } finally {
            executor.shutdown();
        }
        LocalDate since = everywhere(() -> jdbc.sql("select since from duty_start where programme = ?").param(PROGRAMME).query(LocalDate.class).single());
        List<String> expected = programmes.get(PROGRAMME).duties().stream()
                .flatMap(duty -> new DutySchedule(calendars).of(programmes.get(PROGRAMME), duty).stream()
                        .filter(planned -> !planned.opensOn().isAfter(office.today()) && !planned.dueOn().isBefore(since))
                        .map(planned -> duty.code() + " " + planned.key() + " " + planned.dueOn())).toList();
        assertThat(everywhere(() -> duties.all(PROGRAMME)).stream().filter(o -> programmes.get(PROGRAMME).duty(o.duty()).orElseThrow().isPlanned())
                .filter(o -> !o.key().startsWith("test "))
                .map(o -> o.duty() + " " + o.key() + " " + o.dueOn())).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    @DisplayName("同じ出来事からは、報告は一つしか生じない")
    void the_same_event_again_has_no_effect() {
        String key = "月例会 " + MEETINGS.incrementAndGet();
        CaseNumber first = duties.arise(PROGRAMME, "meeting-minutes", key, office.today(), "5月の月例会");
        assertThat(duties.arise(PROGRAMME, "meeting-minutes", key, office.today(), "5月の月例会")).isEqualTo(first);
        assertThatThrownBy(() -> duties.arise(PROGRAMME, "monthly-report", key, office.today(), "?")).isInstanceOf(NotFoundException.class);
        LocalDate due = occurrence(first).dueOn();
        Actor clerk = office.staff(MIYAGI, "暦　管理", "digimiya", Role.MANAGER, "班長");
        holidays.close(clerk, new GovernmentCode(MIYAGI), due, "臨時の閉庁日");
        try {
            assertThat(duties.arise(PROGRAMME, "meeting-minutes", key, office.today(), "5月の月例会")).as("though it would be due later now").isEqualTo(first);
        } finally {
            holidays.restore(clerk, new GovernmentCode(MIYAGI), due);
        }
    }

    @Test
    @DisplayName("契約の終わりが動くと、まだ出ていない報告の期限が動き、履歴に残る")
    void a_moved_contract_date_moves_what_is_open() {
        Programme annaka = programmes.get("annaka-currency-r6");
        LocalDate today = office.today();
        duties.bringAbout(Contracts.ending(annaka, today));
        CaseNumber report = ofAnnaka("usage-report");
        LocalDate due = occurrence(report).dueOn();
        duties.bringAbout(Contracts.ending(annaka, today.plusDays(28)));
        LocalDate moved = occurrence(report).dueOn();
        assertThat(moved).isEqualTo(due.plusDays(28));
        assertThat(dueOfTask(report, Duties.SUBMIT)).isEqualTo(moved);
        assertThat(kinds(report)).containsOnlyOnce("duty.redated");
        DataScope.within(annaka.government(), () -> withdrawal.withdraw(report, office.staff(annaka.government(), "安中　花子", annaka.section(),
                Role.REVIEWER, "主事"), "契約の終わりが元に戻ったため。"));
    }

    private CaseNumber ofAnnaka(String duty) {
        return everywhere(() -> duties.all("annaka-currency-r6")).stream().filter(owed -> owed.duty().equals(duty)).findFirst().orElseThrow().number();
    }

    @Test
    @DisplayName("受理した版は、データベースでも変えられない")
    void an_accepted_report_stays_as_it_is() {
        CaseNumber number = minutesOwed();
        handsIn(number, "提出");
        office.concludes(officer, number, Duties.REVIEW, "accept");
        for (String change : List.of("update duty_report set answers = '{}' where case_number = ?", "delete from duty_report where case_number = ?")) {
            assertThatThrownBy(() -> everywhere(() -> jdbc.sql(change).param(number.value()).update()))
                    .isInstanceOf(DataAccessException.class).hasMessageContaining("stays as it is");
        }
    }

    @Test
    @DisplayName("ほかの事業の受託者とほかの団体からは、報告義務は見えない")
    void nobody_else_sees_it() {
        CaseNumber number = minutesOwed();
        Actor other = office.contractor(MIYAGI, "digimiya", "gunma-mask-r5", "よその事業");
        List<Occurrence> seen = DataScope.within(TestOffice.scope(other), () -> duties.all(PROGRAMME));
        assertThat(seen).isEmpty();
        assertThatThrownBy(() -> DataScope.within("100005", () -> duties.get(number))).isInstanceOf(NotFoundException.class);
        assertThat(DataScope.within(TestOffice.scope(contractor), () -> duties.get(number)).number()).isEqualTo(number);
    }

    private CaseNumber minutesOwed() {
        return duties.arise(PROGRAMME, "meeting-minutes", "月例会 " + MEETINGS.incrementAndGet(), office.today(), "月例会");
    }

    private void handsIn(CaseNumber number, String minutes) {
        Answers answers = Answers.of(MINUTES).with("minutes", minutes).with("heldOn", office.today().toString());
        office.concludes(contractor, number, Duties.SUBMIT, "submitted", answers.asMap(), "");
    }

    private Occurrence occurrence(CaseNumber number) {
        return everywhere(() -> duties.get(number));
    }

    private LocalDate dueOfTask(CaseNumber number, String key) {
        return LocalDate.ofInstant(office.task(number, key).dueAt(), BusinessClock.JST);
    }

    private LocalDate businessDays(LocalDate from, int n) {
        return calendars.plusBusinessDays(new GovernmentCode(MIYAGI), from, n);
    }

    private List<String> kinds(CaseNumber number) {
        return everywhere(() -> cases.timeline(number)).stream().map(Cases.TimelineEntry::kind).toList();
    }

    private List<String> told(CaseNumber number, String kind) {
        return everywhere(() -> cases.timeline(number)).stream().filter(entry -> entry.kind().equals(kind))
                .map(entry -> entry.facts().get("recipient")).toList();
    }

    private <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transaction.execute(status -> work.get()));
    }
}
