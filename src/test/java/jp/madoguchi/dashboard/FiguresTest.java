package jp.madoguchi.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.HolidayOverrides;
import jp.madoguchi.casefile.CallWindows;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Filing;
import jp.madoguchi.casefile.FilingRequest;
import jp.madoguchi.casefile.StatutoryClock;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.dashboard.ProgrammeFigures.Headline;
import jp.madoguchi.dashboard.ProgrammeFigures.OpenCase;
import jp.madoguchi.dashboard.ProgrammeFigures.Place;
import jp.madoguchi.dashboard.ProgrammeFigures.Processing;
import jp.madoguchi.dashboard.ProgrammeFigures.Span;
import jp.madoguchi.dashboard.ProgrammeFigures.Waiting;
import jp.madoguchi.dashboard.ProgrammeFigures.Week;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@MadoguchiTest
class FiguresTest {

    private static final GovernmentCode GUNMA = new GovernmentCode(TestOffice.GUNMA);
    private static final String PROGRAMME = "gunma-mask-r5";
    private static final String OPENED = "実績の試験";

    @Autowired
    TestOffice office;
    @Autowired
    Figures figures;
    @Autowired
    BusinessCalendars calendars;
    @Autowired
    HolidayOverrides holidays;
    @Autowired
    CallWindows windows;
    @Autowired
    Cases cases;
    @Autowired
    Filing filing;
    @Autowired
    Withdrawal withdrawal;
    @Autowired
    StatutoryClock statutoryClock;
    @Autowired
    Accounts accounts;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    PlatformTransactionManager transactions;
    @Autowired
    TestRestTemplate http;

