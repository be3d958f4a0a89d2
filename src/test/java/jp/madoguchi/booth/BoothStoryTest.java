package jp.madoguchi.booth;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.org.Role;
import jp.madoguchi.support.Chromium;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

/** The events' page in a real browser: chart, tables, and daily reports from a file. */
@MadoguchiTest
class BoothStoryTest {

    private static final String MIYAGI = "040002";
    private static final String PROGRAMME = "miyagi-mynumber-r6";
    private static final String VENUE = "石巻市総合体育館　ロビー";

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("booth");

    @Autowired
    TestOffice office;
    @Autowired
    DailyFile dailyFile;

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
        Map<String, Object> proposal = new HashMap<>(Map.of("kind", "booth", "municipality", "石巻市", "venue", VENUE, "capacity", 150,
                "heldOn", office.today().toString(), "startsAt", "10:00", "endsAt", "15:00", "expected", 60, "hostTakesPart", "no"));
        proposal.put("reason", "休日の来場が多い。");
        proposal.put("privacy", List.of("screens", "voices", "flow"));
        CaseNumber number = office.opens(contractor, PROGRAMME, "booth-session", proposal);
        office.concludes(officer, number, "UserTask_ConsultProposal", "forward", Map.of("eventOpinion", "適当である。"), "");
        office.concludes(director, number, "UserTask_Decide", "granted");
        office.concludes(contractor, number, BoothEvents.PREPARE, "ready", Map.of("checked", List.of("venue", "staff", "tags", "equipment", "pc-lock",
                "pc-virus", "pc-theft"), "infection", "unneeded", "staff", 4), "");
        office.concludes(contractor, number, BoothEvents.REPORT, "held", Map.of("visitors", 58), "");
        return number;
    }
}
