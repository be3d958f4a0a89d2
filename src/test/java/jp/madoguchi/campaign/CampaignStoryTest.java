package jp.madoguchi.campaign;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static jp.madoguchi.campaign.CampaignRoom.ANNAKA;
import static jp.madoguchi.campaign.CampaignRoom.HEADER;
import static jp.madoguchi.campaign.CampaignRoom.card;
import static jp.madoguchi.campaign.CampaignRoom.smartphone;
import static jp.madoguchi.campaign.CampaignRoom.within;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import jp.madoguchi.draw.DrawRules;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.lottery.DrawnTicket;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.Chromium;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** The campaign's page in a real browser. */
@MadoguchiTest
class CampaignStoryTest {

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("campaign");

    @Autowired
    TestOffice office;
    @Autowired
    Programmes programmes;
    @Autowired
    Windows windows;
    @Autowired
    Lots lots;
    @Autowired
    CampaignGrants grants;
    @Autowired
    TransactionTemplate transaction;

    @Test
    @DisplayName("担当者が誤ったファイルを断られ、直して取り込み、予算の到達を見て、管理者が終了を決め、付与ファイルを渡し、結果を読み、不能を処理する")
    void from_the_first_file_to_the_last_grant() throws IOException {
        LocalDate today = office.today();
        Programme programme = new CampaignRoom(programmes).opens(today.minusDays(3), today.plusDays(5),
                Map.of("prize-budget-yen", Map.of("smartphone", 4_000, "card", 1_000), "planned-charge-yen", Map.of("smartphone", 40_000, "card", 10_000)));
        Actor officer = office.staff(ANNAKA, "安藤　一郎", "seidigi", Role.REVIEWER, "主任");
        Actor manager = office.staff(ANNAKA, "係長　四季", "digital", Role.MANAGER, "係長");
        String here = "/campaigns/" + programme.code();

        Page working = chromium.signedIn(chromium.desktop(), officer);
        working.navigate("/inbox");
        working.locator("nav a", new Page.LocatorOptions().setHasText("キャンペーン")).click();
        assertThat(working.locator("h1")).hasText("キャンペーン");
        assertThat(working.locator("#campaign-2-1")).containsText("まだ決められていません");
        chromium.looksAt(working, "empty");
        working.navigate(here);
        takes(working, "", "", "");
        assertThat(working.locator("main")).containsText("チャージが1件もないファイルでした");
        String good = rows(today);
        takes(working, good + card("T-BAD", today.minusDays(1).atTime(9, 0), "C-1", "U9", -5_000) + card("T-1", today.minusDays(1).atTime(9, 0), "C-1", "U9", 5_000),
                "", "");
        assertThat(working.locator("#problems")).containsText("金額が負です");
        assertThat(working.locator("#problems")).containsText("二度あります");
        chromium.looksAt(working, "refused");
        takes(working, good, "99", "60,000");
        assertThat(working.locator("#problems")).containsText("件数が合いません");
        assertThat(working.locator("#rows")).hasValue("99");
        CaseNumber number = office.opens(officer, programme.code(), "campaign-1-draw", Map.of("drawTitle", "キャンペーン（1）の抽選"));
        takes(working, good, "１２", "60,000");
        assertThat(working.locator("main")).containsText("12件のチャージを取り込みました");
        assertThat(working.locator("#campaign-1-1")).containsText("対象のチャージで予算をすべて使える見込みです");
        assertThat(working.locator("#campaign-1-1 table")).containsText("45,000円");
        chromium.looksAt(working, "reached");

        Page deciding = chromium.signedIn(chromium.desktop(), manager);
        deciding.navigate("/tasks/" + office.task(number, CampaignCases.EARLY_END).id());
        deciding.waitForNavigation(() -> deciding.locator("main button", new Page.LocatorOptions().setHasText("担当する")).first().click());
        chromium.looksAt(deciding, "early-end");
        office.concludes(manager, number, CampaignCases.EARLY_END, "end-now");
        office.daysPass(1);
        office.runsDueJobs(number);
        takes(working, good, "", "");
        assertThat(working.locator("main")).containsText("すべて取込み済み");
        working.navigate("/tasks/" + office.task(number, CampaignCases.CONFIRM).id());
        working.waitForNavigation(() -> working.locator("main button", new Page.LocatorOptions().setHasText("担当する")).first().click());
        assertThat(working.locator("[name=smartphoneLots]")).hasValue("9");
        chromium.looksAt(working, "confirmation");

        grantsAreSent(programme, number, officer);
        working.navigate(here);
        assertThat(working.locator("#campaign-1-1")).containsText("結果待ち");
        Download sent = working.waitForDownload(() -> working.locator("#grants a", new Page.LocatorOptions().setHasText("grants-0001.csv")).click());
        List<String> lines = Files.readString(sent.path()).lines().skip(1).toList();
        StringBuilder answers = new StringBuilder(String.join(",", GrantResultFile.COLUMNS) + "\r\n");
        for (int i = 0; i < lines.size(); i++) {
            String[] row = lines.get(i).split(",");
            answers.append(String.join(",", row[0], row[1], row[3], row[4], i == 0 ? "不能" : "付与済", i == 0 ? "口座が解約されている" : "")).append("\r\n");
        }
        working.locator("#result").setInputFiles(new FilePayload("結果.csv", "text/csv", answers.toString().getBytes(Csv.WINDOWS_31J)));
        working.waitForNavigation(() -> working.locator("button", new Page.LocatorOptions().setHasText("結果を取り込む")).click());
        assertThat(working.locator("#failed ~ form")).containsText("口座が解約されている");
        chromium.looksAt(working, "grants");
        working.locator("#failed ~ form tbody label").first().click();
        working.waitForNavigation(() -> working.locator("button", new Page.LocatorOptions().setHasText("付与せずに終える")).click());
        assertThat(working.locator("main")).containsText("理由を入力してください");
        assertThat(working.locator("#failed ~ form tbody input")).isChecked();
        working.fill("#reason", "連絡がつかないため。");
        working.waitForNavigation(() -> working.locator("button", new Page.LocatorOptions().setHasText("付与せずに終える")).click());
        assertThat(working.locator("main")).containsText("1件を付与せずに終えました");
        Download notices = working.waitForDownload(() -> working.locator("#campaign-1-1 a", new Page.LocatorOptions().setHasText("当選者への通知")).click());
        org.assertj.core.api.Assertions.assertThat(Files.readString(notices.path(), StandardCharsets.UTF_8)).contains("当選しました", "S-000001");

        working.navigate(here + "?lang=en");
        assertThat(working.locator("h1")).hasText("Campaigns");
        chromium.looksAt(working, "english");
        Page small = chromium.signedIn(chromium.phone(), manager);
        small.navigate(here);
        assertThat(small.locator("#import")).hasCount(0);
        chromium.looksAt(small, "phone");
        Page plain = chromium.signedIn(chromium.withoutScripts(), officer);
        plain.navigate(here);
        takes(plain, good, "", "");
        assertThat(plain.locator("main")).containsText("すべて取込み済み");
    }

