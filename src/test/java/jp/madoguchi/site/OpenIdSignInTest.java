package jp.madoguchi.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import jp.madoguchi.support.WebSession;
import jp.madoguchi.support.WebSession.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.security.config.oauth2.client.CommonOAuth2Provider;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.util.UriComponentsBuilder;

/** Staff sign in with their organisation's OpenID provider. */
@MadoguchiTest
@DirtiesContext
class OpenIdSignInTest {

    private static OpenIdProvider provider;

    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;
    @LocalServerPort
    int port;
    private WebSession browser;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws Exception {
        provider = new OpenIdProvider();
        registry.add("spring.security.oauth2.client.registration.pref.client-id", () -> OpenIdProvider.CLIENT);
        registry.add("spring.security.oauth2.client.registration.pref.client-secret", () -> OpenIdProvider.SECRET);
        registry.add("spring.security.oauth2.client.registration.pref.client-name", () -> "群馬県職員認証");
        registry.add("spring.security.oauth2.client.registration.pref.scope", () -> "openid,profile,email");
        registry.add("spring.security.oauth2.client.provider.pref.issuer-uri", provider::issuer);
    }

    @BeforeEach
    void newBrowser() {
        browser = new WebSession();
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @Test
    @DisplayName("職員は組織のアカウントでログインし、その職の画面を開く")
    void a_member_of_staff_signs_in() throws Exception {
        Actor reviewer = office.reviewer("佐藤　真由美");
        provider.serves(Map.of("sub", "4711", "preferred_username", login(reviewer)));
        assertThat(browser.get(here("/sign-in")).body()).contains("群馬県職員認証でログイン", "href=\"/oauth2/authorization/pref\"");
        assertThat(signsIn().location()).isEqualTo(here("/inbox").toString());
        assertThat(browser.get(here("/inbox")).body()).contains("佐藤　真由美", "主任");
        assertThat(browser.get(here("/admin")).status()).isEqualTo(403);
    }

    @Test
    @DisplayName("開こうとした画面に、ログインのあとで着く")
    void one_arrives_where_one_wanted_to_go() throws Exception {
        provider.serves(Map.of("sub", "4711", "preferred_username", login(office.reviewer("佐藤　真由美"))));
        assertThat(browser.get(here("/cases")).location()).endsWith("/sign-in");
        assertThat(signsIn().location()).startsWith(here("/cases").toString());
    }

    @Test
    @DisplayName("職員IDがメールアドレスのときは、確認済みのメールアドレスで分かる。未確認なら断る")
    void an_address_counts_when_it_was_checked() throws Exception {
        String login = login(office.applicant("株式会社上毛マスク"));
        provider.serves(Map.of("sub", "4712", "email", login, "email_verified", true));
        assertThat(signsIn().location()).isEqualTo(here("/my/cases").toString());
        browser = new WebSession();
        provider.serves(Map.of("sub", "4712", "email", login, "email_verified", false));
        assertRefused("この窓口のアカウントがありません");
    }

    @Test
    @DisplayName("窓口にアカウントのない人、名前の分からない人は、次にすることを示して断る")
    void an_unknown_person_is_refused() throws Exception {
        provider.serves(Map.of("sub", "4713", "preferred_username", "nobody-here"));
        assertRefused("この窓口のアカウントがありません");
        provider.serves(Map.of("sub", "4714"));
        assertRefused("この窓口のアカウントがありません");
    }

    @Test
    @DisplayName("閉じたアカウントの人は断る")
    void who_left_is_refused() throws Exception {
        Actor gone = office.reviewer("高橋　次郎");
        accounts.retire(gone.id(), gone.government());
        provider.serves(Map.of("sub", "4715", "preferred_username", login(gone)));
        assertRefused("このアカウントは使えません");
    }

    @Test
    @DisplayName("別の問合せの答え（state）、使い回しの証明（nonce）では、ログインできない")
    void an_answer_to_another_question_is_refused() throws Exception {
        provider.serves(Map.of("sub", "4716", "preferred_username", login(office.reviewer("佐藤　真由美"))));
        URI back = comesBack();
        Answer forged = browser.get(UriComponentsBuilder.fromUri(back).replaceQueryParam("state", "forged").build(true).toUri());
        assertTold(forged, "組織のアカウントでログインできませんでした");
        assertTold(new WebSession().get(back), "組織のアカウントでログインできませんでした");
        provider.answersWithNonce("replayed");
        assertRefused("組織のアカウントでログインできませんでした");
    }

    @Test
    @DisplayName("認証基盤が証明を出さないときも、次にすることを示す")
    void a_broken_provider_is_told() throws Exception {
        provider.serves(Map.of("sub", "4717", "preferred_username", login(office.reviewer("佐藤　真由美"))));
        provider.breaks();
        assertRefused("組織のアカウントでログインできませんでした");
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_denied", "server_error"})
    @DisplayName("認証基盤で取りやめたときと、誤りのときは、別に示す")
    void a_refusal_of_the_provider_is_told(String error) throws Exception {
        provider.serves(Map.of());
        provider.refuses(error);
        assertRefused(error.equals("access_denied") ? "ログインを取りやめました" : "組織のアカウントでログインできませんでした");
    }

    @Test
    @DisplayName("ログアウトすると、認証基盤からもログアウトして、ログイン画面に戻る")
    void signing_out_leaves_the_provider_too() throws Exception {
        provider.serves(Map.of("sub", "4718", "preferred_username", login(office.reviewer("佐藤　真由美"))));
        signsIn();
        assertThat(browser.get(here("/inbox")).status()).isEqualTo(200);
        Answer out = browser.post(here("/sign-out"), Map.of());
        assertThat(out.location()).startsWith(provider.issuer() + "/sign-out").contains("id_token_hint=");
        Answer back = browser.get(URI.create(out.location()));
        assertThat(back.location()).isEqualTo(here("/sign-in?out").toString());
        assertThat(browser.get(here("/inbox")).location()).endsWith("/sign-in");
    }

    @Test
    @DisplayName("ブラウザーは、認証基盤へのログアウトを止めない")
    void a_browser_is_let_out_to_the_provider() {
        provider.serves(Map.of("sub", "4719", "preferred_username", login(office.reviewer("佐藤　真由美"))));
        try (Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))) {
            Page page = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of("/usr/bin/chromium"))
                    .setArgs(List.of("--no-sandbox"))).newPage();
            page.setDefaultTimeout(15_000);
            page.navigate(here("/sign-in").toString());
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("群馬県職員認証でログイン")).click();
            page.waitForURL(here("/inbox").toString());
            page.locator(".md-person summary").click();
            page.locator("form[action='/sign-out'] button").click();
            page.waitForURL(here("/sign-in?out").toString());
        }
    }

    @Test
    @DisplayName("パスワードでのログインとログアウトは変わらない")
    void passwords_still_work() throws Exception {
        String login = login(office.reviewer("佐藤　真由美"));
        browser.get(here("/sign-in"));
        assertThat(browser.post(here("/sign-in"), Map.of("login", login, "password", "madoguchi-test")).location()).endsWith("/inbox");
        browser.get(here("/inbox"));
        assertThat(browser.post(here("/sign-out"), Map.of()).location()).endsWith("/sign-in?out").doesNotContain(provider.issuer());
    }

    @Test
    @DisplayName("openidのない設定では起動しない")
    void a_provider_without_openid_stops_the_start() {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("repository", new InMemoryClientRegistrationRepository(CommonOAuth2Provider.GITHUB.getBuilder("pref")
                .clientId("id").clientSecret("secret").build()));
        ObjectProvider<ClientRegistrationRepository> repository = beans.getBeanProvider(ClientRegistrationRepository.class);
        assertThatThrownBy(() -> new Providers(repository)).isInstanceOf(IllegalStateException.class).hasMessageContaining("openid");
    }

    /** Through the provider and back. @return where the person is led then */
    private Answer signsIn() throws IOException {
        return browser.get(comesBack());
    }

    private URI comesBack() throws IOException {
        Answer asked = browser.get(here("/oauth2/authorization/pref"));
        assertThat(asked.location()).startsWith(provider.issuer() + "/authorize?").contains("nonce=", "state=");
        Answer answered = browser.get(URI.create(asked.location()));
        assertThat(answered.location()).as(answered.body()).startsWith(here("/login/oauth2/code/pref").toString());
        return URI.create(answered.location());
    }

    private void assertRefused(String told) throws IOException {
        assertTold(signsIn(), told);
    }

    private void assertTold(Answer answer, String told) throws IOException {
        assertThat(answer.location()).contains("/sign-in?provider=");
        assertThat(browser.get(URI.create(answer.location())).body()).contains(told);
        assertThat(browser.get(here("/inbox")).location()).endsWith("/sign-in");
    }

    private String login(Actor actor) {
        return accounts.get(actor.id()).login();
    }

    private URI here(String path) {
        return URI.create("http://localhost:" + port + path);
    }
}
