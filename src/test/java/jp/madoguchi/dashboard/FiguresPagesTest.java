package jp.madoguchi.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Random;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.Chromium;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A manager's pages in a real browser, with 400 cases written straight into casefile's tables and taken away again.
 */
@MadoguchiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FiguresPagesTest {

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("dashboard");

    private static final String MANY = "/dashboard/gunma-mask-r5";
    private static final GovernmentCode GUNMA = new GovernmentCode(TestOffice.GUNMA);
    /** Key, name, role, model of the steps at which the open cases are. */
    private static final String[][] STEPS = {
        {"UserTask_CheckCompleteness", "書類の確認", "REVIEWER", "vendor-application"},
        {"UserTask_AnswerCorrection", "補正の提出", "APPLICANT", "correction-round"},
        {"UserTask_HoldHearing", "ヒアリングの実施", "REVIEWER", "vendor-application"},
        {"UserTask_WriteOpinion", "審査意見の作成", "REVIEWER", "vendor-application"},
        {"UserTask_Decide", "決裁", "DECIDER", "decision"}};

    @Autowired
    TestOffice office;
    @Autowired
    Figures figures;
    @Autowired
    Programmes programmes;
    @Autowired
    BusinessCalendars calendars;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    PlatformTransactionManager transactions;

    @AfterAll
    void takeCasesAway() {
        everywhere(() -> {
            jdbc.sql("delete from figure_step where task_id like 'picture-%'").update();
            jdbc.sql("delete from clock_entry where case_number like 'PICTURE-%'").update();
            jdbc.sql("delete from case_file where number like 'PICTURE-%'").update();
        });
        figures.rebuild();
    }

    @Test
    @DisplayName("数字の画面は、広い画面でもスマートフォンでも、件数が多くても空でも、アクセシビリティ違反がない")
    void pages_are_accessible() {
        Actor manager = office.manager("館林 四郎");
        Actor midori = office.staff("102121", "大間々 七子", "shokoka", Role.MANAGER, "課長");
        Page page = chromium.signedIn(chromium.desktop(), manager);
        look(page, "/dashboard", "programmes");
        look(page, MANY + "?period=all", "many");
        look(page, MANY + "/ageing", "ageing");
        look(page, MANY + "?lang=en", "many-en");
        look(chromium.signedIn(chromium.desktop(), midori), "/dashboard/midori-premium-r6", "empty");
    }

    @Test
    @DisplayName("管理者は、期間を選び、図で段階を見て、古い案件を次の頁へたどる")
    void a_manager_finds_the_oldest_cases() {
        Actor manager = office.manager("館林 四郎");
        Page page = chromium.signedIn(chromium.desktop(), manager);
        page.navigate(MANY);
        page.locator(".md-tabs a:has-text('全期間')").click();
        page.locator("#weeks canvas").waitFor();
        page.locator("#places [data-bpmn-src]").first().scrollIntoViewIfNeeded();
        page.locator("#places .djs-container").first().waitFor();
        long decide = figuresOf(manager).places().stream().filter(p -> "CallActivity_Decision".equals(p.element())).findFirst().orElseThrow().count();
        page.locator(".djs-overlays[data-container-id='CallActivity_Decision'] .md-diagram__mark").waitFor();
        assertThat(page.locator(".djs-overlays[data-container-id='CallActivity_Decision'] .md-diagram__mark").textContent()).isEqualTo(decide + "件");
        page.locator("#ageing a:has-text('すべて見る')").click();
        String first = page.locator("main tbody th a").first().textContent();
        page.locator(".md-pager a[rel=next]").click();
        assertThat(page.locator("main tbody th a").first().textContent()).isNotEqualTo(first);
        assertThat(page.locator("main tbody th a").first().getAttribute("href")).startsWith("/cases/");
        page.locator(".md-pager a[rel=prev]").click();
        assertThat(page.locator("main tbody th a").first().textContent()).isEqualTo(first);
    }

    @Test
    @DisplayName("スクリプトなしでも、図とグラフの中身はすべて表で読める")
    void tables_say_everything_without_scripts() {
        Page page = chromium.signedIn(chromium.withoutScripts(), office.manager("館林 四郎"));
        page.navigate(MANY + "?period=all");
        assertThat(page.locator("#places table").first().isVisible()).isTrue();
        page.locator("#weeks summary").click();
        assertThat(page.locator("#weeks table tbody tr").first().isVisible()).isTrue();
        assertThat(page.locator("#processing table").isVisible()).isTrue();
    }

    private ProgrammeFigures figuresOf(Actor manager) {
        return DataScope.within(TestOffice.GUNMA, () -> figures.of(figures.programme(manager, "gunma-mask-r5"), Period.ALL));
    }

    private static void look(Page page, String path, String name) {
        page.navigate(path);
        if (page.locator("[data-bpmn-src]").count() > 0) {
            page.locator("[data-bpmn-src]").first().scrollIntoViewIfNeeded();
            page.locator(".djs-container").first().waitFor();
        }
        chromium.looksAt(page, name);
    }

    /** 400 cases of the last 40 weeks; two in three are decided, the others spread over the steps. */
    @BeforeAll
    void writeCases() {
        LocalDate today = office.today();
        Programme programme = programmes.get("gunma-mask-r5");
        Random chance = new Random(20260101);
        everywhere(() -> {
            for (int i = 0; i < 400; i++) {
                LocalDate arrived = today.minusDays(i < 130 ? chance.nextInt(45) : 20 + chance.nextInt(250));
                LocalDate decided = i < 130 ? null : calendars.plusBusinessDays(GUNMA, arrived, 5 + chance.nextInt(18));
                boolean open = decided == null || decided.isAfter(today);
                String number = "PICTURE-%06d".formatted(i);
                writeCase(programme, number, i % 37 == 0 ? "特定非営利活動法人 上毛地域づくりとマスクの安定供給を考える会 第" + i + "支部" : "株式会社上毛マスク" + i,
                        arrived, open ? null : decided, i % 5 != 0);
                if (open && i % 5 == 1) {
                    entry(number, "STOPPED", arrived.plusDays(1).isAfter(today) ? today : arrived.plusDays(1));
                }
            }
        });
        figures.rebuild();
        everywhere(() -> jdbc.sql("select case_number, arrived_on from figure_case where case_number like 'PICTURE-%' and outcome is null order by 1")
                .query((row, n) -> {
                    int i = Integer.parseInt(row.getString(1).substring(8));
                    String[] step = STEPS[i % 5];
                    return step(row.getString(1), step, row.getObject(2, LocalDate.class), today.plusDays(i % 9 - 2));
                }).list());
    }

    private int step(String number, String[] step, LocalDate since, LocalDate due) {
        return jdbc.sql("""
                insert into figure_step (task_id, case_number, government, programme, model, step, name, role, since, due_on)
                values (?, ?, ?, 'gunma-mask-r5', ?, ?, ?, ?, ?, ?)""")
                .params("picture-" + number, number, TestOffice.GUNMA, step[3], step[0], step[1], step[2], since, due).update();
    }

    private void writeCase(Programme programme, String number, String title, LocalDate arrived, LocalDate decided, boolean granted) {
        Timestamp end = decided == null ? null : moment(decided);
        jdbc.sql("""
                insert into case_file (number, government, section, programme, programme_hash, call, procedure, channel, title, status, phase,
                    late, arrived_at, form, form_hash, round, decision, decided_at, closed_at, search, version)
                values (?, ?, ?, ?, ?, 'vendor', 'vendor-application', 'POSTAL', ?, ?, 'RECEIVED', false, ?, 'vendor/application', '-', 1, ?, ?, ?, '', 0)""")
                .params(number, TestOffice.GUNMA, programme.section(), programme.code(), programme.hash(), title,
                        decided == null ? "OPEN" : granted ? "GRANTED" : "REFUSED", moment(arrived),
                        decided == null ? null : granted ? "granted" : "refused", end, end).update();
        entry(number, "STARTED", arrived);
        if (decided != null) {
            entry(number, "ENDED", decided);
        }
    }

    private void entry(String number, String kind, LocalDate day) {
        jdbc.sql("insert into clock_entry (case_number, government, kind, day, reason) values (?, ?, ?, ?, '')")
                .params(number, TestOffice.GUNMA, kind, day).update();
    }

    private static Timestamp moment(LocalDate day) {
        return Timestamp.from(day.atTime(LocalTime.NOON).atZone(BusinessClock.JST).toInstant());
    }

    private void everywhere(Runnable work) {
        DataScope.within(DataScope.EVERYTHING, () -> new TransactionTemplate(transactions).executeWithoutResult(status -> work.run()));
    }
}
