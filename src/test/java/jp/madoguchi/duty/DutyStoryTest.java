package jp.madoguchi.duty;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Role;
import jp.madoguchi.support.Chromium;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

/** A report on demand, from the contractor's calendar to the version that was accepted, in a real browser. */
@MadoguchiTest
class DutyStoryTest {

    private static final String MIYAGI = "040002";
    private static final String PROGRAMME = "miyagi-mynumber-r6";
    private static final String MEETING = "秋の月例会";

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("duty");

    @Autowired
    TestOffice office;
    @Autowired
    Duties duties;

    @Test
    @DisplayName("受託者が議事録を始めて提出し、県が差し戻し、出し直して受理され、管理者と監査委員が予定表で確かめる")
    void minutes_from_the_calendar_to_acceptance() throws IOException {
        Actor contractor = office.contractor(MIYAGI, "digimiya", PROGRAMME, "ブース運営");
        Actor officer = office.staff(MIYAGI, "宮城　花子", "digimiya", Role.REVIEWER, "主事");
        Actor manager = office.staff(MIYAGI, "仙台　次郎", "digital", Role.MANAGER, "課長");
        Actor auditor = office.staff(MIYAGI, "監査　三郎", "chiji", Role.AUDITOR, "監査委員");

        Page owing = chromium.signedIn(chromium.desktop(), contractor);
        owing.locator("nav a", new Page.LocatorOptions().setHasText("報告の予定")).click();
        Locator card = owing.locator(".md-card", new Page.LocatorOptions().setHasText("月例会の議事録"));
        card.locator("input[name=period]").fill(MEETING);
        card.locator("button").click();
        assertThat(owing.locator(".md-banner").first()).containsText("月例会の議事録（" + MEETING + "）の提出を待っています");
        handsIn(owing, "当月の実績を確認した。");

        Page reviewing = chromium.signedIn(chromium.desktop(), officer);
        opens(reviewing);
        assertThat(reviewing.locator("main")).containsText("当月の実績を確認した。");
        chromium.looksAt(reviewing, "review");
        concludes(reviewing, "return", "翌月の計画も記録してください。");

        opens(owing);
        assertThat(owing.locator("main")).containsText("翌月の計画も記録してください。");
        assertThat(owing.locator("textarea[name=minutes]")).hasValue("当月の実績を確認した。");
        owing.locator("textarea[name=minutes]").fill("当月の実績と翌月の計画を確認した。");
        chromium.looksAt(owing, "again");
        concludes(owing, "submitted", "");
        opens(reviewing);
        concludes(reviewing, "accept", "");

        Page watching = chromium.signedIn(chromium.desktop(), manager);
        String month = dueOn().toString().substring(0, 7);
        watching.navigate("/duties?month=" + month);
        assertThat(row(watching)).containsText("期限内に提出");
        assertThat(row(watching)).containsText("再提出1回");
        assertThat(watching.locator("main")).not().containsText("報告を求める");
        chromium.looksAt(watching, "calendar");
        chromium.illustrates(watching, "duty-calendar", 760);
        Download table = watching.waitForDownload(() -> watching.locator("a", new Page.LocatorOptions().setHasText("CSV")).click());
        assertThat(Files.readString(table.path(), StandardCharsets.UTF_8)).contains("月例会の議事録", MEETING, "期限内に提出");

        Page auditing = chromium.signedIn(chromium.phone(), auditor);
        auditing.navigate("/duties?month=" + month);
        assertThat(auditing.locator("main")).containsText(MEETING);
        Page plain = chromium.signedIn(chromium.withoutScripts(), contractor);
        plain.navigate("/duties?month=" + month);
        assertThat(plain.locator("main")).containsText(MEETING);
        owing.navigate("/duties?month=" + month + "&lang=en");
        assertThat(owing.locator("h1")).hasText("Reports due");
    }

    private void handsIn(Page page, String minutes) {
        opens(page);
        LocalDate today = office.today();
        page.fill("[name='heldOn.year']", "" + today.getYear());
        page.fill("[name='heldOn.month']", "" + today.getMonthValue());
        page.fill("[name='heldOn.day']", "" + today.getDayOfMonth());
        page.fill("[name=place]", "宮城県庁行政庁舎");
        page.fill("[name=attendees]", "管理責任者、県担当者");
        page.fill("[name=minutes]", minutes);
        chromium.looksAt(page, "report");
        concludes(page, "submitted", "");
    }

    private void opens(Page page) {
        page.navigate("/inbox");
        page.waitForNavigation(() -> row(page).locator("a").first().click());
        page.waitForNavigation(() -> page.locator("main button", new Page.LocatorOptions().setHasText("担当する")).first().click());
    }

    private static Locator row(Page page) {
        return page.locator("tr", new Page.LocatorOptions().setHasText(MEETING)).first();
    }

    private static void concludes(Page page, String outcome, String comment) {
        Locator choice = page.locator("input[name=_outcome][value=" + outcome + "]");
        if (choice.count() > 0) {
            choice.check();
        }
        page.fill("textarea[name=_comment]", comment);
        page.waitForNavigation(() -> page.locator("button", new Page.LocatorOptions().setHasText("この内容で完了する")).click());
    }

    private LocalDate dueOn() {
        return DataScope.within(MIYAGI, () -> duties.all(PROGRAMME)).stream().filter(o -> o.period().equals(MEETING))
                .findFirst().orElseThrow().dueOn();
    }
}
