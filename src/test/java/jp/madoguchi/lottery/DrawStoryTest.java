package jp.madoguchi.lottery;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import jp.madoguchi.draw.VerifyDraw;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Sha256;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.Chromium;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** A draw as two officers, their head and a member of the public meet it. */
@MadoguchiTest
class DrawStoryTest {

    private static final String ANNAKA = "102113";

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("draw");

    @Autowired
    TestOffice office;
    @Autowired
    Programmes programmes;
    @TempDir
    Path folder;

    @Test
    @DisplayName("担当者が計画し、課長が公告を決裁し、二人が別々に公の数を入力し、二人目が書き出したファイルで確かめ、課長が公表し、市民が自分の番号を調べる")
    void a_draw_that_anybody_can_check() throws IOException {
        DrawRoom.opens(programmes);
        Actor first = office.staff(ANNAKA, "安藤　一郎", "seidigi", Role.REVIEWER, "主任");
        CaseNumber number = office.opens(first, DrawRoom.PROGRAMME, "draw", Map.of());
        String id = number + "-1";
        LocalDate published = office.today().plusDays(1);

        Page planning = chromium.signedIn(chromium.desktop(), first);
        opens(planning, number, DrawPlan.PLAN);
        source(planning, 0, "数字選択式宝くじロト7　第605回　本数字", office.today(), 7, 0);
        concludes(planning, "planned");
        assertThat(planning.locator("main")).containsText("発表日は明日以後にしてください");
        chromium.looksAt(planning, "known-numbers");
        date(planning, "sources[0].published", published);
        concludes(planning, "planned");
        office.runsDueJobs(number);

        Page deciding = chromium.signedIn(chromium.desktop(), office.staff(ANNAKA, "松井田　恵", "digital", Role.DECIDER, "政策・デジタル推進課長"));
        opens(deciding, number, "UserTask_Decide");
        assertThat(deciding.locator("main")).containsText("抽選対象を確定しました（" + id + "、12本、10人）");
        assertThat(deciding.locator("#work")).containsText("抽選の公告を決裁します");
        chromium.looksAt(deciding, "announcement");
        concludes(deciding, "granted");

        Page anybody = chromium.phone();
        anybody.navigate("/draws");
        assertThat(anybody.locator("main")).containsText(id);
        chromium.looksAt(anybody, "list");
        anybody.navigate("/draws/" + id);
        assertThat(anybody.locator("main")).containsText("公告済み・結果の公表の前");
        looksUp(anybody, "S-000003");
        assertThat(anybody.locator("#lot [role=status]")).containsText("S-000003は、抽選対象の一覧にあります");
        chromium.looksAt(anybody, "announced");
        looksUp(anybody, " ｓ－０００００３");
        assertThat(anybody.locator("#lot [role=status]")).containsText("S-000003は、抽選対象の一覧にあります");
        looksUp(anybody, "S-000099");
        assertThat(anybody.locator("#lot [role=status]")).containsText("S-000099は、抽選対象の一覧にありません");

        office.daysPass(1);
        opens(planning, number, DrawPlan.ENTER);
        assertThat(planning.locator("[name='sources[0].name']")).hasValue("数字選択式宝くじロト7　第605回　本数字");
        assertThat(planning.locator("button[name=_add], button[name=_remove]")).hasCount(0);
        planning.fill("[name='sources[0].values']", "7、8、11、18、28、40、48");
        planning.fill("textarea[name=evidence]", "みずほ銀行の当せん番号案内");
        chromium.looksAt(planning, "sources");
        concludes(planning, "entered");
        planning.navigate("/tasks/" + office.task(number, DrawPlan.CHECK).id());
        assertThat(planning.locator("main")).containsText("この作業はできません。別の職員が行います");
        chromium.looksAt(planning, "not-by-the-same");

        Page checking = chromium.signedIn(chromium.desktop(), office.staff(ANNAKA, "中里　二葉", "seidigi", Role.REVIEWER, "主事"));
        opens(checking, number, DrawPlan.CHECK);
        org.assertj.core.api.Assertions.assertThat(checking.content()).as("the second officer does not see what the first entered").doesNotContain("7.8.11", "当せん番号案内");
        checking.navigate("/cases/" + number);
        org.assertj.core.api.Assertions.assertThat(checking.content()).doesNotContain("7.8.11", "当せん番号案内", "sources.json");
        checking.navigate("/cases/" + number + "/draws");
        org.assertj.core.api.Assertions.assertThat(checking.content()).doesNotContain("7.8.11", "sources.json");
        checking.navigate("/tasks/" + office.task(number, DrawPlan.CHECK).id());
        checking.fill("[name='sources[0].values']", "7、8、11、18、28、40、47");
        concludes(checking, "agree");
        assertThat(checking.locator("main")).containsText("先に入力された数と一致しません");
        chromium.looksAt(checking, "differs");
        checking.fill("[name='sources[0].values']", "7、8、11、18、28、40、48");
        concludes(checking, "agree");
        office.runsDueJobs(number);
        anybody.navigate("/draws/" + id + "?lot=S-000003");
        assertThat(anybody.locator("#lot [role=status]")).containsText("結果は、抽選と確認の後に公表します");

        checking.navigate("/cases/" + number);
        checking.waitForNavigation(() -> checking.locator("main a", new Page.LocatorOptions().setHasText("抽選の経過とファイル")).click());
        chromium.looksAt(checking, "case");
        var saved = checking.waitForDownload(() -> checking.locator("a[href$='files.zip']").click());
        unzip(saved.path());
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        org.assertj.core.api.Assertions.assertThat(VerifyDraw.run(new String[] {folder.toString()}, new PrintStream(report))).as(report.toString()).isZero();
        opens(checking, number, DrawPlan.RECOMPUTE);
        checking.fill("[name=outcomeHash]", Sha256.hexOf(Files.readAllBytes(folder.resolve("outcome.json"))));
        checking.fill("textarea[name=method]", "監査用の計算機で verify-draw を実行した。");
        chromium.looksAt(checking, "recomputation");
        concludes(checking, "agrees");

        opens(deciding, number, "UserTask_Decide");
        assertThat(deciding.locator("#work")).containsText("抽選の結果の公表を決裁します");
        chromium.looksAt(deciding, "result");
        concludes(deciding, "granted");

        anybody.navigate("/draws/" + id);
        assertThat(anybody.locator("main")).containsText("結果を公表");
        looksUp(anybody, "C-000003");
        chromium.looksAt(anybody, "published");
        Page member = chromium.desktop();
        member.navigate("/draws/" + id + "?lot=C-000003");
        chromium.illustrates(member, "draw", 1500);
        Page withoutScripts = chromium.withoutScripts();
        withoutScripts.navigate("/draws/" + id + "?lang=en&lot=S-000001");
        assertThat(withoutScripts.locator(".md-demo")).containsText("Open the mail box");
        assertThat(withoutScripts.locator("main")).containsText("Result published");
        assertThat(withoutScripts.locator("main")).containsText(Pattern.compile("[A-Z][a-z]{2} \\d+ [A-Z][a-z]{2} \\d{4}, \\d{2}:\\d{2}"));
        chromium.picture(withoutScripts, "published-en");
        Page smallest = chromium.page(Chromium.SMALLEST, true);
        smallest.navigate("/draws/" + id);
        chromium.looksAt(smallest, "published-small");
    }

