package jp.madoguchi.subsidy;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.subsidy.Shops.Shop;
import jp.madoguchi.support.Chromium;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;

/** The payment of device subsidies and the public count of slots, in a real browser. */
@MadoguchiTest
class PaymentsStoryTest {

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("subsidy");
    private static final String LISTS = "/subsidy/" + Shops.PROGRAMME;
    private static final String SLOTS = "/programmes/" + Shops.PROGRAMME + "/subsidy";

    @Autowired
    TestOffice office;
    @Autowired
    Payments payments;
    @Autowired
    BusinessClock clock;
    @Autowired
    AutowireCapableBeanFactory beans;

    private Shops shops;

    @BeforeEach
    void annaka() {
        shops = beans.createBean(Shops.class);
        shops.freeAllSlots();
    }

    @AfterEach
    void free() {
        shops.freeAllSlots();
    }

    @Test
    @DisplayName("残りの枠は誰でも見られ、開いたままの画面の数も変わる")
    void the_count_is_public_and_live() {
        Page page = chromium.desktop();
        page.navigate(SLOTS);
        assertThat(page.locator("#slots .md-metric__value").first()).containsText("100");
        chromium.looksAt(page, "slots");
        shops.filesAndHoldsASlot(shops.registered("見ている商店"));
        assertThat(page.locator("#slots .md-metric__value").first()).containsText("99", new LocatorAssertions.ContainsTextOptions().setTimeout(15_000));
        Page plain = chromium.withoutScripts();
        plain.navigate(SLOTS);
        assertThat(plain.locator("#slots .md-metric__value").first()).containsText("99");
        Page phone = chromium.phone();
        phone.navigate(SLOTS);
        chromium.looksAt(phone, "slots-phone");
    }

    @Test
    @DisplayName("審査担当が一覧を作り、決裁者が承認し、ファイルを取り出し、銀行の結果を取り込む")
    void a_list_from_making_to_its_results() throws IOException {
        Actor contractor = shops.contractor();
        Actor reviewer = shops.reviewer();
        Actor decider = shops.decider();
        Shop shop = shops.registered("安中商店");
        CaseNumber number = shops.amountFixed(shop, 18500, contractor, decider);
        CaseNumber returned = shops.amountFixed(shops.registered("松井田食堂"), 32000, contractor, decider);

        Page making = chromium.signedIn(chromium.desktop(), reviewer);
        making.navigate(LISTS);
        assertThat(making.locator("main")).containsText("安中商店");
        chromium.looksAt(making, "payable");
        making.locator("button", new Page.LocatorOptions().setHasText("振込の一覧を作成する")).click();
        assertThat(making.locator(".md-banner").first()).containsText("振込の一覧を作成しました");
        assertThat(making.locator("button", new Page.LocatorOptions().setHasText("承認する"))).hasCount(0);
        chromium.findsNoBarrier(making);
        String list = making.url();

        Page releasing = chromium.signedIn(chromium.desktop(), decider);
        releasing.navigate(list);
        chromium.looksAt(releasing, "release");
        releasing.locator("button", new Page.LocatorOptions().setHasText("承認する")).click();
        assertThat(releasing.locator(".md-banner").first()).containsText("振込の一覧を承認しました");
        Download file = releasing.waitForDownload(() -> releasing.locator("a", new Page.LocatorOptions().setHasText("振込ファイル")).click());
        assertThat(file.suggestedFilename()).startsWith("SOFURI_");
        assertThat(Files.readAllBytes(file.path())).hasSize(5 * 120);

        Page reading = chromium.signedIn(chromium.desktop(), contractor);
        reading.navigate(list);
        assertThat(reading.locator("main")).containsText("証拠書類");
        assertThat(reading.locator("main")).not().containsText("口座名義");
        assertThat(reading.navigate(list + "/transfer.txt").status()).isEqualTo(404);

        Payments.Batch batch = DataScope.within(Shops.ANNAKA, () -> payments.batches(shops.programme())).get(0);
        clock.moveTo(batch.transferOn().atTime(10, 0));
        making.navigate(list);
        String code = "%010d".formatted(Long.parseLong(returned.value().substring(returned.value().indexOf('-') + 1)));
        String account = DataScope.within(Shops.ANNAKA, () -> payments.payments(shops.programme(), batch.number())).stream()
                .filter(one -> one.number().equals(returned)).findFirst().orElseThrow().account().number();
        String rows = "顧客コード1,銀行コード,支店コード,口座番号,振込金額,理由\r\n" + code + ",0128,100," + account + ",20001,口座なし\r\n";
        result(making, rows);
        assertThat(making.locator(".md-banner").first()).containsText("2行目");
        chromium.looksAt(making, "result-refused");
        result(making, rows.replace("20001", "20000"));
        assertThat(making.locator(".md-banner").first()).containsText("振込の結果を取り込みました");
        assertThat(making.locator("main")).containsText("不能・組戻");
        chromium.looksAt(making, "settled");
        assertThat(office.ended(number)).isTrue();
        assertThat(office.openTasks(returned)).containsExactly("UserTask_CorrectAccount");
    }

    private static void result(Page page, String rows) {
        page.locator("#file").setInputFiles(new FilePayload("result.csv", "text/csv", rows.getBytes(Charset.forName("windows-31j"))));
        page.locator("button", new Page.LocatorOptions().setHasText("結果を取り込む")).click();
    }
}
