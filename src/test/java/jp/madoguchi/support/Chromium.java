package jp.madoguchi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.org.Accounts;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * The browser of a story: Debian's Chromium, started once for all tests of a run.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final Chromium chromium = Chromium.picturesIn("inbox");
 * ...
 * Page page = chromium.signedIn(chromium.phone(), reviewer);
 * page.navigate("/inbox");
 * chromium.looksAt(page, "inbox");
 * }</pre>
 *
 * <p>Every page belongs to a person of its own (its own cookies) and is closed after the test. A test fails when one of
 * its pages broke a rule of the content security policy, threw, or wrote an error or a warning to the console; an answer
 * 4xx that the story provokes is none. A test class is skipped where there is no Chromium, unless
 * {@code MADOGUCHI_BROWSER=required}.
 */
public final class Chromium implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {

    /** Widths of a window in CSS pixels. WCAG 1.4.10 asks for 320; phones have 360. */
    public static final int DESKTOP = 1280;
    public static final int PHONE = 360;
    public static final int SMALLEST = 320;

    /** The shell is the same engine without the desktop around it, and takes a quarter less time. */
    private static final Path PROGRAM = Stream.of("/usr/bin/chromium-headless-shell", "/usr/bin/chromium").map(Path::of).filter(Files::isExecutable).findFirst()
            .orElse(Path.of("/usr/bin/chromium"));
    private static final boolean PICTURES = System.getProperty("madoguchi.pictures") != null;
    private static final Path DOCS = Path.of("docs", "images");
    private static final int DOCS_BYTES = 300_000;
    private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private static final String BARRIERS = """
            tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}).then(found =>
                found.violations.flatMap(rule => rule.nodes.map(node => rule.id + ': ' + node.html + ' ' + node.failureSummary)))""";

    private static final Duration AT_REST = Duration.ofMillis(100);
    private static final Duration COMES_TO_REST_WITHIN = Duration.ofSeconds(20);

    private final Path pictures;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<BrowserContext> people = new ArrayList<>();
    /** Of each page, what it has asked for and not got yet. */
    private final Map<Page, Set<Request>> underway = new ConcurrentHashMap<>();
    private Browser browser;
    private Accounts accounts;
    private String base;

    private Chromium(Path pictures) {
        this.pictures = pictures;
    }

