package jp.madoguchi.site.admin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.support.Chromium;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * An administrator at work, in a real browser.
 */
@MadoguchiTest
class AdminStoryTest {

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("admin");

    private static final List<String> PAGES = List.of("/admin", "/admin/incidents", "/admin/absences", "/admin/calendar",
            "/admin/programmes", "/admin/accounts", "/admin/clock", "/mail-box");

    @Autowired
    BusinessClock clock;
    @Autowired
    TestOffice office;
    @Autowired
    ManagementService management;
    @Autowired
    RuntimeService runtime;

    private StoppedLetter stopped;

    @BeforeEach
    void aLetterThatStops() {
        stopped = new StoppedLetter(office, management, runtime);
    }

    @Test
    @DisplayName("管理のどの画面にもアクセシビリティの違反がなく、幅320ピクセルにも収まる")
    void every_page_is_accessible_and_fits() {
        for (int width : new int[] {Chromium.DESKTOP, Chromium.SMALLEST}) {
            Page page = chromium.signedIn(chromium.page(width, true), "admin", "madoguchi");
            for (String address : PAGES) {
                assertThat(page.navigate(address).status()).as(address).isEqualTo(200);
                chromium.picture(page, address.substring(1).replace('/', '-') + "-" + width);
                chromium.findsNoBarrier(page);
            }
        }
    }

    @Test
    @DisplayName("止まった通知の原因を読み、対処を書いて再実行する")
    void an_incident() {
        CaseNumber number = stopped.atTheLetter();
        Page page = signedIn("admin", true);
        page.navigate("/admin/incidents");
        Locator card = page.locator(".md-card", new Page.LocatorOptions().setHasText(number.value()));
        assertThat(card).containsText("通知書の発行（通知）");
        assertThat(card).containsText("No letter kind no-such-letter");
        card.locator("summary").click();
        chromium.findsNoBarrier(page);
        chromium.picture(page, "incident");
        card.locator("button", new Locator.LocatorOptions().setHasText("再実行する")).click();
        assertThat(page.locator("main")).containsText("原因と行った対処を");
        stopped.repaired(number);
        card.locator("textarea").fill("ひな形の名前を直した。");
        card.locator("button", new Locator.LocatorOptions().setHasText("再実行する")).click();
        assertThat(page.locator("main")).containsText("再実行を指示しました");
        assertThat(page.locator("tr", new Page.LocatorOptions().setHasText(number.value()))).containsText("通知書の発行");
        chromium.picture(page, "incident-resolved");
    }

    @Test
    @DisplayName("不在を登録する。誤りがあれば入力を残して知らせ、登録したものは取り消せる（JavaScriptなし）")
    void an_absence() {
        Page page = signedIn("gunma-manager", false);
        page.navigate("/admin/absences");
        page.selectOption("#person", page.locator("#person option", new Page.LocatorOptions().setHasText("鈴木　一郎（産業政策課長）")).first().getAttribute("value"));
        page.selectOption("#deputy", page.locator("#deputy option", new Page.LocatorOptions().setHasText("髙橋　健司")).first().getAttribute("value"));
        fillDay(page, "from", "令和12", "2", "30");
        fillDay(page, "to", "2030", "3", "1");
        page.fill("#reason", "研修");
        press(page, "登録する");
        assertThat(page.locator("main")).containsText("開始日：存在しない日付です");
        assertThat(page.locator("#reason")).hasValue("研修");
        assertThat(page.locator("#toYear")).hasValue("2030");
        page.fill("#fromDay", "27");
        press(page, "登録する");
        assertThat(page.locator("main")).containsText("不在を登録しました");
        assertThat(page.locator("main")).containsText("令和12年2月27日（水）");
        page.locator("tr", new Page.LocatorOptions().setHasText("令和12年2月27日")).locator("button").click();
        assertThat(page.locator("main")).containsText("不在の登録を取り消しました");
    }