    @Test
    @DisplayName("補正・決定・取下げ・超過のある案件の数字は、手で数えた数字と一致し、作り直しても変わらない")
    void the_figures_are_those_counted_by_hand() {
        LocalDate first = office.today();
        callsAreOpen(first);
        forgetAllBut(List.of("none"));
        Actor reviewer = office.reviewer("高崎 一郎");
        Actor decider = office.decider("桐生 三郎");
        Actor manager = office.manager("館林 四郎");
        Programme programme = figures.programme(manager, PROGRAMME);
        double vendorsBefore = actual(manager, programme, "vendors-registered");

        Actor[] applicants = new Actor[5];
        CaseNumber[] numbers = new CaseNumber[5];
        for (int i = 0; i < 5; i++) {
            applicants[i] = office.applicant("株式会社統計" + i);
            numbers[i] = office.receives(applicants[i], notEligible(applicants[i], "株式会社統計" + i));
        }
        CaseNumber waits = numbers[0];
        CaseNumber corrected = numbers[1];
        CaseNumber withdrawn = numbers[2];
        CaseNumber refused = numbers[3];
        CaseNumber stopped = numbers[4];
        office.asksForCorrection(reviewer, stopped, "UserTask_CheckCompleteness", Map.of("contactDepartment", "部署名を正式な名称にしてください。"));
        CaseNumber activation = activation(reviewer, first);

        ProgrammeFigures atFirst = asks(manager, () -> figures.of(programme, Period.ALL));
        assertThat(atFirst.headline()).isEqualTo(new Headline(PROGRAMME, 6, 0, 0, 0, 0, 1, 0, 0, 0));
        assertThat(atFirst.places()).extracting(Place::element, Place::count, Place::role).containsExactly(
                tuple("UserTask_CheckCompleteness", 4L, "REVIEWER"),
                tuple("CallActivity_CorrectionRound", 1L, "APPLICANT"),
                tuple("UserTask_ReviewActivation", 1L, "REVIEWER"));
        assertThat(atFirst.outlook()).extracting(OpenCase::number).as("3 business days of standard period").containsExactly(activation.value());
        assertThat(atFirst.processing()).extracting(Processing::decided).containsOnly(0L);

        office.daysPass(1);
        LocalDate asked = office.today();
        office.asksForCorrection(reviewer, corrected, "UserTask_CheckCompleteness", Map.of("contactDepartment", "部署名を正式な名称にしてください。"));
        DataScope.within(applicants[2].id(), () -> withdrawal.withdraw(withdrawn, applicants[2], ""));
        office.daysPass(4);
        LocalDate answered = office.today();
        office.concludes(applicants[1], corrected, "UserTask_AnswerCorrection", "answered", Map.of("contactDepartment", "営業統括部"), "");
        office.daysPass(2);
        decides(reviewer, decider, corrected, "granted");
        LocalDate granted = office.today();
        office.daysPass(1);
        decides(reviewer, decider, refused, "refused");
        LocalDate refusedOn = office.today();
        while (counted(first, office.today()) <= 3) {
            office.daysPass(1);
        }
        LocalDate today = office.today();

        ProgrammeFigures now = asks(manager, () -> figures.of(programme, Period.ALL));
        int usedByCorrected = counted(first, asked) + counted(answered, granted);
        int usedByRefused = counted(first, refusedOn);
        assertThat(now.processing()).filteredOn(row -> row.span() == Span.PERIOD && row.call() == null).singleElement()
                .isEqualTo(new Processing(Span.PERIOD, null, null, null, true, 2, 1, 2, 2,
                        (usedByCorrected + usedByRefused) / 2.0, Math.max(usedByCorrected, usedByRefused)));
        assertThat(now.processing()).filteredOn(row -> row.span() == Span.PERIOD && row.call() != null).singleElement()
                .isEqualTo(new Processing(Span.PERIOD, "vendor", "販売企業の追加募集", 20, true, 2, 1, 2, 2,
                        (usedByCorrected + usedByRefused) / 2.0, Math.max(usedByCorrected, usedByRefused)));
        long thisMonth = List.of(granted, refusedOn).stream().filter(day -> day.getMonth() == today.getMonth()).count();
        assertThat(now.headline().decidedThisMonth()).isEqualTo(thisMonth);
        assertThat(now.headline().decidedLastMonth()).isEqualTo(2 - thisMonth);
        assertThat(now.headline().open()).isEqualTo(3);
        assertThat(now.headline().overdue()).as("the activation is past its 3 days").isEqualTo(1);
        assertThat(now.headline().waiting()).as("the correction and the letters' next step").isEqualTo(openTasksOfApplicants(numbers));
        assertThat(now.outlook()).isEmpty();
        assertThat(now.ageing()).extracting(OpenCase::number, OpenCase::used, OpenCase::standard, OpenCase::stopped, OpenCase::waiting)
                .containsExactly(
                        tuple(waits.value(), counted(first, today), 20, false, Waiting.OFFICE),
                        tuple(stopped.value(), 0, 20, true, Waiting.APPLICANT),
                        tuple(activation.value(), counted(first, today), 3, false, Waiting.OFFICE));
        assertThat(asks(manager, () -> figures.undecided(programme, first, waits.value(), 1))).extracting(OpenCase::number)
                .containsExactly(stopped.value());
        assertThat(now.weeks().stream().mapToLong(Week::arrived).sum()).isEqualTo(6);
        assertThat(now.weeks().stream().mapToLong(Week::granted).sum()).isEqualTo(1);
        assertThat(now.weeks().stream().mapToLong(Week::refused).sum()).isEqualTo(1);
        assertThat(now.weeks().stream().mapToLong(Week::ended).sum()).isEqualTo(1);
        assertThat(now.weeks().get(now.weeks().size() - 1).open()).isEqualTo(3);
        assertThat(now.weeks().get(now.weeks().size() - 1).to()).isEqualTo(today);

        theLedgerSaysTheSame(now);
        List<String> own = rebuildingChangesNothing(corrected);
        aClosedDayMovesTheEnd(manager, programme, waits, today);
        forgetAllBut(own);

        office.runsDueJobs(corrected);
        office.runsDueJobs(refused);
        assertThat(actual(manager, programme, "vendors-registered")).isEqualTo(vendorsBefore + 1);
        assertThat(actual(manager, programme, "results-notified")).isEqualTo(percentNotified());
        otherGovernmentsSeeNothing(programme, activation);
        theApiAndTheFilesSayTheSame(manager, now, waits);
    }