    /** @param folder below {@code target/stories}, where the pictures of this story go */
    public static Chromium picturesIn(String folder) {
        return new Chromium(Path.of("target", "stories", folder));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        assumeTrue(Files.isExecutable(PROGRAM) || "required".equals(System.getenv("MADOGUCHI_BROWSER")), "no Chromium here");
        browser = context.getRoot().getStore(ExtensionContext.Namespace.create(Chromium.class))
                .getOrComputeIfAbsent(Running.class, key -> new Running(), Running.class).browser;
        Files.createDirectories(pictures);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (AnnotationSupport.isAnnotated(context.getRequiredTestClass(), MadoguchiTest.class)) {
            ApplicationContext application = SpringExtension.getApplicationContext(context);
            accounts = application.getBean(Accounts.class);
            base = "http://localhost:" + application.getEnvironment().getProperty("local.server.port");
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        people.forEach(BrowserContext::close);
        people.clear();
        underway.clear();
        List<String> heard = List.copyOf(complaints);
        complaints.clear();
        if (context.getExecutionException().isEmpty()) {
            assertThat(heard).as("console, content security policy included").isEmpty();
        }
    }

    /** For a test that is no {@link MadoguchiTest}: where its own server answers. */
    public void visits(String server) {
        base = server;
    }

    /** The address of a path, for requests beside a page's own. */
    public String address(String path) {
        return base + path;
    }

    /** An empty page of somebody new, 1,280 pixels wide. */
    public Page desktop() {
        return page(DESKTOP, true);
    }

    /** An empty page of somebody new, 360 pixels wide. */
    public Page phone() {
        return page(PHONE, true);
    }

    /** An empty page of somebody whose browser runs no JavaScript, 1,280 pixels wide. */
    public Page withoutScripts() {
        return page(DESKTOP, false);
    }

    /** @param width of the window in CSS pixels */
    public Page page(int width, boolean scripts) {
        BrowserContext person = browser.newContext(new Browser.NewContextOptions().setBaseURL(base).setJavaScriptEnabled(scripts)
                .setViewportSize(width, 900).setLocale("ja-JP").setReducedMotion(ReducedMotion.REDUCE));
        people.add(person);
        person.setDefaultTimeout(20_000);
        person.onPage(this::listen);
        return person.newPage();
    }

    private void listen(Page page) {
        Set<Request> open = ConcurrentHashMap.newKeySet();
        underway.put(page, open);
        page.onRequest(open::add);
        page.onRequestFinished(open::remove);
        page.onRequestFailed(open::remove);
        // What the document before had asked for ends unheard.
        page.onFrameNavigated(frame -> open.clear());
        page.onConsoleMessage(message -> {
            boolean provoked = message.text().contains("the server responded with a status of 4");
            if (!provoked && List.of("error", "warning").contains(message.type())) {
                complaints.add(page.url() + " " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + " " + error));
        page.onDialog(dialog -> {
            if (!dialog.type().equals("beforeunload")) {
                complaints.add(page.url() + " opened a dialogue: " + dialog.message());
            }
            dialog.accept();
        });
    }

    /** Signs in somebody {@link TestOffice} made. @return the page */
    public Page signedIn(Page page, Actor actor) {
        return signedIn(page, accounts.get(actor.id()).login(), "madoguchi-test");
    }

    /** Signs in at the page's sign-in form, which is opened if it is not there. Whether it succeeded the page tells. @return the page */
    public Page signedIn(Page page, String login, String password) {
        if (!page.url().contains("/sign-in")) {
            page.navigate("/sign-in");
        }
        page.fill("#login", login);
        page.fill("#password", password);
        page.waitForNavigation(() -> page.locator("main button[type=submit]").first().click());
        return page;
    }

    /** Looks at a page at desktop and at phone width: {@link #findsNoBarrier} and a {@link #picture} of each; leaves it as wide as it was. */
    public void looksAt(Page page, String name) {
        int width = page.viewportSize().width;
        for (int each : new int[] {DESKTOP, PHONE}) {
            page.setViewportSize(each, 900);
            if (PICTURES) {
                picture(page, name + "-" + each);
            }
            findsNoBarrier(page);
        }
        page.setViewportSize(width, 900);
    }

    /**
     * No barrier that axe finds (WCAG 2.2 A and AA, best practice), and nothing wider than the window (WCAG 1.4.10). Needs
     * JavaScript. axe is brought to a page once and tells its findings only: its script and a report of all that is right
     * are half a megabyte each.
     */
    public void findsNoBarrier(Page page) {
        comesToRest(page);
        String where = page.url() + " at " + page.viewportSize().width + " pixels";
        if (!(boolean) page.evaluate("'axe' in window")) {
            page.evaluate(AxeBuilder.getAxeScript());
        }
        assertThat((List<?>) page.evaluate(BARRIERS, RULES)).as("axe, %s", where).isEmpty();
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("sideways scrolling, %s", where).isEqualTo(0);
    }

    /**
     * Waits until a page is loaded and has asked for nothing for a moment: what its scripts fetch, they fetch at once.
     * Playwright's own {@code NETWORKIDLE} is the same with half a second, which hundreds of pages add up.
     */
    public void comesToRest(Page page) {
        page.waitForLoadState(LoadState.LOAD);
        Set<Request> open = underway.get(page);
        long restless = System.nanoTime();
        long since = restless;
        while (System.nanoTime() - since < AT_REST.toNanos()) {
            page.waitForTimeout(AT_REST.toMillis() / 4.0);
            if (!open.isEmpty()) {
                since = System.nanoTime();
                assertThat(Duration.ofNanos(since - restless)).as("%s still loads %s", page.url(), open.stream().map(Request::url).toList()).isLessThan(COMES_TO_REST_WITHIN);
            }
        }
    }

    /** Leaves a picture of the whole page in the story's folder, with {@code -Dmadoguchi.pictures}: they are for eyes. */
    public void picture(Page page, String name) {
        comesToRest(page);
        if (PICTURES) {
            page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(picture(name)));
        }
    }

    /** The story's picture of that name, for one of a single element. */
    public Path picture(String name) {
        return pictures.resolve(name + ".png");
    }

    /**
     * A picture for the documentation: the page's first pixels, as a reader of {@code docs/images} sees them. It goes there
     * with {@code -Dmadoguchi.docs-images}, else into the story's folder, so that a test run changes no committed file.
     *
     * @param height in CSS pixels
     * @throws AssertionError if the PNG has more than 300 kB
     */
    public void illustrates(Page page, String name, int height) {
        int width = page.viewportSize().width;
        page.setViewportSize(width, height);
        comesToRest(page);
        Path file = System.getProperty("madoguchi.docs-images") == null ? picture(name) : DOCS.resolve(name + ".png");
        byte[] png = page.screenshot(new Page.ScreenshotOptions().setPath(file));
        page.setViewportSize(width, 900);
        assertThat(png.length).as("bytes of " + file).isLessThanOrEqualTo(DOCS_BYTES);
    }

    /** Playwright and its browser, until the run ends. */
    private static final class Running implements ExtensionContext.Store.CloseableResource {

        final Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        final Browser browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(PROGRAM).setArgs(List.of("--no-sandbox")));

        @Override
        public void close() {
            playwright.close();
        }
    }
}