    @Test
    @DisplayName("閉庁日を定めて元に戻し、内閣府の一覧は取り込む前に何が変わるかを見られる")
    void the_calendar() {
        Page page = signedIn("admin", true);
        page.navigate("/admin/calendar?year=2049");
        page.fill("#year", "2049");
        page.fill("#month", "10");
        page.fill("#day", "28");
        press(page, "定める");
        assertThat(page.locator("main")).containsText("名称を入力してください");
        page.fill("#name", "県民の日");
        press(page, "定める");
        assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("県民の日"))).containsText("この団体の条例・規則");
        press(page, "元に戻す");
        assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("県民の日"))).hasCount(0);
        upload(page, "国民の祝日・休日月日,国民の祝日・休日名称\n2049/1/1,元日\n2049/6/6,特別な休日\n");
        assertThat(page.locator("main")).containsText("特別な休日");
        assertThat(page.locator("main")).containsText("開庁日に変わる日");
        chromium.findsNoBarrier(page);
        page.navigate("/admin/calendar");
        upload(page, "国民の祝日・休日月日,国民の祝日・休日名称\n2049/13/1,元日\n");
        assertThat(page.locator("main")).containsText("2行目：日付を読み取れません");
    }

    @Test
    @DisplayName("職員のアカウントを開くとその人がログインでき、閉じるとできなくなる")
    void an_account() {
        Page page = signedIn("admin", true);
        page.navigate("/admin/accounts");
        page.fill("#login", "gunma-newcomer");
        page.fill("#name", "新人　太郎");
        page.fill("#password", "short");
        page.selectOption("#section", "shinjigyo");
        page.selectOption("#role", "REVIEWER");
        page.fill("#title", "主事");
        press(page, "アカウントを開く");
        assertThat(page.locator("main")).containsText("10文字以上");
        assertThat(page.locator("#name")).hasValue("新人　太郎");
        page.fill("#password", "madoguchi-neu");
        press(page, "アカウントを開く");
        assertThat(page.locator("main")).containsText("新人　太郎さんのアカウントを開きました");
        assertThat(signedIn("gunma-newcomer", "madoguchi-neu", true).url()).doesNotContain("error");
        page.locator("tr", new Page.LocatorOptions().setHasText("gunma-newcomer")).locator("summary").click();
        page.locator("tr", new Page.LocatorOptions().setHasText("gunma-newcomer")).locator("button").click();
        assertThat(page.locator("main")).containsText("アカウントを閉じました");
        assertThat(signedIn("gunma-newcomer", "madoguchi-neu", true).url()).contains("error");
    }

    @Test
    @DisplayName("デモの時計を進めると日付が変わり、進めたことが記録に残る。過去の日には進められない")
    void the_time_machine() {
        Page page = signedIn("admin", true);
        page.navigate("/admin/clock");
        fillPlainDay(page, "2020", "1", "1");
        press(page, "この日まで進める");
        assertThat(page.locator("main")).containsText("時計は戻せません");
        String tomorrow = Shown.day(clock.today().plusDays(1));
        press(page, "1日進める");
        assertThat(page.locator("dl")).containsText(tomorrow);
        assertThat(page.locator("#happened")).containsText("デモの時計を" + tomorrow + "に進めました");
        chromium.findsNoBarrier(page);
    }

    @Test
    @DisplayName("監査証跡をすべて検証し、その結果が残る")
    void the_trail_is_examined() {
        Page page = signedIn("admin", true);
        press(page, "いますべて検証する");
        assertThat(page.locator("#trail")).containsText("山本　直樹");
    }

    @Test
    @DisplayName("管理者は不在のほかの管理画面を開けず、メール箱はログインしなくても読める")
    void doors() {
        Page page = signedIn("gunma-manager", true);
        assertThat(page.navigate("/admin/absences").status()).isEqualTo(200);
        for (String address : List.of("/admin", "/admin/incidents", "/admin/calendar", "/admin/accounts", "/admin/clock")) {
            assertThat(page.navigate(address).status()).as(address).isEqualTo(403);
        }
        Response visitor = chromium.desktop().navigate("/mail-box");
        assertThat(visitor.status()).isEqualTo(200);
        assertThat(page.navigate("/mail-box/none").status()).isEqualTo(404);
    }

    private static void press(Page page, String button) {
        page.locator("main button", new Page.LocatorOptions().setHasText(button)).first().click();
    }

    private static void fillDay(Page page, String prefix, String year, String month, String day) {
        page.fill("#" + prefix + "Year", year);
        page.fill("#" + prefix + "Month", month);
        page.fill("#" + prefix + "Day", day);
    }

    private static void fillPlainDay(Page page, String year, String month, String day) {
        page.fill("#year", year);
        page.fill("#month", month);
        page.fill("#day", day);
    }

    private static void upload(Page page, String csv) {
        page.setInputFiles("#file", new FilePayload("syukujitsu.csv", "text/csv", csv.getBytes(StandardCharsets.UTF_8)));
        press(page, "変わる日を確かめる");
    }

    private static Page signedIn(String login, boolean scripts) {
        return signedIn(login, "madoguchi", scripts);
    }

    private static Page signedIn(String login, String password, boolean scripts) {
        return chromium.signedIn(scripts ? chromium.desktop() : chromium.withoutScripts(), login, password);
    }
}
