package jp.madoguchi.booth;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Role;
import jp.madoguchi.support.Chromium;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Events in a real browser: their page with chart, tables and daily reports from a file; officers of prefecture and city. */
@MadoguchiTest
class BoothStoryTest {

    private static final String MIYAGI = "040002";
    private static final String PROGRAMME = "miyagi-mynumber-r6";
    private static final String SENDAI = "041009";
    private static final String HOSTED = "仙台市若林区文化センター　展示ホール";
    private static final String VENUE = "石巻市総合体育館　ロビー";

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("booth");

    @Autowired
    TestOffice office;
    @Autowired
    DailyFile dailyFile;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionOperations transactions;

    @Test
    @DisplayName("受託者が開催の画面から日次報告のファイルを出し、誤りを直して提出し、県の管理者が進捗を確かめる")
    void daily_reports_and_progress() {
        Actor contractor = office.contractor(MIYAGI, "digimiya", PROGRAMME, "ブース運営");
        Actor manager = office.staff(MIYAGI, "仙台　次郎", "digital", Role.MANAGER, "課長");
        CaseNumber event = held(contractor);

        Page sending = chromium.signedIn(chromium.desktop(), contractor);
        sending.locator("nav a", new Page.LocatorOptions().setHasText("ブース・説明会")).click();
        sends(sending, event, "8");
        assertThat(sending.locator("#problems")).containsText("紙の合計（8）が、年代別の件数の合計（4）と一致しません");
        chromium.looksAt(sending, "refused");
        sends(sending, event, "4");
        assertThat(sending.locator("#taken")).containsText("1件の日次報告を提出しました");

        Page watching = chromium.signedIn(chromium.desktop(), manager);
        watching.navigate("/booth/" + PROGRAMME);
        assertThat(watching.locator(".md-chart__canvas canvas").first()).isVisible();
        assertThat(watching.locator("main")).containsText(VENUE);
        chromium.looksAt(watching, "events");
        chromium.illustrates(watching, "booth-events", 1000);
        watching.navigate("/dashboard/" + PROGRAMME);
        assertThat(watching.locator("#targets")).containsText("支援した申請の件数");
        chromium.looksAt(watching, "figures");

        Page small = chromium.signedIn(chromium.phone(), contractor);
        small.navigate("/booth/" + PROGRAMME);
        assertThat(small.locator("main")).containsText(VENUE);
        chromium.looksAt(small, "phone");
        Page plain = chromium.signedIn(chromium.withoutScripts(), contractor);
        plain.navigate("/booth/" + PROGRAMME);
        assertThat(plain.locator("main")).containsText(VENUE);
        sending.navigate("/booth/" + PROGRAMME + "?lang=en");
        assertThat(sending.locator("h1")).hasText("Events");
    }

    @Test
    @DisplayName("県の担当者が協議し、会場の市の担当者が検討して課長が同意し、その条件を見て県の課長が承認する")
    void the_host_city_agrees() {
        Actor contractor = office.contractor(MIYAGI, "digimiya", PROGRAMME, "ブース運営");
        Map<String, Object> proposal = proposal(HOSTED, 14);
        proposal.put("municipality", "仙台市");
        proposal.put("hostTakesPart", "outreach");
        CaseNumber number = office.opens(contractor, PROGRAMME, "booth-session", proposal);

        Page consulting = chromium.signedIn(chromium.desktop(), office.staff(MIYAGI, "宮城　花子", "digimiya", Role.REVIEWER, "主事"));
        opens(consulting);
        consulting.fill("textarea[name=eventOpinion]", "来場が見込まれ、配置も適当である。");
        chromium.looksAt(consulting, "consultation");
        concludes(consulting, "forward");
        office.runsDueJobs(number);

        Page clerk = chromium.signedIn(chromium.desktop(), office.staff(SENDAI, "青葉　三郎", "mycard", Role.REVIEWER, "主事"));
        opens(clerk);
        assertThat(clerk.locator("main")).containsText("宮城県");
        assertThat(clerk.locator("main")).containsText("休日の来場が多い。");
        assertThat(clerk.locator("main")).containsText("案件を開始しました。");
        clerk.fill("textarea[name=hostOpinion]", "協力できる。");
        clerk.fill("textarea[name=hostConditions]", "市職員2名を派遣します。");
        chromium.looksAt(clerk, "host-city");
        concludes(clerk, "forward");
        Page headOfSection = chromium.signedIn(chromium.phone(), office.staff(SENDAI, "泉　四郎", "koseki", Role.DECIDER, "課長"));
        opens(headOfSection);
        assertThat(headOfSection.locator("main")).containsText("市職員2名を派遣します。");
        chromium.looksAt(headOfSection, "host-city-decision");
        concludes(headOfSection, "granted");
        office.runsDueJobs(asked(number));

        Page deciding = chromium.signedIn(chromium.desktop(), office.staff(MIYAGI, "仙台　次郎", "digital", Role.DECIDER, "課長"));
        opens(deciding);
        assertThat(deciding.locator("main")).containsText("仙台市が開催への協力に同意しました。市職員2名を派遣します。");
        chromium.looksAt(deciding, "decision");
        concludes(deciding, "granted");
        Page preparing = chromium.signedIn(chromium.withoutScripts(), contractor);
        opens(preparing);
        assertThat(preparing.locator("main")).containsText("市職員2名を派遣します。");
    }

