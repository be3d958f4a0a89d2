package jp.madoguchi.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jp.madoguchi.audit.Trail;
import jp.madoguchi.audit.TrailEvent;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Role;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * An auditor's morning in a real browser. Every page they open has no axe violation, breaks no rule of the content
 * security policy and fits a phone; pictures are left in {@code target/stories/auditor}. Skipped where there is no
 * Chromium, unless {@code MADOGUCHI_BROWSER=required}.
 */
@MadoguchiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditorStoryTest {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path PICTURES = Path.of("target", "stories", "auditor");
    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;
    @Autowired
    Trail trail;
    @Autowired
    JdbcConnectionDetails database;
    @LocalServerPort
    int port;

    private final List<String> complaints = new ArrayList<>();
    private Playwright playwright;
    private Browser browser;
    private BrowserContext context;
    private Page page;
    private Actor auditor;

    @BeforeAll
    void openBrowser() throws Exception {
        assumeTrue(Files.exists(CHROMIUM) || "required".equals(System.getenv("MADOGUCHI_BROWSER")), "no Chromium here");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM).setArgs(List.of("--no-sandbox")));
        Files.createDirectories(PICTURES);
        auditor = office.staff("監査　花子", "shinjigyo", Role.AUDITOR, "監査委員事務局主査");
    }

    @AfterAll
    void closeBrowser() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void signIn() {
        context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900).setReducedMotion(ReducedMotion.REDUCE)
                .setBaseURL("http://localhost:" + port).setLocale("ja-JP"));
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate("/sign-in");
        page.locator("input[name=login]").fill(accounts.get(auditor.id()).login());
        page.locator("input[name=password]").fill("madoguchi-test");
        page.locator("main form[action*='sign-in'] button[type=submit]").first().click();
        page.waitForLoadState();
    }

    @AfterEach
    void leave() {
        context.close();
        assertThat(complaints).isEmpty();
    }

    @Test
    @DisplayName("終わった案件を探し、経過から通知まで読み、検証し、書き出す")
    void reads_verifies_and_exports_an_ended_case() {
        AuditedCase audited = AuditedCase.refused(office);
        sealed(audited.number());
        page.navigate("/tracing");
        look("search");
        page.getByLabel("受付番号").fill(audited.number().value());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("絞り込む")).click();
        look("search-case");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(audited.number().value())).first().click();
        look("timeline");
        page.locator("details.md-disclosure summary").first().click();
        assertThat(page.locator("details.md-disclosure[open]").first().innerText()).contains("ハッシュ値（SHA-256）");

        tab("通った経路");
        page.locator(".md-diagram__canvas svg").first().waitFor();
        page.waitForFunction("document.querySelectorAll('.djs-element.md-walked').length > 20");
        look("path");
        tab("適用された規則");
        look("rules");
        tab("提出と書類");
        look("submissions");
        tab("作業の記録");
        look("work");
        tab("通知");
        look("letters");
        Download letter = page.waitForDownload(() -> page.getByText("PDFを保存").click());
        assertThat(letter.suggestedFilename()).endsWith("号.pdf");
        tab("閲覧の記録");
        assertThat(page.locator("main").innerText()).contains("監査　花子", "通知を閲覧しました。");
        look("views");
        tab("検証と書き出し");
        look("verification");
        page.getByText("この案件の記録を検証する").click();
        assertThat(page.locator(".md-banner[data-type=success]").innerText()).contains("件目まで改ざんは検出されませんでした");
        look("verified");
        Download export = page.waitForDownload(() -> page.getByText("JSONで書き出す").click());
        assertThat(export.suggestedFilename()).isEqualTo("trail-" + audited.number() + ".json");
    }

    @Test
    @DisplayName("進行中の案件では、今どこにいるかが図に示される")
    void sees_where_a_running_case_stands() {
        AuditedCase audited = AuditedCase.running(office);
        page.navigate("/tracing/cases/" + audited.number() + "/path");
        page.locator(".djs-element.md-current").first().waitFor();
        assertThat(page.locator(".djs-element.md-current").first().getAttribute("data-element-id")).isEqualTo("UserTask_ProposeHearing");
        look("path-running");
        page.locator(".md-diagram").first().screenshot(new Locator.ScreenshotOptions().setPath(PICTURES.resolve("diagram.png")));
    }

    @Test
    @DisplayName("改ざんされた記録は赤く示され、先頭と公開鍵を受け取って全体も検証できる")
    void is_told_of_tampering() {
        AuditedCase audited = AuditedCase.running(office);
        sealed(audited.number());
        JdbcTemplate intruder = new JdbcTemplate(new DriverManagerDataSource(database.getJdbcUrl(), database.getUsername(), database.getPassword()));
        long seq = intruder.queryForObject("select seq from trail where case_number = ? and kind = 'case.resubmitted'", Long.class, audited.number().value());
        intruder.update("update trail set actor_name = '別の人' where seq = ?", seq);
        try {
            page.navigate("/tracing/cases/" + audited.number() + "/verification");
            page.getByText("この案件の記録を検証する").click();
            assertThat(page.locator("tr[data-tampered]").innerText()).contains("改ざん");
            look("tampered");
        } finally {
            intruder.update("update trail set actor_name = ? where seq = ?", audited.applicant().name(), seq);
        }
        page.navigate("/tracing/head");
        look("head");
        String head = page.waitForDownload(() -> page.getByText("先頭を保存").click()).suggestedFilename();
        assertThat(head).matches("head-\\d+\\.json");
        page.navigate("/tracing/verification");
        page.locator("#head").fill("{");
        page.getByText("証跡全体を検証する").last().click();
        look("whole-refused");
        page.locator("#head").fill("");
        page.getByText("証跡全体を検証する").last().click();
        assertThat(page.locator(".md-banner[data-type=success]").innerText()).contains("改ざんは検出されませんでした");
        look("whole");
    }

    private void tab(String name) {
        page.locator(".md-tabs").getByText(name).click();
        page.waitForLoadState();
    }

    private void look(String name) {
        for (int width : new int[] {1280, 360}) {
            page.setViewportSize(width, 900);
            page.waitForLoadState(LoadState.NETWORKIDLE);
            page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + "-" + width + ".png")));
            assertThat(new AxeBuilder(page).withTags(WCAG).analyze().getViolations())
                    .extracting(rule -> rule.getId() + ": " + rule.getNodes().get(0).getHtml() + " " + rule.getNodes().get(0).getFailureSummary())
                    .as("axe, %s at %s pixels", name, width).isEmpty();
            assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .as("sideways scrolling, %s at %s pixels", name, width).isEqualTo(0);
        }
        page.setViewportSize(1280, 900);
    }

    private void sealed(CaseNumber number) {
        await().atMost(Duration.ofSeconds(20)).until(() -> DataScope.within(TestOffice.GUNMA, () -> trail.ofCase(number)).stream().allMatch(TrailEvent::isSealed));
    }
}