    private void unzip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file); ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Files.write(folder.resolve(entry.getName()), zip.readAllBytes());
            }
        }
    }

    private static void looksUp(Page page, String lot) {
        page.fill("#lot-number", lot);
        page.waitForNavigation(() -> page.locator("#lot button").first().click());
    }

    private static void source(Page page, int row, String name, LocalDate published, int numbers, int decimals) {
        String path = "sources[" + row + "].";
        page.waitForSelector("button[name=_refresh]:not([tabindex='-1'])", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.HIDDEN));
        page.fill("[name='" + path + "name']", name);
        date(page, path + "published", published);
        page.fill("[name='" + path + "numbers']", "" + numbers);
        page.fill("[name='" + path + "decimals']", "" + decimals);
    }

    private static void date(Page page, String path, LocalDate day) {
        page.fill("[name='" + path + ".year']", "" + day.getYear());
        page.fill("[name='" + path + ".month']", "" + day.getMonthValue());
        page.fill("[name='" + path + ".day']", "" + day.getDayOfMonth());
    }

    private void opens(Page page, CaseNumber number, String task) {
        page.navigate("/tasks/" + office.task(number, task).id());
        page.waitForNavigation(() -> page.locator("main button", new Page.LocatorOptions().setHasText("担当する")).first().click());
    }

    private static void concludes(Page page, String outcome) {
        Locator choice = page.locator("input[name=_outcome][value=" + outcome + "]");
        if (choice.count() > 0) {
            choice.check();
        }
        page.waitForNavigation(() -> page.locator("button", new Page.LocatorOptions().setHasText("この内容で")).click());
    }
}
