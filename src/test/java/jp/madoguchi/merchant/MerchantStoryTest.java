package jp.madoguchi.merchant;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import jp.madoguchi.casefile.CaseStatus;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.merchant.MerchantOffice.City;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.support.Chromium;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import jp.madoguchi.support.Visitor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

/** A shop, the contractor's office, the city's reviewer and its decider, each in a real browser (S3-33 to S3-48, S5-114). */
@MadoguchiTest
@DisplayName("加盟店の物語")
class MerchantStoryTest {

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("merchant");

    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;

    @Test
    @DisplayName("店舗が申し込み、事務局が審査し、市が協議し、決裁者が一括で決め、公表一覧に載る")
    void from_the_application_to_the_published_list() {
        MerchantOffice annaka = new MerchantOffice(office, City.ANNAKA);
        CaseNumber number = applies(annaka);
        worksAtTheOffice(annaka, number);
        CaseNumber another = annaka.receives(annaka.application());
        annaka.reviewsToTheDecision(another);
        consultsAndLists(annaka, number, another);
        decidesTogether(annaka, number, another);
        office.runsDueJobs(number);
        assertThat(office.file(number).status()).isEqualTo(CaseStatus.GRANTED);
        assertThat(office.file(another).decision()).isNull();

        Page page = chromium.desktop();
        page.navigate("/programmes/annaka-currency-r6/merchants?q=" + SHOP);
        assertThat(page.locator("main").innerText()).contains(SHOP, "安中市");
        chromium.looksAt(page, "published");
    }

    @Test
    @DisplayName("JavaScriptなしでも、加盟店は申し込める")
    void without_scripts() {
        MerchantOffice midori = new MerchantOffice(office, City.MIDORI);
        Visitor visitor = new Visitor(chromium, false);
        assertThat(fillsIn(midori, visitor)).isNotNull();
    }

    private static final String SHOP = "めがね橋物語堂";

    private CaseNumber applies(MerchantOffice city) {
        Visitor visitor = new Visitor(chromium, true);
        return fillsIn(city, visitor);
    }

    private CaseNumber fillsIn(MerchantOffice city, Visitor visitor) {
        Map<String, Object> application = city.application();
        visitor.signsIn(accounts.get(city.applicant.id()).login());
        visitor.opens("/calls/" + city.city.programme + "/merchant");
        visitor.findsNoBarrier("call");
        visitor.opens("/apply/" + city.city.programme + "/merchant");
        visitor.presses("入力をはじめる");
        for (String field : List.of("shopKana", "shopPostalCode", "shopAddress", "category")) {
            visitor.types(field, (String) application.get(field));
        }
        visitor.types("shopName", SHOP);
        visitor.findsNoBarrier("step-shop");
        visitor.presses("次へ進む");
        for (String field : List.of("ownerName", "contactName", "contactPhone", "contactEmail")) {
            visitor.types(field, (String) application.get(field));
        }
        visitor.presses("次へ進む");
        visitor.types("excludedTrades", "none");
        if (city.city == City.ANNAKA) {
            visitor.types("wishesCardSales", "no");
        }
        visitor.types("hasQrDevice", "no");
        visitor.presses("次へ進む");
        visitor.types("accountKind", "bank");
        visitor.isAskedFor("bankCode");
        visitor.types("bankCode", "0128");
        visitor.types("branchCode", "999");
        visitor.types("accountType", "1");
        visitor.types("accountNumber", (String) application.get("accountNumber"));
        visitor.types("accountHolder", "青木　太郎");
        visitor.presses("次へ進む");
        assertThat(visitor.reads()).as("kana that no bank takes").contains("カタカナ");
        visitor.findsNoBarrier("step-account-errors");
        visitor.types("accountHolder", "アオキ　タロウ");
        visitor.presses("次へ進む");
        assertThat(visitor.reads()).as("a branch that the bank does not have").contains("支店");
        visitor.types("branchCode", "180");
        visitor.uploads("passbook", "通帳.pdf");
        visitor.presses("次へ進む");
        for (String tick : List.of("pledgesNoMisuse", "pledgesNoOrganizedCrime", "consents", "declaresTruth")) {
            visitor.types(tick, "true");
        }
        visitor.findsNoBarrier("step-pledge");
        visitor.presses("確認へ進む");
        visitor.presses("この内容で提出する");
        assertThat(visitor.heading()).isEqualTo("申込みを受け付けました");
        visitor.findsNoBarrier("receipt");
        return new CaseNumber(visitor.page.locator(".md-copyable__text").first().innerText());
    }

    private void worksAtTheOffice(MerchantOffice city, CaseNumber number) {
        Page page = chromium.signedIn(chromium.page(1440, true), city.contractor);
        page.navigate("/inbox?q=" + number);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(number.value())).click();
        press(page, "担当する");
        page.locator("input[name=_outcome][value=complete]").check();
        press(page, "この内容で完了する");
        page.navigate("/inbox?q=" + number);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(number.value())).click();
        chromium.findsNoBarrier(page);
        chromium.picture(page, "opinion-1440");
        press(page, "担当する");
        page.locator("input[name=_outcome][value=grant]").check();
        page.fill("[name=opinion]", "募集要項の要件を満たしており、登録が適当と認める。");
        press(page, "この内容で完了する");
        assertThat(office.openTasks(number)).containsExactly("UserTask_ConsultCity");
    }

    private void consultsAndLists(MerchantOffice city, CaseNumber number, CaseNumber another) {
        office.concludes(city.reviewer, number, "UserTask_ConsultCity", "forward", Map.of("consultationOpinion", "異議なし。"), "");
        Page page = chromium.signedIn(chromium.page(1440, true), city.reviewer);
        page.navigate("/inbox/lists/new?programme=" + city.city.programme);
        chromium.looksAt(page, "list-new");
        page.fill("#title", "加盟店の登録について（物語）");
        for (Locator box : page.locator("input[name=case]").all()) {
            box.setChecked(List.of(number.value(), another.value()).contains(box.getAttribute("value")));
        }
        press(page, "一覧を作成し、決裁者に回す");
        assertThat(page.locator("main").innerText()).contains(number.value(), another.value(), "決裁待ち");
        chromium.looksAt(page, "list-prepared");
    }

    private void decidesTogether(MerchantOffice city, CaseNumber number, CaseNumber another) {
        Page page = chromium.signedIn(chromium.page(1440, true), city.decider);
        page.navigate("/inbox/lists");
        chromium.looksAt(page, "lists");
        page.locator("tr", new Page.LocatorOptions().setHasText("加盟店の登録について（物語）")).getByRole(AriaRole.LINK).first().click();
        page.locator("input[name=exclude][value='" + another + "']").check();
        press(page, "除外した案件以外を決定する");
        assertThat(page.locator(".md-banner").first().innerText()).contains("除外の理由を入力してください");
        assertThat(page.locator("input[name=exclude][value='" + another + "']").isChecked()).as("what was ticked stays").isTrue();
        page.fill("[name='reason-" + another + "']", "書類を再確認するため。");
        chromium.looksAt(page, "list-decide");
        press(page, "除外した案件以外を決定する");
        assertThat(page.locator("main").innerText()).contains("決定1件、除外1件", "書類を再確認するため。");
        chromium.looksAt(page, "list-decided");
        Actor applicant = city.applicant;
        assertThat(office.file(number).party()).isEqualTo(applicant.id());
    }

    private static void press(Page page, String label) {
        page.waitForNavigation(() -> page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(label).setExact(true)).first().click());
    }
}
