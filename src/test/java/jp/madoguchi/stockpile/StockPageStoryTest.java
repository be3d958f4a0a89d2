package jp.madoguchi.stockpile;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Filing;
import jp.madoguchi.casefile.FilingRequest;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.Chromium;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

/** The stock's page and its monthly report in a real browser. */
@MadoguchiTest
class StockPageStoryTest {

    private static final String AOMORI = "020001";
    private static final String PROGRAMME = "aomori-ppe-r7";
    private static final String SUBMIT = "UserTask_SubmitReport";

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("stock-page");

    @Autowired
    TestOffice office;
    @Autowired
    Programmes programmes;
    @Autowired
    Stock stock;
    @Autowired
    Filing filing;

    private Programme programme;
    private Actor contractor;

    @Test
    @DisplayName("県の管理者が備蓄の状況を期限・見通し・年度まで読み、受託者が記入済みの管理状況報告書の数量を誤って変えて、その欄で断られる")
    void the_stock_and_its_report() {
        programme = programmes.get(PROGRAMME);
        contractor = office.contractor(AOMORI, "kansen", PROGRAMME, "あおもり備蓄物流");
        Actor manager = office.staff(AOMORI, "三上　由紀", "hoken", Role.MANAGER, "課長代理");
        stocked();
        CaseNumber report = owed();

        Page watching = chromium.signedIn(chromium.desktop(), manager);
        watching.navigate("/inbox");
        watching.locator("nav a", new Page.LocatorOptions().setHasText("備蓄")).click();
        assertThat(watching.locator("h1")).hasText("備蓄の状況");
        assertThat(watching.locator("#items")).containsText("サージカルマスク");
        chromium.looksAt(watching, "stock");
        watching.locator("#lots nav a", new Page.LocatorOptions().setHasText("すべて")).click();
        assertThat(watching.locator("#lots")).containsText("STORY-M1");
        assertThat(watching.locator("#lots")).containsText("八戸一時保管倉庫");
        chromium.looksAt(watching, "all-lots");
        Download table = watching.waitForDownload(() -> watching.locator("#lots a", new Page.LocatorOptions().setHasText("CSVを保存")).click());
        org.assertj.core.api.Assertions.assertThat(Path.of(table.suggestedFilename())).hasToString("lots-" + PROGRAMME + ".csv");
        watching.navigate("/stock/" + PROGRAMME + "?lang=en");
        assertThat(watching.locator("h1")).hasText("Stock");
        chromium.looksAt(watching, "english");

        Page sending = chromium.signedIn(chromium.desktop(), contractor);
        sending.navigate("/tasks/" + office.task(report, SUBMIT).id());
        sending.waitForNavigation(() -> sending.locator("main button", new Page.LocatorOptions().setHasText("担当する")).first().click());
        String there = sending.locator("[name=gownClosing]").inputValue();
        sending.fill("[name=gownClosing]", "1");
        sending.fill("textarea[name=summary]", "入出庫の状況は次のとおりです。");
        sending.waitForNavigation(() -> sending.locator("button", new Page.LocatorOptions().setHasText("この内容で完了する")).click());
        assertThat(sending.locator("main")).containsText("医療用ガウンの期間末の数量は、入出庫の記録では");
        chromium.looksAt(sending, "report-refused");
        sending.fill("[name=gownClosing]", there);
        sending.waitForNavigation(() -> sending.locator("button", new Page.LocatorOptions().setHasText("この内容で完了する")).click());
        org.assertj.core.api.Assertions.assertThat(office.openTasks(report)).containsExactly("UserTask_ReviewReport");

        Page small = chromium.signedIn(chromium.phone(), contractor);
        small.navigate("/stock/" + PROGRAMME);
        assertThat(small.locator("#forecast")).containsText("入れ替えの見通し");
        Page plain = chromium.signedIn(chromium.withoutScripts(), contractor);
        plain.navigate("/stock/" + PROGRAMME + "?months=0");
        assertThat(plain.locator("#lots")).containsText("STORY-M1");
    }

    /** Most of the year's masks, gloves of an odd mix, some of it at Hachinohe. */
    private void stocked() {
        LocalDate today = office.today();
        receives("surgical-mask", null, null, "津軽衛材株式会社", "つがるマスク　レギュラー", "STORY-M1", today.plusYears(4).plusMonths(2), "aomori", 164_250);
        receives("surgical-mask", null, null, "津軽衛材株式会社", "つがるマスク　レギュラー", "STORY-M2", today.plusYears(4).plusMonths(7), "hachinohe", 340_000);
        receives("n95-mask", null, null, "八甲田メディカル株式会社", "はっこうだN95　折りたたみ式", "STORY-N1", today.plusYears(4).plusMonths(5), "aomori", 16_000);
        receives("gown", "plastic", null, "岩木化成株式会社", "いわきプラスチックガウン", "STORY-G1", today.plusYears(4).plusMonths(3), "hirosaki", 41_000);
        receives("face-shield", null, null, "岩木化成株式会社", "いわきフェイスシールド", "STORY-F1", null, "aomori", 20_000);
        receives("glove", "nitrile", "S", "むつゴム工業株式会社", "むつニトリル手袋", "STORY-S", today.plusYears(4).plusMonths(1), "aomori", 351_900);
        receives("glove", "nitrile", "M", "むつゴム工業株式会社", "むつニトリル手袋", "STORY-M", today.plusYears(4).plusMonths(1), "aomori", 420_000);
        receives("glove", "nitrile", "L", "むつゴム工業株式会社", "むつニトリル手袋", "STORY-L", today.plusYears(4).plusMonths(1), "aomori", 234_600);
        DataScope.within(TestOffice.scope(contractor), () -> stock.issue(programme, new Order("surgical-mask", null, null, new Quantity(2_000)), "aomori",
                new Occasion(today, contractor, null, "県立中央病院への納入")));
    }

    private void receives(String item, String kind, String size, String maker, String product, String number, LocalDate useBy, String warehouse, long quantity) {
        LotSpec lot = new LotSpec(item, kind, size, maker, product, number, useBy == null ? office.today().minusMonths(2) : useBy.minusYears(5), useBy,
                LotSpec.Owner.PREFECTURE);
        DataScope.within(TestOffice.scope(contractor), () -> stock.receive(programme, lot, warehouse, new Quantity(quantity), "D-" + number,
                new Occasion(office.today(), contractor, null, "初回の備蓄")));
    }

    private CaseNumber owed() {
        LocalDate today = office.today();
        return DataScope.within(DataScope.EVERYTHING, () -> filing.file(new FilingRequest(PROGRAMME, Call.DUTY, Answers.of(Map.of("duty", "stock-report",
                "key", "story", "title", "管理状況報告書", "period", "今月", "from", today.withDayOfMonth(1).toString(), "to", today.toString(),
                "dueOn", today.plusDays(10).toString())), "stock-story", Actor.SYSTEM, null, Channel.OFFICE)).caseNumber());
    }
}