    private static String rows(LocalDate today) {
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 9; i++) {
            rows.append(smartphone("T-" + i, today.minusDays(1).atTime(9, i), "A-" + i, "U" + i, 5_000));
        }
        return rows + card("T-10", today.minusDays(1).atTime(9, 0), "C-1", "U1", 5_000) + card("T-11", today.minusDays(1).atTime(9, 0), "C-2", "", 5_000)
                + card("T-12", today.minusDays(1).atTime(9, 0), "C-3", "", 5_000);
    }

    private static void takes(Page page, String rows, String count, String yen) {
        page.locator("#file").setInputFiles(new FilePayload("チャージ.csv", "text/csv", (HEADER + rows).getBytes(Csv.WINDOWS_31J)));
        page.fill("#rows", count);
        page.fill("#yen", yen);
        Locator take = page.locator("#import button", new Page.LocatorOptions().setHasText("取り込む"));
        page.waitForNavigation(take::click);
    }

    /** As if the draw had been published: two lots won. */
    private void grantsAreSent(Programme programme, CaseNumber number, Actor officer) {
        CampaignTerms terms = CampaignTerms.of(programme, "campaign-1");
        DrawRules rules = terms.rules();
        within(() -> transaction.execute(status -> {
            Windows.Window window = windows.of(number).orElseThrow();
            lots.number(programme, terms, window);
            windows.numbered(window, window.closes().atZone(jp.madoguchi.calendar.BusinessClock.JST).toInstant());
            grants.plan(programme, terms, window, number + "-1", rules, each -> {
                each.accept(new DrawnTicket(1, "S-000001", "P-000001", "smartphone", 1));
                each.accept(new DrawnTicket(2, "C-000002", "P-000010", "card", 1));
            });
            return grants.make(programme, terms, window, officer);
        }));
    }
}
