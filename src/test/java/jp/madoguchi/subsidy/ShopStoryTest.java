package jp.madoguchi.subsidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.subsidy.Shops.Shop;
import jp.madoguchi.support.Chromium;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import jp.madoguchi.support.Visitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;

/** A shop that wants a device, on its own pages: where it stands, and the report of its purchase. */
@MadoguchiTest
class ShopStoryTest {

    private static final long PHOTO = 40L * 1024 * 1024;

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("subsidy");

    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;
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
    @DisplayName("申出をした店は、自分の案件の画面で、今の待ち順と、空いて得た枠を読める")
    void where_one_stands() {
        List<CaseNumber> others = shops.takeAllSlots();
        Shop first = shops.registered("先に待つ商店");
        Shop second = shops.registered("後に待つ商店");
        CaseNumber ahead = shops.filesAndHoldsASlot(first);
        CaseNumber behind = shops.filesAndHoldsASlot(second);
        Visitor visitor = signedIn(second, false);
        visitor.opens("/my/cases/" + behind);
        assertThat(visitor.reads()).contains("お待ちの順番は2番目です");
        shops.leaves(others.get(0));
        shops.otherNode().rank(Shops.PROGRAMME);
        visitor.opens("/my/cases/" + behind);
        assertThat(visitor.reads()).contains("お待ちの順番は1番目です");
        Visitor holder = signedIn(first, false);
        holder.opens("/my/cases/" + ahead);
        assertThat(holder.reads()).containsPattern("先着順の枠（[0-9]+番）を確保しました");
    }

    @Test
    @DisplayName("購入の報告に40MBの写真を添えると、スクリプトがあれば送る前に、なければその項目で断られ、入力は残り、小さな写真で報告できる")
    void a_photo_of_40_megabytes(@TempDir Path folder) throws IOException {
        Path photo = photo(folder.resolve("領収書の写真.png"));
        Actor contractor = shops.contractor();
        Actor decider = shops.decider();
        for (boolean scripts : new boolean[] {true, false}) {
            Shop shop = shops.registered("大きな写真の商店" + scripts);
            CaseNumber number = shops.permitted(shop, contractor, decider);
            String page = "/my/cases/" + number + "/tasks/" + office.task(number, "UserTask_SubmitEvidence").id();
            Visitor visitor = signedIn(shop, scripts);
            visitor.opens(page);
            types(visitor, shop);
            Locator input = visitor.page.locator("input[name='receipt.file']");
            input.setInputFiles(photo);
            if (scripts) {
                assertThat(visitor.page.locator(".md-files__error").innerText()).contains("大きすぎます（上限 10.0MB）");
                assertThat(input.evaluate("input => input.files.length")).as("nothing is sent").isEqualTo(0);
            } else {
                visitor.presses("購入を報告する");
                assertThat(visitor.reads()).contains("「領収書の写真.png」は大きすぎます（上限10MB）");
            }
            keeps(visitor, shop);
            visitor.findsNoBarrier("receipt-too-large");
            visitor.uploads("receipt", "小さくした写真.pdf", ("%PDF-1.4\n%" + shop.number() + "\n%%EOF\n").getBytes());
            visitor.presses("購入を報告する");
            assertThat(office.openTasks(number)).as(visitor.reads()).containsExactly("UserTask_CheckEvidence");
        }
    }

    private Visitor signedIn(Shop shop, boolean scripts) {
        Visitor visitor = new Visitor(chromium, scripts);
        visitor.signsIn(accounts.get(shop.owner().id()).login());
        return visitor;
    }

    private void types(Visitor visitor, Shop shop) {
        visitor.types("dealer", "群馬電器 安中店");
        visitor.typesDate("purchasedOn", "" + office.today().getYear(), "" + office.today().getMonthValue(), "" + office.today().getDayOfMonth());
        visitor.types("device", "スマートフォン A1");
        visitor.types("price", "49800");
        visitor.types("receiptNumber", "R-" + shop.number());
        visitor.types("boughtOurselves", "true");
    }

    private void keeps(Visitor visitor, Shop shop) {
        assertThat(visitor.page.inputValue("[name=dealer]")).isEqualTo("群馬電器 安中店");
        assertThat(visitor.page.inputValue("[name='purchasedOn.day']")).isEqualTo("" + office.today().getDayOfMonth());
        assertThat(visitor.page.inputValue("[name=device]")).isEqualTo("スマートフォン A1");
        assertThat(visitor.page.inputValue("[name=price]").replace(",", "")).isEqualTo("49800");
        assertThat(visitor.page.inputValue("[name=receiptNumber]")).isEqualTo("R-" + shop.number());
        assertThat(visitor.page.isChecked("[name=boughtOurselves]:not([type=hidden])")).isTrue();
    }

    /** Begins as a PNG does, so that only its size is wrong. */
    private static Path photo(Path file) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.write(TestOffice.PNG);
            content.setLength(PHOTO);
        }
        return file;
    }
}