    private CaseNumber asked(CaseNumber event) {
        return new CaseNumber(DataScope.within(SENDAI, () -> transactions.execute(status ->
                jdbc.sql("select case_number from booth_host where event = ?").param(event.value()).query(String.class).single())));
    }

    private static void opens(Page page) {
        page.navigate("/inbox");
        page.waitForNavigation(() -> page.locator("tr", new Page.LocatorOptions().setHasText(HOSTED)).first().locator("a").first().click());
        page.waitForNavigation(() -> page.locator("main button", new Page.LocatorOptions().setHasText("担当する")).first().click());
    }

    private static void concludes(Page page, String outcome) {
        Locator choice = page.locator("input[name=_outcome][value=" + outcome + "]");
        if (choice.count() > 0) {
            choice.check();
        }
        page.waitForNavigation(() -> page.locator("button", new Page.LocatorOptions().setHasText("この内容で")).click());
    }

    private Map<String, Object> proposal(String venue, int inDays) {
        Map<String, Object> proposal = new HashMap<>(Map.of("kind", "booth", "municipality", "石巻市", "venue", venue, "capacity", 150,
                "heldOn", office.today().plusDays(inDays).toString(), "startsAt", "10:00", "endsAt", "15:00", "expected", 60, "hostTakesPart", "no"));
        proposal.put("reason", "休日の来場が多い。");
        proposal.put("privacy", List.of("screens", "voices", "flow"));
        return proposal;
    }

    private void sends(Page page, CaseNumber event, String paperTotal) {
        String file = dailyFileOf(event, paperTotal);
        page.setInputFiles("#file", new FilePayload("days.csv", "text/csv", file.getBytes(StandardCharsets.UTF_8)));
        page.locator("form[enctype] button").click();
    }

    private String dailyFileOf(CaseNumber event, String paperTotal) {
        Map<String, String> row = new HashMap<>(Map.of("受付番号", event.value(), "開催日", office.today().toString(), "会場", VENUE, "実施回数", "1",
                "動員数", "4", "紙_30代", "4", "紙_合計", paperTotal, "オンライン_合計", "0"));
        row.putAll(Map.of("健康保険証利用", "0", "公金受取口座登録", "0", "アンケート_合計", "0", "その他_合計", "0"));
        List<String> header = dailyFile.header();
        return String.join(",", header) + "\r\n" + String.join(",", header.stream().map(column -> row.getOrDefault(column, "")).toList()) + "\r\n";
    }

    private CaseNumber held(Actor contractor) {
        Actor officer = office.staff(MIYAGI, "宮城　花子", "digimiya", Role.REVIEWER, "主事");
        Actor director = office.staff(MIYAGI, "青葉　三郎", "digital", Role.DECIDER, "課長");
        CaseNumber number = office.opens(contractor, PROGRAMME, "booth-session", proposal(VENUE, 0));
        office.concludes(officer, number, "UserTask_ConsultProposal", "forward", Map.of("eventOpinion", "適当である。"), "");
        office.concludes(director, number, "UserTask_Decide", "granted");
        office.concludes(contractor, number, BoothEvents.PREPARE, "ready", Map.of("checked", List.of("venue", "staff", "tags", "equipment", "pc-lock",
                "pc-virus", "pc-theft"), "infection", "unneeded", "staff", 4), "");
        office.concludes(contractor, number, BoothEvents.REPORT, "held", Map.of("visitors", 58), "");
        return number;
    }
}
