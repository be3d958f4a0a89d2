package jp.madoguchi.stockpile;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.Chromium;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import jp.madoguchi.support.Visitor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Annex 1 in a real browser: 26,900 masks are stocked, 2,000 issued, delivered and replenished (S2-64, S2-65). */
@MadoguchiTest
class StockStoryTest {

    private static final String AOMORI = "020001";
    private static final String PROGRAMME = "aomori-ppe-r7";
    private static final String HOSPITAL = "十和田湖記念病院";

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("stock");

    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;
    @Autowired
    Programmes programmes;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionOperations transactions;

    private Visitor visitor;

    @Test
    @DisplayName("受託者がマスク26,900枚を検品して入庫し、病院の依頼で2,000枚を払い出して届け、同じものを補充し、県が補充待ちの消えたことを確かめる")
    void the_annex_example() {
        Actor contractor = office.contractor(AOMORI, "kansen", PROGRAMME, "備蓄　物流");
        new ApprovedProducts(jdbc, transactions, programmes.get(PROGRAMME)).approve("surgical-mask", null, "津軽衛材株式会社", "サージカルマスク");
        visitor = new Visitor(chromium, true);
        visitor.opens("/sign-in");
        visitor.signsIn(accounts.get(contractor.id()).login());

        String delivery = delivers("ANNEX-1", 538, "");
        opensTask("納品書 ANNEX-1");
        visitor.findsNoBarrier("inspection");
        inspects();
        visitor.opens(delivery);
        assertThat(visitor.reads()).contains("26,900枚入庫しました");

        starts("医療機関への払出し");
        visitor.types(Map.of("institution", HOSPITAL, "institutionType", "hospital", "address", "青森県十和田市"));
        date("orderedOn", office.today());
        visitor.presses("次へ進む");
        visitor.types("item", "surgical-mask");
        visitor.types(Map.of("units", "2000", "unit", "piece"));
        visitor.findsNoBarrier("order");
        String order = files();
        opensTask(HOSPITAL);
        assertThat(visitor.reads()).contains("払い出すロットの案");
        date("issuedOn", office.today());
        visitor.findsNoBarrier("issue");
        concludes("issued");
        visitor.opens(order);
        assertThat(visitor.reads()).contains("2,000枚を払い出しました");
        opensTask(HOSPITAL);
        date("deliveredOn", office.today());
        visitor.types("receivedBy", "物品管理部門");
        concludes("delivered");

        Page watching = chromium.signedIn(chromium.desktop(), office.staff(AOMORI, "三上　由紀", "hoken", Role.MANAGER, "課長代理"));
        watching.navigate("/stock/" + PROGRAMME);
        assertThat(watching.locator("#orders").innerText()).contains(HOSPITAL, "2,000");
        chromium.looksAt(watching, "orders");

        delivers("ANNEX-2", 40, order.replaceAll(".*/", ""));
        opensTask("納品書 ANNEX-2");
        inspects();
        visitor.opens(order);
        assertThat(visitor.reads()).contains("2,000枚が補充されました。残り0枚");
        visitor.findsNoBarrier("replenished");
        watching.reload();
        assertThat(watching.locator("#orders").innerText()).doesNotContain(HOSPITAL);
    }

    /** @return the case's address */
    private String delivers(String note, int boxes, String order) {
        starts("個人防護具の納品・検品");
        visitor.types(Map.of("noteNumber", note, "warehouse", "青森指定備蓄倉庫", "replenishes", order));
        date("deliveredOn", office.today());
        visitor.presses("次へ進む");
        visitor.types("item", "surgical-mask");
        visitor.types(Map.of("maker", "津軽衛材株式会社", "product", "サージカルマスク", "lotNumber", "LOT-" + note));
        date("made", office.today().minusMonths(4));
        date("useBy", office.today().minusMonths(4).plusYears(5));
        visitor.findsNoBarrier("delivery");
        visitor.presses("次へ進む");
        visitor.types("unit", "box");
        visitor.isAskedFor("perUnit");
        visitor.types("perUnit", "50");
        visitor.types("units", "" + boxes);
        return files();
    }

    private void starts(String call) {
        visitor.opens("/office");
        visitor.presses("入力をはじめる：" + call);
    }

    private String files() {
        visitor.presses("確認へ進む");
        visitor.presses("この内容で提出する");
        return visitor.page.url();
    }

    private void inspects() {
        List.of("sound", "delivered", "channel", "association", "singleUse", "ears", "nose", "regular").forEach(point -> visitor.types(point, "true"));
        visitor.types("standard", "jis-t9001-2");
        visitor.uploads("evidence", "試験成績書.pdf");
        visitor.page.locator(".md-files", new Page.LocatorOptions().setHasText("試験成績書.pdf")).first().waitFor();
        concludes("accept");
    }

    private void date(String path, LocalDate day) {
        visitor.typesDate(path, "" + day.getYear(), "" + day.getMonthValue(), "" + day.getDayOfMonth());
    }

    private void opensTask(String title) {
        visitor.opens("/inbox");
        Page page = visitor.page;
        page.waitForNavigation(() -> page.locator("tr", new Page.LocatorOptions().setHasText(title)).first().locator("a").first().click());
        Locator claim = page.locator("main button", new Page.LocatorOptions().setHasText("担当する"));
        if (claim.count() > 0) {
            page.waitForNavigation(() -> claim.first().click());
        }
    }

    private void concludes(String outcome) {
        Locator choice = visitor.page.locator("input[name=_outcome][value=" + outcome + "]");
        if (choice.count() > 0) {
            choice.check();
        }
        visitor.presses("この内容で完了する");
    }
}
