package jp.madoguchi.stockpile;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

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
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionOperations transactions;

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

    @Test
    @DisplayName("受託者がCSVの誤りを直して取り込み、ロットを移し、数え、誤った入力を断られ、記録を取り消す")
    void a_lot_in_its_keepers_hands() {
        programme = programmes.get(PROGRAMME);
        contractor = office.contractor(AOMORI, "kansen", PROGRAMME, "あおもり備蓄物流");
        new ApprovedProducts(jdbc, transactions, programme).approve("n95-mask", null, "八甲田メディカル", "はっこうだN95");
        Page keeping = chromium.signedIn(chromium.desktop(), contractor);
        keeping.navigate("/stock/" + PROGRAMME);
        keeping.locator("#lots a", new Page.LocatorOptions().setHasText("ロットと入庫のCSV")).click();
        imports(keeping, file("BOOKS-1", "500") + file("BOOKS-2", "0"));
        assertThat(keeping.locator("main")).containsText("何も取り込んでいません");
        assertThat(keeping.locator("main")).containsText("3");
        chromium.looksAt(keeping, "import-refused");
        imports(keeping, file("BOOKS-1", "500") + file("BOOKS-2", "20"));
        assertThat(keeping.locator("main")).containsText("2件を入庫し");

        keeping.navigate("/stock/" + PROGRAMME + "?months=0");
        keeping.locator("#lots a", new Page.LocatorOptions().setHasText("BOOKS-1")).click();
        keeping.locator("#to").selectOption("hachinohe");
        keeping.fill("#quantity", "１，０００");
        keeping.fill("#transfer-reason", "点検のため。");
        keeping.waitForNavigation(() -> keeping.locator("button", new Page.LocatorOptions().setHasText("移動を記録する")).click());
        assertThat(keeping.locator("main [role=alert], main .md-banner").first()).containsText("500枚");
        assertThat(keeping.locator("#quantity")).hasValue("１，０００");
        chromium.looksAt(keeping, "transfer-refused");
        keeping.fill("#quantity", "120");
        keeping.waitForNavigation(() -> keeping.locator("button", new Page.LocatorOptions().setHasText("移動を記録する")).click());
        assertThat(keeping.locator("main")).containsText("移動を記録しました");
        keeping.fill("#counted", "378");
        keeping.fill("#count-reason", "月末の棚卸。");
        keeping.waitForNavigation(() -> keeping.locator("button", new Page.LocatorOptions().setHasText("棚卸を記録する")).click());
        assertThat(keeping.locator("#movements")).containsText("棚卸差異");
        assertThat(keeping.locator("#movements")).containsText("-2");
        chromium.looksAt(keeping, "lot");
        var wrong = keeping.locator("#movements tr", new Page.LocatorOptions().setHasText("棚卸差異"));
        wrong.locator("summary").click();
        wrong.locator("input[name=reason]").fill("数え直したら500枚あった。");
        keeping.waitForNavigation(() -> wrong.locator("button").click());
        assertThat(keeping.locator("#movements")).containsText("取消");

        String lot = keeping.url();
        Page reading = chromium.signedIn(chromium.withoutScripts(), office.staff(AOMORI, "三上　由紀", "hoken", Role.MANAGER, "課長代理"));
        reading.navigate(lot);
        assertThat(reading.locator("#movements")).containsText("棚卸差異");
        assertThat(reading.locator("main form")).hasCount(0);
    }

    private void imports(Page page, String rows) {
        page.setInputFiles("#file", new FilePayload("lots.csv", "text/csv", (String.join(",", LotFile.COLUMNS) + "\r\n" + rows).getBytes(StandardCharsets.UTF_8)));
        page.waitForNavigation(() -> page.locator("button", new Page.LocatorOptions().setHasText("取り込む")).click());
    }

    private String file(String lot, String quantity) {
        LocalDate made = office.today().minusMonths(3);
        Map<String, String> row = Map.ofEntries(Map.entry("品目", "N95マスク"), Map.entry("製造者", "八甲田メディカル"), Map.entry("製品名", "はっこうだN95"),
                Map.entry("ロット番号", lot), Map.entry("製造日", "" + made), Map.entry("使用推奨期限", "" + made.plusYears(5)), Map.entry("数量", quantity),
                Map.entry("単位", "枚"), Map.entry("倉庫", "青森指定備蓄倉庫"), Map.entry("入庫日", "" + office.today()), Map.entry("納品書番号", "N-" + lot));
        return String.join(",", LotFile.COLUMNS.stream().map(column -> row.getOrDefault(column, "")).toList()) + "\r\n";
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
