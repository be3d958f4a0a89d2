package jp.madoguchi.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import jp.madoguchi.audit.Trail;
import jp.madoguchi.audit.TrailEvent;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Role;
import jp.madoguchi.support.Chromium;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * An auditor's morning in a real browser. Every page they open has no axe violation and fits a phone.
 */
@MadoguchiTest
class AuditorStoryTest {

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("auditor");

    /** Whether all such elements of the first diagram lie inside its frame. */
    private static final String INSIDE = """
            selector => {
              const frame = document.querySelector('.md-diagram__canvas');
              const outer = frame.getBoundingClientRect();
              return [...frame.querySelectorAll(selector)].every(element => {
                const inner = element.getBoundingClientRect();
                return inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;
              });
            }""";

    @Autowired
    TestOffice office;
    @Autowired
    Trail trail;
    @Autowired
    JdbcConnectionDetails database;

    private Page page;

    @BeforeEach
    void signIn() {
        page = chromium.signedIn(chromium.desktop(), office.staff("監査　花子", "shinjigyo", Role.AUDITOR, "監査委員事務局主査"));
    }

    @Test
    @DisplayName("終わった案件を探し、経過から通知まで読み、検証し、書き出す")
    void reads_verifies_and_exports_an_ended_case() {
        AuditedCase audited = AuditedCase.refused(office);
        sealed(audited.number());
        page.navigate("/tracing");
        chromium.looksAt(page, "search");
        page.getByLabel("受付番号").fill(audited.number().value());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("絞り込む")).click();
        chromium.looksAt(page, "search-case");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(audited.number().value())).first().click();
        chromium.looksAt(page, "timeline");
        page.locator("details.md-disclosure summary").first().click();
        assertThat(page.locator("details.md-disclosure[open]").first().innerText()).contains("ハッシュ値（SHA-256）");

        tab("通った経路");
        page.locator(".md-diagram__canvas svg").first().waitFor();
        page.waitForFunction("document.querySelectorAll('.djs-element.md-walked').length > 20");
        chromium.looksAt(page, "path");
        tab("適用された規則");
        chromium.looksAt(page, "rules");
        tab("提出と書類");
        chromium.looksAt(page, "submissions");
        tab("作業の記録");
        chromium.looksAt(page, "work");
        tab("通知");
        chromium.looksAt(page, "letters");
        Download letter = page.waitForDownload(() -> page.getByText("PDFを保存").click());
        assertThat(letter.suggestedFilename()).endsWith("号.pdf");
        tab("閲覧の記録");
        assertThat(page.locator("main").innerText()).contains("監査　花子", "通知を閲覧しました。");
        chromium.looksAt(page, "views");
        tab("検証と書き出し");
        chromium.looksAt(page, "verification");
        page.getByText("この案件の記録を検証する").click();
        assertThat(page.locator(".md-banner[data-type=success]").innerText()).contains("件目まで改ざんは検出されませんでした");
        chromium.looksAt(page, "verified");
        Download export = page.waitForDownload(() -> page.getByText("JSONで書き出す").click());
        assertThat(export.suggestedFilename()).isEqualTo("trail-" + audited.number() + ".json");
    }

    @Test
    @DisplayName("進行中の案件では、今どこにいるかが図に示される")
    void sees_where_a_running_case_stands() {
        AuditedCase audited = AuditedCase.running(office);
        page.navigate("/tracing/cases/" + audited.number() + "/path");
        page.locator(".djs-element.md-current").first().waitFor();
        assertThat(page.locator(".djs-element.md-current").first().getAttribute("data-element-id")).isEqualTo("UserTask_ProposeHearing");
        assertThat((Boolean) page.evaluate(INSIDE, ".djs-element.md-current")).as("it opens where the case stands").isTrue();
        assertThat(scale()).as("a scale at which labels can be read").isGreaterThanOrEqualTo(0.8);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("全体")).first().focus();
        page.keyboard().press("Enter");
        assertThat((Boolean) page.evaluate(INSIDE, ".djs-element")).as("nothing is cut").isTrue();
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(scale()).isCloseTo(1, within(1e-6));
        page.reload();
        page.locator(".djs-element.md-current").first().waitFor();
        page.setViewportSize(Chromium.PHONE, 900);
        page.waitForCondition(() -> (Boolean) page.evaluate(INSIDE, ".djs-element.md-current"));
        chromium.looksAt(page, "path-running");
        page.locator(".md-diagram").first().screenshot(new Locator.ScreenshotOptions().setPath(chromium.picture("diagram")));
    }

    @Test
    @DisplayName("改ざんされた記録は赤く示され、先頭と公開鍵を受け取って全体も検証できる")
    void is_told_of_tampering() {
        AuditedCase audited = AuditedCase.running(office);
        sealed(audited.number());
        JdbcTemplate intruder = new JdbcTemplate(new DriverManagerDataSource(database.getJdbcUrl(), database.getUsername(), database.getPassword()));
        long seq = intruder.queryForObject("select seq from trail where case_number = ? and kind = 'case.resubmitted'", Long.class, audited.number().value());
        intruder.update("update trail set actor_name = '別の人' where seq = ?", seq);
        try {
            page.navigate("/tracing/cases/" + audited.number() + "/verification");
            page.getByText("この案件の記録を検証する").click();
            assertThat(page.locator("tr[data-tampered]").innerText()).contains("改ざん");
            chromium.looksAt(page, "tampered");
        } finally {
            intruder.update("update trail set actor_name = ? where seq = ?", audited.applicant().name(), seq);
        }
        page.navigate("/tracing/head");
        chromium.looksAt(page, "head");
        String head = page.waitForDownload(() -> page.getByText("先頭を保存").click()).suggestedFilename();
        assertThat(head).matches("head-\\d+\\.json");
        page.navigate("/tracing/verification");
        page.locator("#head").fill("{");
        page.getByText("証跡全体を検証する").last().click();
        chromium.looksAt(page, "whole-refused");
        page.locator("#head").fill("");
        page.getByText("証跡全体を検証する").last().click();
        assertThat(page.locator(".md-banner[data-type=success]").innerText()).contains("改ざんは検出されませんでした");
        chromium.looksAt(page, "whole");
    }

    private double scale() {
        return ((Number) page.evaluate("document.querySelector('.djs-container .viewport').getCTM().a")).doubleValue();
    }

    private void tab(String name) {
        page.locator(".md-tabs").getByText(name).click();
        page.waitForLoadState();
    }

    private void sealed(CaseNumber number) {
        await().atMost(Duration.ofSeconds(20)).until(() -> DataScope.within(TestOffice.GUNMA, () -> trail.ofCase(number)).stream().allMatch(TrailEvent::isSealed));
    }
}
