package jp.madoguchi.stockpile;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
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

/** Lots that come near in a real browser: what the page of the stock says of them, and the contractor's plan and disposal. */
@MadoguchiTest
class LotWatchStoryTest {

    private static final String AOMORI = "020001";

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("lot-watch");

    @Autowired
    TestOffice office;
    @Autowired
    Programmes programmes;
    @Autowired
    StockLedgers ledgers;
    @Autowired
    BusinessClock clock;
    @Autowired
    Stock stock;
    @Autowired
    LotWatch watch;

    private StockRoom room;
    private Programme programme;
    private Actor contractor;

    @Test
    @DisplayName("受託者が備蓄の画面から期限の近いロットの案件を開いてほかの方法の入替えを計画し、差し戻されて直し、課長の承認を受け、1年を切ったロットの廃棄を記録して、補充を待つ一覧に受託者負担と出る")
    void from_the_stock_to_the_plan_and_the_disposal() throws IOException {
        room = new StockRoom(programmes, ledgers, clock);
        programme = room.announces(0);
        contractor = office.contractor(AOMORI, "kansen", programme.code(), "あおもり備蓄物流");
        LocalDate start = room.today();
        long old = receives("NEAR-12", start.minusMonths(11));
        receives("NEAR-13", start.minusMonths(10).plusDays(15));
        receives("NEAR-15", start.minusMonths(8));
        long planned = receives("NEAR-18", start.minusMonths(5));
        receives("FAR-20", start.minusMonths(1));
        clock.moveTo(start.plusMonths(38).atTime(10, 0));
        watch.sweep(programme);
        Actor manager = office.staff(AOMORI, "三上　由紀", "hoken", Role.MANAGER, "課長代理");

        Page page = chromium.signedIn(chromium.desktop(), contractor);
        page.navigate("/stock/" + programme.code());
        assertThat(row(page, "NEAR-12")).containsText("廃棄・補充（12か月未満）");
        assertThat(row(page, "NEAR-13")).containsText("管理者に報告（13か月未満）");
        assertThat(row(page, "NEAR-15")).containsText("受託者に確認（15か月未満）");
        assertThat(row(page, "NEAR-18")).containsText("入替えの計画（18か月未満）");
        chromium.looksAt(page, "lots");
        Download table = page.waitForDownload(() -> page.locator("#lots a", new Page.LocatorOptions().setHasText("CSVを保存")).click());
        org.assertj.core.api.Assertions.assertThat(Files.readString(table.path())).contains("見守り,見守りの受付番号", "廃棄・補充（12か月未満）," + caseOf(old));

        row(page, "NEAR-18").locator("a[href^='/cases/']").click();
        assertThat(page.locator("main")).containsText("NEAR-18");
        chromium.looksAt(page, "case");
        opens(page, caseOf(planned), LotWatch.PLAN);
        page.locator("button[name=_refresh]").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
        page.locator("[name=method][value=other]").check();
        page.fill("textarea[name=otherWay]", "製造者と期限の遠いロットに交換する。");
        fillDay(page, "finishedBy", start.plusMonths(60));
        page.waitForNavigation(() -> page.locator("button", new Page.LocatorOptions().setHasText("この内容で完了する")).click());
        assertThat(page.locator("main")).containsText("使用推奨期限まで1年を切ります");
        chromium.looksAt(page, "plan-refused");
        fillDay(page, "finishedBy", start.plusMonths(41));
        page.waitForNavigation(() -> page.locator("button", new Page.LocatorOptions().setHasText("この内容で完了する")).click());

        Page reviewing = chromium.signedIn(chromium.desktop(), office.staff(AOMORI, "工藤　美咲", "kansen", Role.REVIEWER, "主査"));
        opens(reviewing, caseOf(planned), LotWatch.REVIEW);
        assertThat(reviewing.locator("main")).containsText("製造者と期限の遠いロットに交換する。");
        reviewing.check("input[name=_outcome][value=return]");
        reviewing.fill("textarea[name=_comment]", "交換先のロットの期限を示してください。");
        chromium.looksAt(reviewing, "method-review");
        reviewing.waitForNavigation(() -> reviewing.locator("button", new Page.LocatorOptions().setHasText("この内容で完了する")).click());
        Page again = chromium.signedIn(chromium.phone(), contractor);
        opens(again, caseOf(planned), LotWatch.PLAN);
        assertThat(again.locator("#work")).containsText("入替え方法の審査：差し戻す");
        assertThat(again.locator("#work")).containsText("交換先のロットの期限を示してください。");
        assertThat(again.locator("textarea[name=otherWay]")).hasValue("製造者と期限の遠いロットに交換する。");
        chromium.looksAt(again, "method-returned");
        again.fill("textarea[name=otherWay]", "製造者と、期限まで4年以上残るロットに交換する。");
        again.waitForNavigation(() -> again.locator("button", new Page.LocatorOptions().setHasText("この内容で完了する")).click());
        opens(reviewing, caseOf(planned), LotWatch.REVIEW);
        reviewing.fill("textarea[name=methodOpinion]", "交換により、常に1年以上を保てる。");
        reviewing.check("input[name=_outcome][value=accept]");
        reviewing.waitForNavigation(() -> reviewing.locator("button", new Page.LocatorOptions().setHasText("この内容で完了する")).click());
        Page approving = chromium.signedIn(chromium.phone(), office.staff(AOMORI, "成田　隆", "hoken", Role.DECIDER, "保健衛生課長"));
        opens(approving, caseOf(planned), LotWatch.APPROVE);
        assertThat(approving.locator("main")).containsText("入替え方法承認の通知の見本");
        chromium.looksAt(approving, "method-approval");
        approving.check("input[name=_outcome][value=approve]");
        approving.waitForNavigation(() -> approving.locator("button", new Page.LocatorOptions().setHasText("この内容で")).click());
        office.runsDueJobs(caseOf(planned));
        org.assertj.core.api.Assertions.assertThat(office.openTasks(caseOf(planned))).isEmpty();
        page.navigate("/cases/" + caseOf(planned));
        assertThat(page.locator("main")).containsText("入替え方法の承認について");
        chromium.looksAt(page, "method-approved");

        opens(page, caseOf(old), LotWatch.DISPOSE);
        assertThat(page.locator("[name=disposed]")).hasValue("1000");
        chromium.looksAt(page, "disposal");
        office.concludes(contractor, caseOf(old), LotWatch.DISPOSE, "disposed", Map.of("disposedOn", room.today().toString(), "disposed", 1_000,
                "disposalWay", "産業廃棄物として処分した。", "contractorPays", true, "evidence", List.of(office.uploads(contractor, "処分証明書.pdf"))), "");

        Page watching = chromium.signedIn(chromium.desktop(), manager);
        watching.navigate("/stock/" + programme.code());
        assertThat(watching.locator("#orders")).containsText("1年を切ったロットの廃棄（費用は受託者負担）");
        chromium.looksAt(watching, "obligations");
        watching.navigate("/inbox");
        assertThat(watching.locator("main")).containsText("入替えの督促");
        chromium.looksAt(watching, "manager");
    }

    private static Locator row(Page page, String lotNumber) {
        return page.locator("#lots tbody tr", new Page.LocatorOptions().setHasText(lotNumber));
    }

    private void opens(Page page, CaseNumber number, String task) {
        page.navigate("/tasks/" + office.task(number, task).id());
        page.waitForNavigation(() -> page.locator("main button", new Page.LocatorOptions().setHasText("担当する")).first().click());
    }

    private static void fillDay(Page page, String name, LocalDate day) {
        page.fill("[name='" + name + ".year']", "" + day.getYear());
        page.fill("[name='" + name + ".month']", "" + day.getMonthValue());
        page.fill("[name='" + name + ".day']", "" + day.getDayOfMonth());
    }

    private CaseNumber caseOf(long lot) {
        return DataScope.within(TestOffice.scope(contractor), () -> watch.of(programme)).get(lot).number();
    }

    private long receives(String lotNumber, LocalDate made) {
        return DataScope.within(TestOffice.scope(contractor), () -> stock.receive(programme, room.masks(lotNumber, made), StockRoom.CENTRE, new Quantity(1_000),
                "D", room.now())).lot();
    }
}