    private void theLedgerSaysTheSame(ProgrammeFigures now) {
        for (OpenCase row : now.ageing()) {
            StatutoryClock.Ledger ledger = asks(DataScope.EVERYTHING, () -> statutoryClock.ledger(cases.get(row.number())).orElseThrow());
            assertThat(row.used()).isEqualTo(ledger.used());
            assertThat(row.dueOn()).isEqualTo(ledger.stopped() ? null : ledger.endsOn());
        }
    }

    private List<String> rebuildingChangesNothing(CaseNumber corrected) {
        List<Map<String, Object>> rows = rows();
        List<String> own = rows.stream().map(row -> (String) row.get("case_number")).distinct().toList();
        assertThat(own).hasSize(6);
        figures.rebuild();
        assertThat(rowsOf(own)).isEqualTo(rows);
        asks(DataScope.EVERYTHING, () -> jdbc.sql("update figure_case set used_days = 99, counted = 1, outcome = 'REFUSED' where case_number = ?")
                .param(corrected.value()).update() + jdbc.sql("delete from figure_step").update()
                + jdbc.sql("delete from figure_case where outcome is null").update());
        figures.rebuild();
        assertThat(rowsOf(own)).isEqualTo(rows);
        return own;
    }

    private void aClosedDayMovesTheEnd(Actor manager, Programme programme, CaseNumber waits, LocalDate today) {
        LocalDate due = dueOn(manager, programme, waits);
        LocalDate closed = calendars.plusBusinessDays(GUNMA, today, 1);
        holidays.close(manager, GUNMA, closed, "県の記念日");
        assertThat(dueOn(manager, programme, waits)).isEqualTo(calendars.plusBusinessDays(GUNMA, due, 1));
        holidays.restore(manager, GUNMA, closed);
        assertThat(dueOn(manager, programme, waits)).isEqualTo(due);
    }

    private LocalDate dueOn(Actor manager, Programme programme, CaseNumber number) {
        return asks(manager, () -> figures.undecided(programme, null, null, 1000)).stream()
                .filter(row -> row.number().equals(number.value())).findFirst().orElseThrow().dueOn();
    }

    private void otherGovernmentsSeeNothing(Programme programme, CaseNumber number) {
        Actor aomori = office.staff("020001", "弘前 五郎", "hoken", Role.MANAGER, "課長");
        assertThatThrownBy(() -> figures.programme(aomori, PROGRAMME)).isInstanceOf(NotFoundException.class);
        assertThat(asks(aomori, () -> figures.undecided(programme, null, null, 10))).as("even past the check, no rows").isEmpty();
        assertThat(asks(aomori, () -> figures.of(programme, Period.ALL)).headline()).isEqualTo(Headline.none(PROGRAMME));
        TestRestTemplate browser = signedIn(aomori);
        for (String address : List.of("/dashboard/gunma-mask-r5", "/dashboard/gunma-mask-r5/ageing", "/dashboard/gunma-mask-r5/ageing.csv",
                "/dashboard/gunma-mask-r5/weeks.json", "/dashboard/gunma-mask-r5/vendor-application.bpmn",
                "/dashboard/gunma-mask-r5/vendor-application/places.json", "/api/v1/programmes/gunma-mask-r5/figures")) {
            assertThat(browser.getForEntity(address, String.class).getStatusCode()).as(address).isEqualTo(HttpStatus.NOT_FOUND);
        }
        assertThat(browser.getForObject("/dashboard", String.class)).doesNotContain("群馬").contains("/dashboard/aomori-ppe-r7");
        assertThat(signedIn(office.reviewer("伊勢崎 六郎")).getForEntity("/dashboard", String.class).getStatusCode())
                .as("only managers").isEqualTo(HttpStatus.FORBIDDEN);
    }

