package jp.madoguchi.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Somebody in front of Chromium, with scripts or without. */
final class Visitor implements AutoCloseable {

    static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path PICTURES = Path.of("target", "portal");
    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
    private static final byte[] PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".getBytes();

    /** A picture of one pixel. */
    static final byte[] PNG = java.util.Base64.getDecoder().decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private final Playwright playwright;
    private final Browser browser;
    private final BrowserContext context;
    private final String base;
    private final boolean scripts;
    private final List<String> complaints = new ArrayList<>();
    final Page page;

    Visitor(int port, boolean scripts) {
        this(port, scripts, 1280);
    }

    Visitor(int port, boolean scripts, int width) {
        this.base = "http://localhost:" + port;
        this.scripts = scripts;
        this.playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        this.browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM)
                .setArgs(List.of("--no-sandbox")));
        this.context = browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(scripts).setLocale("ja-JP")
                .setReducedMotion(ReducedMotion.REDUCE).setViewportSize(width, 900));
        this.page = newPage();
    }

    /** Another tab of the same person. */
    Page newPage() {
        Page tab = context.newPage();
        tab.setDefaultTimeout(15_000);
        tab.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("status of 4")) {
                complaints.add(message.text());
            }
        });
        tab.onDialog(dialog -> {
            if (!dialog.type().equals("beforeunload")) {
                complaints.add("dialog: " + dialog.message());
            }
            dialog.accept();
        });
        return tab;
    }

    void opens(String path) {
        page.navigate(base + path);
    }

    String address(String path) {
        return base + path;
    }

    void signsIn(String login) {
        if (!page.url().contains("/sign-in")) {
            opens("/sign-in");
        }
        page.fill("#login", login);
        page.fill("#password", "madoguchi-test");
        presses("ログイン");
    }

    /** Forgets the session, as if it had ended. */
    void sessionEnds() {
        context.clearCookies();
    }

    void presses(String button) {
        page.waitForNavigation(() -> page.locator("main").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button)).first().click());
    }

    void follows(String link) {
        page.waitForNavigation(() -> page.locator("main").getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(link)).first().click());
    }

    void types(String path, String value) {
        Locator control = page.locator("[name=\"" + path + "\"]:not([type=hidden])");
        String kind = (String) control.first().evaluate("e => e.type");
        switch (kind) {
            case "radio", "checkbox" -> page.locator("[name=\"" + path + "\"][value=\"" + value + "\"]").check();
            case "select-one" -> control.first().selectOption(value);
            default -> control.first().fill(value);
        }
        settles();
    }

    void types(Map<String, String> answers) {
        answers.forEach(this::types);
    }

    /** @param path of a date */
    void typesDate(String path, String year, String month, String day) {
        types(path + ".year", year);
        types(path + ".month", month);
        types(path + ".day", day);
    }

    void uploads(String path, String name) {
        uploads(path, name, PDF);
    }

    void uploads(String path, String name, byte[] bytes) {
        page.locator("input[name=\"" + path + ".file\"]").setInputFiles(new FilePayload(name, "application/octet-stream", bytes));
    }

    /** Waits until the page has asked the server which questions depend on what was typed. */
    private void settles() {
        if (scripts) {
            page.waitForFunction("() => !document.querySelector('form[aria-busy]')");
        }
    }

    String reads() {
        return page.locator("main").innerText();
    }

    String heading() {
        return page.locator("h1").innerText();
    }

    /** Every page: no barrier that axe finds, nothing wider than the window, nothing the content security policy stops. */
    void findsNoBarrier(String name) {
        pictures(name);
        if (scripts) {
            Map<String, String> violations = new LinkedHashMap<>();
            new AxeBuilder(page).withTags(WCAG).analyze().getViolations().forEach(rule -> violations.put(rule.getId(),
                    rule.getNodes().stream().map(node -> node.getHtml() + " " + node.getFailureSummary()).toList().toString()));
            assertThat(violations).as("axe on " + name).isEmpty();
            assertThat((Boolean) page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth + 1"))
                    .as(name + " fits the window").isTrue();
        }
        assertThat(complaints).as("console on " + name).isEmpty();
    }

    void pictures(String name) {
        try {
            Files.createDirectories(PICTURES);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + (scripts ? "" : "-noscript") + ".png")));
    }

    void narrow() {
        page.setViewportSize(360, 780);
    }

    void wide() {
        page.setViewportSize(1280, 900);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
