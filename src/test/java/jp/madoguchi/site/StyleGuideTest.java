package jp.madoguchi.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.WaitUntilState;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import freemarker.cache.ClassTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.TemplateLoader;
import freemarker.template.Configuration;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import jp.madoguchi.support.Chromium;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.i18n.FixedLocaleResolver;
import org.springframework.web.servlet.support.RequestContext;

/**
 * The page frame and its building blocks, shown in a real browser under the site's content security policy.
 *
 * <p>Every page of the style guide has no axe violation (WCAG 2.2 A and AA), breaks no rule of the policy, fits a window 320
 * pixels wide (WCAG 1.4.10) and keeps working without scripts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StyleGuideTest {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        + "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("style-guide");

    private static final Map<String, String> TYPES = Map.of("css", "text/css", "js", "text/javascript", "svg", "image/svg+xml",
        "woff2", "font/woff2", "json", "application/json", "bpmn", "application/xml");

    private final List<String> posted = new CopyOnWriteArrayList<>();
    private Configuration templates;
    private HttpServer server;
    private Page page;

    static Stream<String> pages() {
        return Stream.of("blocks", "inbox", "task", "portal", "fields", "calls", "error/403", "error/404", "error/409", "error/413", "error/429",
            "error/500", "error/503", "blocks?lang=en");
    }

    @BeforeAll
    void startServer() throws IOException {
        templates = new Configuration(Configuration.VERSION_2_3_34);
        templates.setTemplateLoader(new MultiTemplateLoader(new TemplateLoader[] {
            new ClassTemplateLoader(getClass(), "/styleguide"), new ClassTemplateLoader(getClass(), "/templates")}));
        templates.setDefaultEncoding("UTF-8");
        templates.setLocale(Locale.JAPAN);
        templates.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        // Else it waits for the browser's acknowledgement before it sends the rest of an answer, 40 ms each.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    @AfterAll
    void stopServer() {
        server.stop(0);
    }

    @BeforeEach
    void openPage() {
        posted.clear();
        chromium.visits("http://localhost:" + server.getAddress().getPort());
        page = chromium.desktop();
    }

    @ParameterizedTest
    @MethodSource("pages")
    @DisplayName("no accessibility violation, no policy violation, no sideways scrolling on a phone")
    void isAccessible(String name) {
        for (int width : new int[] {Chromium.DESKTOP, Chromium.SMALLEST}) {
            page.setViewportSize(width, 900);
            show(name);
            chromium.picture(page, name.replaceAll("\\W", "-") + "-" + width);
            chromium.findsNoBarrier(page);
        }
    }

    @Test
    @DisplayName("a barrier would be found: a field without a label, a page wider than its window")
    void barriersAreFound() {
        show("blocks");
        page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input name=\"nameless\">')");
        assertThatThrownBy(() -> chromium.findsNoBarrier(page)).hasMessageContaining("label: <input name=\"nameless\">");
        show("blocks");
        page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p>' + '窓'.repeat(200) + '</p>')");
        page.evaluate("document.querySelector('main').lastElementChild.id = 'wide'");
        page.evaluate("document.getElementById('wide').style.whiteSpace = 'nowrap'");
        assertThatThrownBy(() -> chromium.findsNoBarrier(page)).hasMessageContaining("sideways scrolling");
    }

    @Test
    @DisplayName("every word of the frame and the blocks is there in Japanese and in English")
    void wordsAreThereInBothLanguages() {
        assertThat(ResourceBundle.getBundle("messages", Locale.JAPANESE).keySet()).filteredOn(StyleGuideTest::ours).isNotEmpty()
            .containsExactlyInAnyOrderElementsOf(
                ResourceBundle.getBundle("messages", Locale.ENGLISH).keySet().stream().filter(StyleGuideTest::ours).toList());
    }

    private static boolean ours(String key) {
        return key.startsWith("layout.") || key.startsWith("ui.");
    }

    @Test
    @DisplayName("without scripts the form, its refresh button and the tables of chart and diagram are all there")
    void worksWithoutScripts() {
        Page portal = chromium.withoutScripts();
        portal.navigate("/portal");
        assertThat(portal.locator("button[name=_refresh]").isVisible()).isTrue();
        assertThat(portal.locator("input[type=file]").isVisible()).isTrue();
        portal.navigate("/blocks");
        assertThat(portal.locator(".md-chart table").first().isVisible()).isTrue();
        assertThat(portal.locator(".md-diagram li").first().isVisible()).isTrue();
    }

    @Test
    @DisplayName("the diagram shows where the case is, keeps its makers' logo and moves by keyboard")
    void drawsTheDiagram() {
        show("blocks");
        assertThat(page.locator(".djs-shape.md-current").getAttribute("data-element-id")).isEqualTo("Task_Review");
        assertThat(page.locator(".djs-shape.md-walked").count()).isEqualTo(2);
        assertThat(page.locator(".djs-connection.md-walked").count()).isEqualTo(2);
        assertThat(page.locator(".md-diagram__mark").allTextContents()).containsExactlyInAnyOrder("1,203件", "⚠ エラー");
        assertThat(page.locator(".bjs-powered-by").isVisible()).isTrue();
        String before = page.locator(".djs-container .viewport").getAttribute("transform");
        page.locator(".md-diagram__canvas").focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator(".djs-container .viewport").getAttribute("transform")).isNotEqualTo(before);
    }

    @Test
    @DisplayName("a draft is saved a few seconds after typing stops, and the time is told")
    void savesDrafts() {
        show("portal");
        page.locator("#plan").fill("県内の製造所から直送します。");
        page.locator("[data-autosave-status]:has-text('下書きを保存しました 10:42')").waitFor();
        assertThat(posted).hasSize(1);
        assertThat(posted.get(0)).startsWith("/drafts/1 ").contains("plan=").contains("_csrf=token");
    }

    @Test
    @DisplayName("a changed answer brings the questions that depend on it; focus and other typing stay")
    void refreshesQuestions() {
        show("portal");
        page.locator("#address").fill("群馬県前橋市大手町1-1-1");
        page.locator("#kind").focus();
        page.locator("#kind").selectOption("group");
        page.locator("#consortium").waitFor();
        assertThat(page.evaluate("document.activeElement.id")).isEqualTo("kind");
        assertThat(page.locator("#address").inputValue()).isEqualTo("群馬県前橋市大手町1-1-1");
        assertThat(posted).anySatisfy(request -> assertThat(request).startsWith("/echo ").contains("_refresh=1").contains("kind=group"));
    }

    @Test
    @DisplayName("an answer changed before the script arrived brings its questions all the same")
    void refreshesWhatWasChangedEarly() {
        List<Route> held = new ArrayList<>();
        page.route("**/refresh.js", held::add);
        page.navigate("/portal", new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
        page.waitForCondition(() -> !held.isEmpty());
        page.locator("#kind").selectOption("group");
        held.forEach(Route::resume);
        page.locator("#consortium").waitFor();
        page.unroute("**/refresh.js");
    }

    @Test
    @DisplayName("the work list moves by j and k, ? shows the keys, and the keys can be switched off")
    void movesByKeys() {
        show("inbox");
        page.keyboard().press("j");
        page.keyboard().press("j");
        page.keyboard().press("k");
        page.keyboard().press("j");
        assertThat(page.evaluate("document.activeElement.getAttribute('href')")).isEqualTo("#case-1");
        page.keyboard().press("o");
        assertThat(page.url()).endsWith("#case-1");
        page.keyboard().press("?");
        page.locator("dialog[open] input[type=checkbox]").uncheck();
        page.keyboard().press("Escape");
        page.keyboard().press("j");
        assertThat(page.locator("tr[data-here] a").getAttribute("href")).isEqualTo("#case-1");
    }

    @Test
    @DisplayName("a chosen file is sent at once and its id kept; one that is too many is refused with a reason")
    void sendsFiles() {
        show("portal");
        List<FilePayload> files = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            files.add(new FilePayload("会社概要" + i + ".pdf", "application/pdf", new byte[2048]));
        }
        page.locator("#proof").setInputFiles(files.toArray(FilePayload[]::new));
        page.locator(".md-files li[data-stored]").nth(2).waitFor();
        assertThat(page.locator(".md-files input[name=proof]").first().inputValue()).isEqualTo("file-1");
        assertThat(page.locator(".md-files__error").textContent()).contains("3件まで");
        assertThat(page.evaluate("document.getElementById('proof').files.length")).isEqualTo(0);
    }

    @Test
    @DisplayName("five minutes before the session ends people are asked, and can stay")
    void warnsBeforeTheSessionEnds() {
        page.clock().install();
        show("portal");
        page.clock().fastForward("26:00");
        page.locator("dialog[open]:has-text('あと約4分')").waitFor();
        page.locator("dialog[open] button").click();
        page.waitForCondition(() -> !page.locator("dialog[open]").isVisible());
    }

    @Test
    @DisplayName("a form is sent once however often its button is pressed")
    void sendsOnce() {
        show("portal");
        page.evaluate("document.addEventListener('submit', event => {"
            + " window.passed = (window.passed ?? 0) + (event.defaultPrevented ? 0 : 1); event.preventDefault(); })");
        page.locator("button:has-text('次へ進む')").dblclick();
        assertThat(page.evaluate("window.passed")).isEqualTo(1);
    }

    private void show(String name) {
        page.navigate("/" + name);
        if (name.startsWith("blocks")) {
            page.waitForCondition(() -> page.evaluate("window.htmx !== undefined").equals(true));
            page.locator(".md-chart canvas").nth(1).waitFor();
            page.locator(".md-diagram").scrollIntoViewIfNeeded();
            page.locator(".bjs-container .bjs-powered-by").waitFor();
        }
        chromium.comesToRest(page);
        page.evaluate("document.fonts.ready");
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean post = exchange.getRequestMethod().equals("POST");
            if (post) {
                posted.add(path + " " + body);
            }
            if (path.equals("/drafts/1")) {
                send(exchange, 200, "application/json", "{\"at\":\"10:42\"}".getBytes(StandardCharsets.UTF_8));
            } else if (path.equals("/uploads")) {
                long count = posted.stream().filter(request -> request.startsWith("/uploads")).count();
                send(exchange, 200, "application/json", ("{\"id\":\"file-" + count + "\"}").getBytes(StandardCharsets.UTF_8));
            } else if (path.equals("/session")) {
                send(exchange, 204, "text/plain", new byte[0]);
            } else if (path.equals("/echo")) {
                String form = render("portal", false).replace("<fieldset class=\"md-field\"><legend>担える業務",
                    "<p id=\"consortium\">構成員を記入してください。</p><fieldset class=\"md-field\"><legend>担える業務")
                    .replace("value=\"群馬県前橋市\"", "value=\"" + sent(body, "address") + "\"");
                send(exchange, 200, "text/html; charset=utf-8", form.getBytes(StandardCharsets.UTF_8));
            } else if (path.contains(".")) {
                file(exchange, path);
            } else {
                String query = exchange.getRequestURI().getQuery();
                send(exchange, 200, "text/html; charset=utf-8", render(path.substring(1), "lang=en".equals(query)).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sent(String body, String field) {
        return Stream.of(body.split("&")).map(pair -> pair.split("=", 2)).filter(pair -> pair[0].equals(field))
            .map(pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)).findFirst().orElse("");
    }

    private void file(HttpExchange exchange, String path) throws IOException {
        for (String folder : List.of("/static", "/styleguide")) {
            try (InputStream stream = getClass().getResourceAsStream(folder + path)) {
                if (stream != null) {
                    send(exchange, 200, TYPES.get(path.substring(path.lastIndexOf('.') + 1)), stream.readAllBytes());
                    return;
                }
            }
        }
        send(exchange, 404, "text/plain", new byte[0]);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private String render(String name, boolean english) {
        Map<String, Object> model = sample(name);
        model.put("springMacroRequestContext", words(english ? Locale.ENGLISH : Locale.JAPANESE));
        StringWriter html = new StringWriter();
        try {
            templates.getTemplate(name + ".ftlh").process(model, html);
        } catch (Exception e) {
            throw new IllegalStateException(name, e);
        }
        return html.toString();
    }

    /** The real thing that Spring's views hand to templates. */
    private static RequestContext words(Locale locale) {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        GenericWebApplicationContext application = new GenericWebApplicationContext(new MockServletContext());
        application.getBeanFactory().registerSingleton("messageSource", messages);
        application.refresh();
        MockHttpServletRequest request = new MockHttpServletRequest(application.getServletContext());
        request.setAttribute(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE, application);
        request.setAttribute(DispatcherServlet.LOCALE_RESOLVER_ATTRIBUTE, new FixedLocaleResolver(locale));
        return new RequestContext(request, application.getServletContext());
    }

    private static Map<String, Object> sample(String name) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("_csrf", Map.of("parameterName", "_csrf", "token", "token"));
        model.put("sessionSeconds", 1800);
        model.put("government", Map.of("name", "群馬県"));
        if (name.startsWith("error")) {
            return model;
        }
        boolean portal = List.of("portal", "fields", "calls").contains(name);
        model.put("demo", Map.of("label", "これは体験用の環境です。時計を進める・届いたメールを見る", "href", "/demo"));
        model.put("currentUser", portal
            ? Map.of("name", "髙橋 𠮷右衛門", "post", "株式会社髙島メディカルサプライズ", "governmentName", "")
            : Map.of("name", "佐々木 﨑子", "post", "産業政策課 産業戦略室 新事業推進係 審査担当", "governmentName", "群馬県"));
        model.put("navigation", portal
            ? List.of(link("手続を探す", "Calls", name.equals("calls")), link("自分の申請", "My cases", name.equals("portal")), link("公表している一覧", "Published lists", false))
            : List.of(link("受信箱", "Inbox", !name.equals("blocks")), link("案件", "Cases", false), link("状況", "Dashboard", name.equals("blocks")),
                link("報告義務", "Duties", false), link("証跡", "Trail", false), link("管理", "Administration", false)));
        if (name.equals("blocks")) {
            model.put("flash", List.of(Map.of("type", "success", "title", "設定を保存しました", "text", "12月20日 10:42 から有効です。")));
        }
        model.put("kinds", kinds());
        model.put("timeline", List.of(
            Map.of("at", "令和6年12月10日(火) 9:15", "machine", "2024-12-10T09:15+09:00", "title", "補正した内容が届きました", "actor", "申請者", "kind", "progress"),
            Map.of("at", "令和6年12月4日(水) 14:02", "title", "補正を求めました", "actor", "佐々木 﨑子（新事業推進係）", "kind", "correction",
                "body", "製造所の所在地を番地まで記入してください。\n認証書を添付してください。"),
            Map.of("at", "令和6年12月2日(月) 10:42", "title", "申請を受け付けました", "kind", "done")));
        model.put("cases", List.of(
            entry("12/17(火) 17:00", "株式会社𠮷神髙島メディカルサプライズ北関東第一製造所", "書類審査", "overdue", "1日超過", 22, "佐々木"),
            entry("12/20(金) 17:00", "髙﨑不織布工業株式会社", "書類審査", "due-soon", "あと3日", 17, ""),
            entry("12/24(火) 17:00", "赤城マスク株式会社", "ヒアリング", "review", "審査中", 9, "鈴木"),
            entry("12/25(水) 17:00", "有限会社ひかり衛材", "補正の確認", "correction", "補正中", 8, "佐々木"),
            entry("12/27(金) 17:00", "企業連合体ぐんまマスクネット", "決裁", "decision", "決裁待ち", 6, ""),
            entry("1/6(月) 17:00", "株式会社みどり商会", "書類審査", "new", "新着", 1, "")));
        return model;
    }

    private static Map<String, Object> link(String label, String english, boolean current) {
        return Map.of("label", label, "labelEn", english, "href", "/" + english.replace(' ', '-'), "current", current);
    }

    private static Map<String, Object> entry(String due, String party, String step, String kind, String status, int used, String assignee) {
        return Map.of("due", due, "party", party, "step", step, "kind", kind, "status", status, "used", used, "assignee", assignee,
            "title", "販売企業の登録", "number", "100005-R6-000123");
    }

    private static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("new", "新着");
        kinds.put("progress", "処理中");
        kinds.put("review", "審査中");
        kinds.put("waiting", "待機中");
        kinds.put("correction", "補正中");
        kinds.put("decision", "決裁待ち");
        kinds.put("approved", "採択");
        kinds.put("done", "完了");
        kinds.put("rejected", "不採択");
        kinds.put("withdrawn", "取下げ");
        kinds.put("paused", "期間停止中");
        kinds.put("overdue", "期限超過");
        kinds.put("due-soon", "期限間近");
        kinds.put("changed", "変更あり");
        kinds.put("draft", "下書き");
        kinds.put("incident", "エラー");
        kinds.put("info", "参考");
        kinds.put("neutral", "その他");
        return kinds;
    }
}
