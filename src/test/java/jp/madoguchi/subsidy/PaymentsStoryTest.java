package jp.madoguchi.subsidy;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.subsidy.Shops.Shop;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * The payment of device subsidies and the public count of slots, in a real browser. Pictures are left in
 * {@code target/subsidy}. Skipped where there is no Chromium, unless {@code MADOGUCHI_BROWSER=required}.
 */
@MadoguchiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentsStoryTest {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path PICTURES = Path.of("target", "subsidy");
    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
    private static final String LISTS = "/subsidy/" + Shops.PROGRAMME;
    private static final String SLOTS = "/programmes/" + Shops.PROGRAMME + "/subsidy";

    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;
    @Autowired
    Payments payments;
    @Autowired
    BusinessClock clock;
    @Autowired
    AutowireCapableBeanFactory beans;
    @LocalServerPort
    int port;

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private Shops shops;
    private Playwright playwright;
    private Browser browser;

    @BeforeAll
    void openBrowser() throws IOException {
        assumeTrue(Files.exists(CHROMIUM) || "required".equals(System.getenv("MADOGUCHI_BROWSER")), "no Chromium here");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM).setArgs(List.of("--no-sandbox")));
        Files.createDirectories(PICTURES);
        shops = beans.createBean(Shops.class);
        shops.freeAllSlots();
    }

    @AfterAll
    void closeBrowser() {
        if (playwright != null) {
            playwright.close();
            shops.freeAllSlots();
        }
    }

    @Test
    @DisplayName("残りの枠は誰でも見られ、開いたままの画面の数も変わる")
    void the_count_is_public_and_live() {
        Page page = page(browser.newContext(new Browser.NewContextOptions().setBaseURL("http://localhost:" + port).setViewportSize(1280, 900)));
        page.navigate(SLOTS);
        assertThat(page.locator("#slots .md-metric__value").first()).containsText("100");
        accessible(page);
        shops.filesAndHoldsASlot(shops.registered("見ている商店"));
        assertThat(page.locator("#slots .md-metric__value").first()).containsText("99");
        picture(page, "slots");
        Page plain = page(browser.newContext(new Browser.NewContextOptions().setBaseURL("http://localhost:" + port).setViewportSize(320, 800)
                .setJavaScriptEnabled(false)));
        plain.navigate(SLOTS);
        assertThat(plain.locator("#slots")).containsText("99");
        picture(plain, "slots-320");
        shops.freeAllSlots();
    }

    @Test
    @DisplayName("審査担当が一覧を作り、決裁者が承認し、ファイルを取り出し、銀行の結果を取り込む")
    void a_list_from_making_to_its_results() throws IOException {
        Actor contractor = shops.contractor();
        Actor reviewer = shops.reviewer();
        Actor decider = shops.decider();
        Shop shop = shops.registered("安中商店");
        CaseNumber number = shops.amountFixed(shop, 18500, contractor, decider);
        CaseNumber returned = shops.amountFixed(shops.registered("松井田食堂"), 32000, contractor, decider);

        Page making = signedIn(reviewer);
        making.navigate(LISTS);
        assertThat(making.locator("main")).containsText("安中商店");
        accessible(making);
        picture(making, "payable");
        making.locator("button", new Page.LocatorOptions().setHasText("振込の一覧を作成する")).click();
        assertThat(making.locator(".md-banner").first()).containsText("振込の一覧を作成しました");
        assertThat(making.locator("main")).not().containsText("承認する");
        accessible(making);
        String list = making.url();

        Page releasing = signedIn(decider);
        releasing.navigate(list);
        accessible(releasing);
        picture(releasing, "release");
        releasing.locator("button", new Page.LocatorOptions().setHasText("承認する")).click();
        assertThat(releasing.locator(".md-banner").first()).containsText("振込の一覧を承認しました");
        Download file = releasing.waitForDownload(() -> releasing.locator("a", new Page.LocatorOptions().setHasText("振込ファイル")).click());
        assertThat(file.suggestedFilename()).startsWith("SOFURI_");
        assertThat(Files.readAllBytes(file.path())).hasSize(5 * 120);

        Page reading = signedIn(contractor);
        reading.navigate(list);
        assertThat(reading.locator("main")).containsText("証拠書類");
        assertThat(reading.locator("main")).not().containsText("口座名義");
        assertThat(reading.navigate(list + "/transfer.txt").status()).isEqualTo(404);

        Payments.Batch batch = DataScope.within(Shops.ANNAKA, () -> payments.batches(shops.programme())).get(0);
        clock.moveTo(batch.transferOn().atTime(10, 0));
        making.navigate(list);
        String code = "%010d".formatted(Long.parseLong(returned.value().substring(returned.value().indexOf('-') + 1)));
        String account = DataScope.within(Shops.ANNAKA, () -> payments.payments(shops.programme(), batch.number())).stream()
                .filter(one -> one.number().equals(returned)).findFirst().orElseThrow().account().number();
        String rows = "顧客コード1,銀行コード,支店コード,口座番号,振込金額,理由\r\n" + code + ",0128,100," + account + ",20001,口座なし\r\n";
        result(making, rows);
        assertThat(making.locator(".md-banner").first()).containsText("2行目");
        accessible(making);
        picture(making, "result-refused");
        result(making, rows.replace("20001", "20000"));
        assertThat(making.locator(".md-banner").first()).containsText("振込の結果を取り込みました");
        assertThat(making.locator("main")).containsText("不能・組戻");
        accessible(making);
        picture(making, "settled");
        assertThat(office.ended(number)).isTrue();
        assertThat(office.openTasks(returned)).containsExactly("UserTask_CorrectAccount");
        assertThat(complaints).isEmpty();
    }

    private static void result(Page page, String rows) {
        page.locator("#file").setInputFiles(new FilePayload("result.csv", "text/csv", rows.getBytes(Charset.forName("windows-31j"))));
        page.locator("button", new Page.LocatorOptions().setHasText("結果を取り込む")).click();
    }

    private Page signedIn(Actor actor) {
        Page page = page(browser.newContext(new Browser.NewContextOptions().setBaseURL("http://localhost:" + port).setViewportSize(1280, 900)));
        page.navigate("/sign-in");
        page.fill("#login", accounts.get(actor.id()).login());
        page.fill("#password", "madoguchi-test");
        page.locator("main button[type=submit]").first().click();
        return page;
    }

    private Page page(BrowserContext context) {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    private static void accessible(Page page) {
        assertThat(new AxeBuilder(page).withTags(WCAG).analyze().getViolations()).as(page.url()).isEmpty();
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + ".png")));
    }
}
