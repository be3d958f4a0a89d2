package jp.madoguchi.inbox;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.TaskDesk;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Desk;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import jp.madoguchi.support.Chromium;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Officers at their desks, in a real browser.
 */
@MadoguchiTest
class InboxStoryTest {

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("inbox");

    private static final String CHECK = "UserTask_CheckCompleteness";
    private static final String LONG_NAME = "株式会社𠮷神髙島メディカルサプライズ北関東第一製造所";

    @Autowired
    TestOffice office;
    @Autowired
    Organisation organisation;
    @Autowired
    TaskDesk desk;

    private static Page signedIn(Actor actor) {
        return chromium.signedIn(chromium.page(1440, true), actor);
    }

    private static int status(Page page, Runnable deed) {
        Response response = page.waitForNavigation(deed);
        return response.status();
    }

    private static void press(Page page, String label) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(label).setExact(true)).first().click();
    }

    private CaseNumber received(String company, boolean incomplete) {
        Actor applicant = office.applicant(company);
        Map<String, Object> answers = new HashMap<>(office.eligibleApplication(applicant, company).asMap());
        if (incomplete) {
            answers.remove("vfeCertificate");
        }
        return office.receives(applicant, Answers.of(answers));
    }

    @Test
    @DisplayName("審査担当：絞り込んだ一覧から担当し、補正を求めると、同じ一覧の次の作業に戻る")
    void a_reviewer_asks_for_a_correction_and_goes_on() {
        Actor reviewer = office.reviewer("髙﨑　一郎");
        CaseNumber first = received(LONG_NAME, true);
        CaseNumber second = received("有限会社𠮷神髙商店", false);
        Page page = signedIn(reviewer);
        assertThat(page).hasURL(java.util.regex.Pattern.compile(".*/inbox.*"));
        page.fill("#q", "𠮷神髙");
        page.selectOption("#step", "UserTask_CheckCompleteness");
        press(page, "絞り込む");
        assertThat(page.locator("tbody tr")).hasCount(2);
        assertThat(page.locator("tbody tr").first()).containsText(first.value());
        assertThat(page.locator("tbody tr").first()).containsText("営業日");
        chromium.findsNoBarrier(page);
        chromium.picture(page, "inbox-1440");

        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(first.value())).click();
        assertThat(page.locator("h1")).containsText(LONG_NAME);
        assertThat(page.locator("#submission")).containsText("未記入・未提出");
        chromium.findsNoBarrier(page);
        chromium.picture(page, "task-free-1440");
        press(page, "担当する");
        assertThat(page.locator(".md-banner").first()).containsText("この作業の担当になりました");
        page.locator("input[name=_outcome][value=correct]").check();
        page.locator("summary", new Page.LocatorOptions().setHasText("補正を求める項目を選ぶ")).click();
        chromium.findsNoBarrier(page);
        chromium.picture(page, "task-mine-1440");

        int refused = status(page, () -> press(page, "この内容で完了する"));
        assertThat(refused).isEqualTo(409);
        assertThat(page.locator(".md-banner").first()).containsText("補正を求める項目を1つ以上選び");
        assertThat(page.locator("input[name=_outcome][value=correct]")).isChecked();
        page.locator("summary", new Page.LocatorOptions().setHasText("補正を求める項目を選ぶ")).click();
        page.locator("input[name='_why.vfeCertificate']").fill("VFEの証明書を添付してください。");
        page.fill("#comment", "証明書が1通足りません。");
        press(page, "この内容で完了する");
        assertThat(page.locator(".md-banner").first()).containsText("「書類の確認」を完了しました");
        assertThat(page).hasURL(java.util.regex.Pattern.compile(".*step=UserTask_CheckCompleteness.*here=.*#task-.*"));
        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.locator("tbody tr[data-here]")).containsText(second.value());
        assertThat(page.locator("#step")).hasValue("UserTask_CheckCompleteness");
        chromium.picture(page, "inbox-after-1440");

        page.locator(".md-tabs a", new Page.LocatorOptions().setHasText("相手待ち")).click();
        assertThat(page.locator("tbody")).containsText(first.value());
        chromium.findsNoBarrier(page);
        page.locator(".md-tabs a", new Page.LocatorOptions().setHasText("完了した作業")).click();
        assertThat(page.locator("tbody")).containsText("補正を求める");
        chromium.findsNoBarrier(page);
        page.locator(".md-tabs a", new Page.LocatorOptions().setHasText("自分の担当")).click();
        assertThat(page.locator(".md-empty")).containsText("担当している作業はありません");
        chromium.findsNoBarrier(page);
        chromium.picture(page, "inbox-empty-1440");

        Page phone = chromium.signedIn(chromium.phone(), reviewer);
        phone.navigate("/inbox?q=%F0%A0%AE%B7%E7%A5%9E%E9%AB%99");
        chromium.picture(phone, "inbox-360");
        chromium.findsNoBarrier(phone);
        phone.navigate("/cases/" + first.value());
        assertThat(phone.locator("body")).containsText("VFEの証明書を添付してください。");
        chromium.findsNoBarrier(phone);
        chromium.picture(phone, "case-360");
    }

    @Test
    @DisplayName("決裁者：代決者は代決として、スクリプトなしでも決裁でき、審査した者は断られる")
    void a_deputy_decides_without_scripts() {
        Actor reviewer = office.reviewer("審査　花子");
        Actor decider = office.decider("決裁　太郎");
        Actor deputy = office.staff("代決　次郎", "sangyoseisaku", Role.REVIEWER, "課長補佐");
        CaseNumber number = Journeys.receivedFromElsewhere(office, LONG_NAME);
        Journeys.toDecision(office, reviewer, number);
        DataScope.within(TestOffice.GUNMA, () -> organisation.registerAbsence(TestOffice.GUNMA, decider.id(), deputy.id(), office.today(),
                office.today(), "出張", decider));
        String task = office.task(number, "UserTask_Decide").id();

        Page blocked = signedIn(reviewer);
        blocked.navigate("/tasks/" + task);
        assertThat(blocked.locator("#work")).containsText("この作業は、あなたの所属・職の担当ではありません。");
        assertThat(blocked.locator("#conclude")).hasCount(0);
        DataScope.within(TestOffice.GUNMA, () -> organisation.appoint(reviewer.id(), new Desk(TestOffice.GUNMA, "sangyoseisaku", Role.DECIDER),
                "産業政策課長", office.today()));
        blocked.navigate("/tasks/" + task);
        assertThat(blocked.locator("#work")).containsText("あなたはこの案件を審査したため、決裁はできません。");
        assertThat(blocked.locator("#conclude")).hasCount(0);

        Page page = chromium.signedIn(chromium.withoutScripts(), deputy);
        page.navigate("/inbox?q=" + number);
        assertThat(page.locator("tbody tr")).containsText("代決");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(number.value())).click();
        assertThat(page.locator("main")).containsText("県内で製造されていない");
        assertThat(page.locator("main")).containsText("決裁　太郎の不在により代決できます");
        readsTheLettersAhead(page, number);
        press(page, "担当する");
        page.locator("input[name=_outcome][value=refused]").check();
        int refused = status(page, () -> press(page, "この内容で決裁する"));
        assertThat(refused).isEqualTo(409);
        assertThat(page.locator(".md-banner").first()).containsText("理由を書いてください");
        assertThat(page.locator("input[name=_outcome][value=refused]")).isChecked();
        page.fill("#comment", "県内で製造されていないため。");
        chromium.picture(page, "decide-1440");
        press(page, "この内容で決裁する");
        assertThat(page.locator(".md-banner").first()).containsText("「決裁」を完了しました");

        office.runsDueJobs(number);
        Page reading = signedIn(decider);
        reading.navigate("/cases/" + number);
        String letter = reading.locator("#letters a").first().getAttribute("href");
        assertThat(reading.request().get(chromium.address(letter)).headers()).containsEntry("content-type", "application/pdf");
        assertThat(reading.request().get(chromium.address("/cases/" + number + "/letters/vendor-refusal/preview")).status()).isEqualTo(200);
        assertThat(reading.request().get(chromium.address("/cases/" + number + "/letters/unheard-of/preview")).status()).isEqualTo(404);
        Locator stamps = reading.locator(".md-card", new Page.LocatorOptions().setHasText("決裁欄"));
        assertThat(stamps).containsText("代決　次郎");
        assertThat(stamps).containsText("決裁　太郎の不在による");
        assertThat(stamps).containsText("後閲");
        chromium.findsNoBarrier(reading);
        chromium.picture(reading, "case-1440");
        reading.fill("#note-text", "後日、本人に説明する。");
        press(reading, "追加する");
        assertThat(reading.locator("#notes")).containsText("後日、本人に説明する。");
        reading.navigate("/cases?q=" + number.value().toLowerCase());
        assertThat(reading.locator("tbody tr")).hasCount(1);
        chromium.findsNoBarrier(reading);
        chromium.picture(reading, "cases-1440");
    }

    /** Both letters that may go out can be read before the decision, also the refusal whose reason is still to be written. */
    private static void readsTheLettersAhead(Page page, CaseNumber number) {
        Locator links = page.locator("section[aria-labelledby=letters-ahead] a");
        assertThat(links.allTextContents()).containsExactly("決定の通知の見本（PDF）（新しい画面で開きます）", "不決定の通知の見本（PDF）（新しい画面で開きます）");
        for (Locator link : links.all()) {
            assertThat(link).hasAttribute("target", "_blank");
            link.focus();
            assertThat(link).isFocused();
            APIResponse letter = page.request().get(chromium.address(link.getAttribute("href")));
            assertThat(letter.status()).as(letter.url()).isEqualTo(200);
            assertThat(new String(letter.body(), 0, 4, StandardCharsets.US_ASCII)).isEqualTo("%PDF");
        }
    }

    @Test
    @DisplayName("決裁者：満たさない要件のない申込みでも、まだ理由のない不決定の通知を、決裁の前に携帯の画面でも読める")
    void a_decider_reads_the_letters_first() {
        Actor applicant = office.applicant("株式会社見本");
        CaseNumber number = office.receives(applicant, office.eligibleApplication(applicant, "株式会社見本"));
        office.reviewsToTheOpinion(office.reviewer("審査　見本"), applicant, number);
        Page page = chromium.signedIn(chromium.phone(), office.decider("決裁　見本"));
        page.navigate("/tasks/" + office.task(number, "UserTask_Decide").id());
        readsTheLettersAhead(page, number);
        press(page, "担当する");
        readsTheLettersAhead(page, number);
        chromium.looksAt(page, "decide");
    }

    @Test
    @DisplayName("古い画面：ほかの職員が終えた作業を完了しようとすると、入力した内容とともに断られる")
    void a_stale_page_loses_nothing() {
        Actor first = office.reviewer("先手　一郎");
        Actor second = office.reviewer("後手　二郎");
        CaseNumber number = received("株式会社古画面", false);
        String task = office.task(number, CHECK).id();
        Page page = chromium.signedIn(chromium.phone(), first);
        page.navigate("/tasks/" + task + "?back=%2Finbox%3Fdue%3Dweek");
        press(page, "担当する");
        page.locator("input[name=_outcome][value=complete]").check();
        page.fill("#comment", "あとで消えては困る所見");
        chromium.picture(page, "task-mine-360");
        chromium.findsNoBarrier(page);

        DataScope.within(TestOffice.GUNMA, () -> desk.assign(task, second.id(), first));
        assertThat(status(page, () -> press(page, "この内容で完了する"))).isEqualTo(409);
        assertThat(page.locator(".md-banner").first()).containsText("後手　二郎さんがすでに担当しています");
        assertThat(page.locator("#work")).containsText("あとで消えては困る所見");
        DataScope.within(TestOffice.GUNMA, () -> desk.assign(task, first.id(), second));

        page.navigate("/tasks/" + task + "?back=%2Finbox%3Fdue%3Dweek");
        page.locator("input[name=_outcome][value=complete]").check();
        page.fill("#comment", "あとで消えては困る所見");
        DataScope.within(TestOffice.GUNMA, () -> desk.conclude(task, first, Conclusion.of("complete", Answers.NONE, "")));
        assertThat(status(page, () -> press(page, "この内容で完了する"))).isEqualTo(409);
        assertThat(page.locator("h1")).containsText("この作業はもうありません");
        assertThat(page.locator("main")).containsText("あとで消えては困る所見");
        assertThat(page.locator("main")).containsText("先手　一郎：書類は整っている");
        chromium.findsNoBarrier(page);
        chromium.picture(page, "gone-360");
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("一覧に戻る"))).hasAttribute("href", "/inbox?due=week");
    }

    @Test
    @DisplayName("同時：二人が同時に担当しても、二つの画面で同時に完了しても、成功するのは一つだけで、もう一つには理由が伝わる")
    void of_two_at_once_one_wins_and_the_other_is_told() {
        Actor first = office.reviewer("同時　一郎");
        Actor second = office.reviewer("同時　二郎");
        Page one = signedIn(first);
        Page two = signedIn(second);
        for (int i = 0; i < 5; i++) {
            CaseNumber number = received("株式会社同時", false);
            String task = office.task(number, CHECK).id();
            one.navigate("/tasks/" + task);
            two.navigate("/tasks/" + task);
            List<String> told = together(one, two, "form[action$='/claim']");
            assertThat(told).filteredOn(answer -> answer.startsWith("200")).hasSize(1);
            assertThat(told).filteredOn(answer -> answer.startsWith("409") && answer.contains("担当しています")).hasSize(1);

            Page winner = told.get(0).startsWith("200") ? one : two;
            Page again = winner.context().newPage();
            for (Page tab : List.of(winner, again)) {
                tab.navigate("/tasks/" + task);
                tab.locator("input[name=_outcome][value=complete]").check();
            }
            List<String> concluded = together(winner, again, "#conclude");
            assertThat(concluded).filteredOn(answer -> answer.startsWith("200")).hasSize(1);
            assertThat(concluded).filteredOn(answer -> answer.startsWith("409") && answer.contains("この作業はもうありません")).as("%s", concluded).hasSize(1);
            assertThat(office.openTasks(number)).isNotEmpty().doesNotContain(CHECK);
            again.close();
        }
    }

    /** Sends a form from two pages at once. @return status and text of each answer */
    private static List<String> together(Page one, Page two, String form) {
        for (Page page : List.of(one, two)) {
            page.evaluate("""
                    selector => {
                      const form = document.querySelector(selector);
                      window.answer = fetch(form.action, { method: 'POST', body: form.enctype === 'multipart/form-data'
                        ? new FormData(form) : new URLSearchParams(new FormData(form)) }).then(async r => r.status + await r.text());
                    }""", form);
        }
        return List.of((String) one.evaluate("window.answer"), (String) two.evaluate("window.answer"));
    }

    @Test
    @DisplayName("他団体の職員には、作業も案件も存在しない")
    void another_governments_officer_finds_nothing() {
        CaseNumber number = received("株式会社群馬", false);
        String task = office.task(number, CHECK).id();
        Page page = signedIn(office.staff("020001", "青森　一郎", "kansen", Role.REVIEWER, "主査"));
        assertThat(page.navigate("/tasks/" + task).status()).isEqualTo(404);
        assertThat(page.navigate("/cases/" + number).status()).isEqualTo(404);
        page.navigate("/cases?q=" + number);
        assertThat(page.locator(".md-empty")).isVisible();
        assertThat(page.navigate("/inbox?view=waiting&q=" + number).status()).isEqualTo(200);
        assertThat(page.locator("tbody tr")).hasCount(0);
    }
}