    private void theApiAndTheFilesSayTheSame(Actor manager, ProgrammeFigures now, CaseNumber waits) {
        TestRestTemplate browser = signedIn(manager);
        JsonNode api = browser.getForObject("/api/v1/programmes/gunma-mask-r5/figures?period=all", JsonNode.class);
        assertThat(api.at("/headline/open").asLong()).isEqualTo(now.headline().open());
        assertThat(api.at("/processing/0/median").asDouble()).isEqualTo(now.processing().get(0).median());
        assertThat(api.at("/processing/0/rate").asDouble()).isEqualTo(100.0);
        assertThat(api.at("/ageing/0/left").asInt()).isEqualTo(now.ageing().get(0).left());
        assertThat(api.at("/ageing/0/number").asText()).isEqualTo(waits.value());
        assertThat(api.at("/ageing/0/arrivedOn").asText()).isEqualTo(now.ageing().get(0).arrivedOn().toString());

        for (String block : List.of("processing", "weeks", "places", "targets", "ageing", "outlook")) {
            byte[] file = file(browser, "/dashboard/gunma-mask-r5/" + block + ".csv?period=all");
            assertThat(Arrays.copyOf(file, 3)).as(block).containsExactly(0xEF, 0xBB, 0xBF);
        }
        String ageing = new String(file(browser, "/dashboard/gunma-mask-r5/ageing.csv?encoding=windows-31j"), Charset.forName("windows-31j"));
        assertThat(ageing.lines().toList().get(0)).startsWith("受付番号,件名,募集,到達日,使用日数,標準処理期間");
        OpenCase oldest = now.ageing().get(0);
        assertThat(ageing.lines().toList().get(1)).startsWith("%s,株式会社統計0,販売企業の追加募集,%s,%d,20,%d,%s,".formatted(
                oldest.number(), oldest.arrivedOn(), oldest.used(), oldest.left(), oldest.dueOn()));
        assertThat(asks(DataScope.EVERYTHING, () -> jdbc.sql("select count(*) from trail where kind = 'export.figures' and actor_id = ?")
                .param(manager.id()).query(Long.class).single())).as("lists with names leave a trace").isEqualTo(3);
        assertThat(new String(file(browser, "/dashboard/programmes.csv"), StandardCharsets.UTF_8)).contains("gunma-mask-r5,");
        assertThat(browser.getForObject("/dashboard/gunma-mask-r5/vendor-application.bpmn", String.class)).contains("UserTask_CheckCompleteness");
        assertThat(browser.getForEntity("/dashboard/gunma-mask-r5/letter.bpmn", String.class).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(browser.getForEntity("/dashboard/gunma-mask-r5/nothing.csv", String.class).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(browser.getForObject("/dashboard/gunma-mask-r5/vendor-application/places.json", JsonNode.class)
                .at("/counts/CallActivity_CorrectionRound").asLong()).isEqualTo(1);
        assertThat(browser.getForObject("/dashboard/gunma-mask-r5", String.class)).contains(waits.value());
    }

    private static byte[] file(TestRestTemplate browser, String address) {
        ResponseEntity<byte[]> answer = browser.getForEntity(address, byte[].class);
        assertThat(answer.getStatusCode()).as(address).isEqualTo(HttpStatus.OK);
        return answer.getBody();
    }

    private TestRestTemplate signedIn(Actor actor) {
        return http.withBasicAuth(accounts.get(actor.id()).login(), "madoguchi-test");
    }

    /** Business days after one day up to another, counted one by one. */
    private int counted(LocalDate after, LocalDate to) {
        int days = 0;
        for (LocalDate day = after.plusDays(1); !day.isAfter(to); day = day.plusDays(1)) {
            days += calendars.isBusinessDay(GUNMA, day) ? 1 : 0;
        }
        return days;
    }

    private long openTasksOfApplicants(CaseNumber... numbers) {
        return Arrays.stream(numbers).filter(number -> office.openTasks(number).stream()
                .anyMatch(key -> List.of("UserTask_AnswerCorrection", "UserTask_SubmitPlan").contains(key))).count();
    }

    private double actual(Actor manager, Programme programme, String measure) {
        return asks(manager, () -> figures.targets(programme)).stream().filter(target -> target.measure().equals(measure))
                .findFirst().orElseThrow().actual();
    }

    /** Over all vendor cases of the database, one by one. */
    private double percentNotified() {
        return asks(DataScope.EVERYTHING, () -> {
            List<CaseNumber> decided = jdbc.sql("select number from case_file where programme = ? and procedure <> 'emergency-activation'")
                    .param(PROGRAMME).query(String.class).list().stream().map(CaseNumber::new)
                    .filter(number -> cases.get(number).decision() != null).toList();
            long told = decided.stream().filter(number -> cases.timeline(number).stream().anyMatch(e -> e.kind().equals("letter.issued"))).count();
            return Math.round(1000.0 * told / decided.size()) / 10.0;
        });
    }

    /** A factory outside the prefecture: no hearing before the decision. */
    private Answers notEligible(Actor applicant, String company) {
        Map<String, Object> answers = new HashMap<>(office.eligibleApplication(applicant, company).asMap());
        answers.put("madeInPrefecture", "no");
        answers.remove("factoryName");
        answers.remove("factoryAddress");
        return Answers.of(answers);
    }

    private void decides(Actor reviewer, Actor decider, CaseNumber number, String outcome) {
        office.concludes(reviewer, number, "UserTask_CheckCompleteness", "complete");
        office.concludes(reviewer, number, "UserTask_WriteOpinion", "refuse",
                Map.of("opinion", "審査した。", "grounds", "県外で製造されている。"), "県外で製造されているため。");
        office.concludes(decider, number, "UserTask_Decide", outcome, Map.of(), "審査意見のとおり。");
    }

    private CaseNumber activation(Actor officer, LocalDate today) {
        Answers answers = Answers.of(Map.ofEntries(Map.entry("situation", "disaster"), Map.entry("activationReason", "地震のため。"),
                Map.entry("operationFrom", today.toString()), Map.entry("operationTo", today.plusMonths(2).toString()),
                Map.entry("shortItems", List.of(Map.of("item", "不織布マスク", "quantity", 1000))),
                Map.entry("applicationOpensOn", today.toString()), Map.entry("applicationOpensAt", "09:00"),
                Map.entry("applicationClosesOn", today.plusMonths(1).toString()), Map.entry("applicationClosesAt", "17:00")));
        return asks(officer, () -> filing.file(new FilingRequest(PROGRAMME, "emergency-activation", answers, UUID.randomUUID().toString(),
                officer, null, Channel.OFFICE))).caseNumber();
    }

    /** The clock may stand outside the calls' windows. */
    private void callsAreOpen(LocalDate today) {
        for (String call : List.of("vendor", "emergency-activation")) {
            windows.activate(PROGRAMME, call, today.minusDays(1).atStartOfDay(), today.plusYears(1).atStartOfDay(), OPENED,
                    new CaseNumber("GMASK-000000"));
        }
    }

    @AfterEach
    void leavesNothingBehind() {
        asks(DataScope.EVERYTHING, () -> jdbc.sql("delete from call_activation where reason = ?").param(OPENED).update());
        figures.rebuild();
    }

    /** Figures are of a whole programme: what other tests left there is taken out of these rows, never out of the cases. */
    private void forgetAllBut(List<String> own) {
        asks(DataScope.EVERYTHING, () -> jdbc.sql("delete from figure_case where case_number not in (:own)").param("own", own).update()
                + jdbc.sql("delete from figure_step where case_number not in (:own)").param("own", own).update());
    }

    private List<Map<String, Object>> rows() {
        return asks(DataScope.EVERYTHING, () -> {
            List<Map<String, Object>> rows = new ArrayList<>(jdbc.sql("select * from figure_case order by case_number").query().listOfRows());
            rows.addAll(jdbc.sql("select * from figure_step order by task_id").query().listOfRows());
            return rows;
        });
    }

    private List<Map<String, Object>> rowsOf(List<String> numbers) {
        return rows().stream().filter(row -> numbers.contains(row.get("case_number"))).toList();
    }

    private <T> T asks(Actor actor, Supplier<T> question) {
        return asks(TestOffice.scope(actor), question);
    }

    private <T> T asks(String scope, Supplier<T> question) {
        return DataScope.within(scope, () -> new TransactionTemplate(transactions).execute(status -> question.get()));
    }
}
