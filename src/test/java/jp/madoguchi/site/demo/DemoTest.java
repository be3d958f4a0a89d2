package jp.madoguchi.site.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jp.madoguchi.MadoguchiApplication;
import jp.madoguchi.audit.Trail;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.site.DemoAccounts;
import jp.madoguchi.support.QuickPasswords;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** The demo of an empty database, whose first start was killed in the middle of its story. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoTest {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Duration LONGEST = Duration.ofSeconds(50);

    private final Path data = Path.of("target", "test-data", "demo-" + UUID.randomUUID());
    private ConfigurableApplicationContext application;
    private int stepsBeforeTheKill;

    @BeforeAll
    void startsAgainAfterAKill() throws InterruptedException {
        application = start();
        DemoSeeding interrupted = application.getBean(DemoSeeding.class);
        while (steps() < 30) {
            assertThat(interrupted.isOver(Duration.ofMillis(20))).as("killed before the story's end").isFalse();
        }
        interrupted.close();
        stepsBeforeTheKill = steps();
        application.getBean(BusinessClock.class).moveTo(LocalDate.now().minusDays(20).atTime(10, 0));
        application.close();
        application = start();
        assertThat(application.getBean(DemoSeeding.class).isOver(LONGEST)).isTrue();
    }

    @AfterAll
    void stops() {
        application.close();
    }

    @Test
    @DisplayName("途中で止められても、次の起動で続きから最後まで進み、時計は現在に戻り、同じ案件は二度作られない")
    void a_killed_story_is_played_to_its_end_and_only_once() throws InterruptedException {
        assertThat(application.getBean(BusinessClock.class).offset()).isZero();
        int steps = steps();
        assertThat(stepsBeforeTheKill).isBetween(30, steps - 30);
        // How many reports are due depends on the day of the month.
        String withoutReports = "select title || '/' || call as key from case_file where call <> 'duty'";
        Map<String, Long> cases = count(withoutReports);
        assertThat(cases).hasSize(83).allSatisfy((title, number) -> assertThat(number).as(title).isEqualTo(1));
        DemoSeeding another = new DemoSeeding(List.copyOf(application.getBeansOfType(DemoPlay.class).values()), application.getBean(jp.madoguchi.workflow.DueJobs.class),
                jdbc(), application.getBean(TransactionOperations.class), application.getBean(BusinessClock.class), true);
        application.getBean(DemoPeople.class).run(null);
        another.begin(new AvailabilityChangeEvent<>(application, ReadinessState.ACCEPTING_TRAFFIC));
        assertThat(another.isOver(Duration.ZERO)).isTrue();
        assertThat(steps()).isEqualTo(steps);
        assertThat(count(withoutReports)).isEqualTo(cases);
        assertThat(count("select login as key from account")).allSatisfy((login, number) -> assertThat(number).isEqualTo(1));
    }

    @Test
    @DisplayName("案件がどの段階にもある")
    void cases_stand_everywhere() {
        assertThat(count("select status as key from case_file")).containsOnlyKeys("OPEN", "GRANTED", "REFUSED", "WITHDRAWN", "COMPLETED");
        assertThat(count("select channel as key from case_file")).containsOnlyKeys("WEB", "POSTAL", "OFFICE");
        assertThat(count("select call as key from case_file")).containsEntry("vendor-change", 2L).containsEntry("emergency-activation", 3L);
        assertThat(count("select call as key from case_file")).containsEntry("merchant", 21L).containsEntry("merchant-change", 2L)
                .containsEntry("merchant-violation", 1L).containsEntry("device-subsidy", 3L);
        assertThat(count("select state as key from duty_occurrence")).containsKeys("OPEN", "ACCEPTED");
        assertThat(count("select state as key from booth_event")).isEqualTo(Map.of("HELD", 5L, "CANCELLED", 1L, "APPROVED", 1L, "PROPOSED", 2L));
        assertThat(count("select government as key from case_file where call = 'host-consultation'")).isEqualTo(Map.of("041009", 1L));
        assertThat(count("select item as key from stock_item where quantity > 0 and programme = 'aomori-ppe-r7'")).hasSize(5);
        assertThat(count("select 'open' as key from stock_obligation where replenished < quantity")).containsEntry("open", 1L);
        assertThat(count("select parts as key from stock_subcontract")).isEqualTo(Map.of("配送", 1L));
        assertThat(count("select programme || ' ' || state as key from merchant")).containsKeys("annaka-currency-r6 REGISTERED",
                "annaka-currency-r6 WITHDRAWN", "midori-premium-r6 REGISTERED");
        assertThat(count("select state as key from decision_list")).containsEntry("OPEN", 1L);
        assertThat(count("select programme as key from candidate")).containsOnlyKeys("annaka-currency-r6", "midori-premium-r6");
        assertThat(count("select state as key from vendor")).containsKeys("ON_SALE", "PREPARING");
        assertThat(count("select 'late' as key from case_file where late")).containsEntry("late", 2L);
        assertThat(count("select 'second round' as key from case_file where round = 2")).containsKey("second round");
        assertThat(count("select kind as key from letter")).containsKeys("vendor-decision", "vendor-refusal", "vendor-late-refusal",
                "merchant-registration", "merchant-refusal", "merchant-guidance", "subsidy-permission");
        assertThat(count("select kind as key from trail")).containsKeys("case.overdue", "decision.reminded", "correction.reminded",
                "correction.answered", "case.sent-back", "case.withdrawn", "vendor.registered", "vendor.call-published");
        List<String> open = within(() -> application.getBean(TaskService.class).createTaskQuery().list()).stream()
                .map(Task::getTaskDefinitionKey).distinct().toList();
        assertThat(open).contains("UserTask_CheckCompleteness", "UserTask_AnswerCorrection", "UserTask_AgreeHearing",
                "UserTask_HoldHearing", "UserTask_WriteOpinion", "UserTask_Decide", "UserTask_SubmitPlan", "UserTask_CheckPlan",
                "UserTask_CheckChange", "UserTask_ManagerFollowUp", "UserTask_CheckApplication", "UserTask_SendKit", "UserTask_ConfirmImprovement",
                "UserTask_SubmitEvidence", "UserTask_CheckEvidence");
        assertThat(application.getBean(RuntimeService.class).createIncidentQuery().count()).isZero();
        assertThat(application.getBean(Trail.class).verifyAll().isIntact()).isTrue();
    }

    @Test
    @DisplayName("届いた日は過去数週間に散らばり、どれも受付の窓の中か、期限後として扱われる")
    void arrivals_are_spread_over_the_past_weeks() {
        assertThat(count("select to_char(arrived_at, 'YYYY-MM-DD') as key from case_file").size()).isGreaterThan(8);
        assertThat(count("select number as key from case_file where arrived_at > now()")).isEmpty();
    }

    @Test
    @DisplayName("一覧にあるすべてのアカウントでログインでき、課長は今日は不在でない")
    void everybody_can_sign_in() {
        List<DemoAccounts.DemoAccount> all = application.getBean(DemoAccounts.class).all();
        assertThat(all).extracting(DemoAccounts.DemoAccount::login).doesNotHaveDuplicates().contains("applicant-1", "applicant-9",
                "gunma-reviewer", "gunma-decider", "gunma-director", "gunma-deputy", "gunma-manager", "gunma-auditor", "admin",
                "aomori-contractor", "annaka-reviewer", "miyagi-decider", "midori-auditor", "annaka-merchant", "midori-merchant");
        all.forEach(account -> assertThat(signIn(account.login(), "madoguchi")).as(account.login()).doesNotContain("error"));
        assertThat(signIn("gunma-reviewer", "wrong")).contains("error");
        Accounts accounts = application.getBean(Accounts.class);
        Organisation organisation = application.getBean(Organisation.class);
        LocalDate today = application.getBean(BusinessClock.class).today();
        String head = accounts.byLogin("gunma-decider").orElseThrow().id();
        assertThat(within(() -> organisation.isAbsent(head, today))).isFalse();
        assertThat(within(() -> organisation.absences("100005", today))).singleElement()
                .satisfies(absence -> assertThat(absence.deputyName()).isEqualTo("髙橋　健司"));
    }

    /** Where the form sends one afterwards. */
    private String signIn(String login, String password) {
        HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        URI page = URI.create("http://localhost:" + application.getEnvironment().getProperty("local.server.port") + "/sign-in");
        try {
            Matcher csrf = CSRF.matcher(browser.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString()).body());
            assertThat(csrf.find()).isTrue();
            String form = Map.of("login", login, "password", password, "_csrf", csrf.group(1)).entrySet().stream()
                    .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
            HttpResponse<Void> answer = browser.send(HttpRequest.newBuilder(page).header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form)).build(), HttpResponse.BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(302);
            return answer.headers().firstValue("Location").orElseThrow();
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private ConfigurableApplicationContext start() {
        SpringApplication application = new SpringApplication(MadoguchiApplication.class, QuickPasswords.class);
        application.setAdditionalProfiles("test");
        return application.run("--madoguchi.data-dir=" + data, "--madoguchi.demo-data=true", "--server.port=0");
    }

    private JdbcClient jdbc() {
        return application.getBean(JdbcClient.class);
    }

    private int steps() {
        return jdbc().sql("select count(*) from demo_step").query(Integer.class).single();
    }

    private Map<String, Long> count(String select) {
        return within(() -> jdbc().sql("select key, count(*) as n from (" + select + ") found group by key").query(
                (row, n) -> Map.entry(row.getString("key"), row.getLong("n"))).list()).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private <T> T within(java.util.function.Supplier<T> reading) {
        return DataScope.within(DataScope.EVERYTHING, () ->
                application.getBean(TransactionOperations.class).execute(status -> reading.get()));
    }
}
