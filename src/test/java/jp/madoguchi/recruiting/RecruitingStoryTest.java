package jp.madoguchi.recruiting;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.support.Chromium;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.Pdfs;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

/** The contractor's office with its call list, in a real browser (S3-36, S3-37). */
@MadoguchiTest
@DisplayName("加盟店の勧誘の物語")
class RecruitingStoryTest {

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("recruiting");

    @Autowired
    TestOffice office;

    @Test
    @DisplayName("事務局が名簿を取り込み、送付を記録し、電話の結果を書く")
    void a_list_papers_and_calls() throws Exception {
        Actor contractor = office.contractor("102121", "shoko", "midori-premium-r6", "大間々　渉");
        Page page = chromium.signedIn(chromium.page(1440, true), contractor);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("加盟店の勧誘")).click();
        chromium.looksAt(page, "empty");
        page.setInputFiles("#file", new FilePayload("名簿.csv", "text/csv", """
                店舗名,フリガナ,郵便番号,所在地,電話番号,業種,担当者
                髙津戸酒店,タカツドサケテン,376-0101,みどり市大間々町高津戸1,0277-00-0000,小売業,髙津戸
                神梅食堂,カンバイショクドウ,376-0114,みどり市大間々町上神梅2,不明,飲食業,
                桐原電器,キリハラデンキ,376-0102,みどり市大間々町桐原3,0277-00-0001,小売業,桐原
                """.getBytes(Csv.WINDOWS_31J)));
        press(page, "取り込む");
        assertThat(page.locator(".md-banner").first().innerText()).contains("新しく2件", "3行目", "電話番号");
        chromium.looksAt(page, "imported");
        byte[] labels = page.request().get(chromium.address("/recruiting/midori-premium-r6/labels.pdf")).body();
        assertThat(Pdfs.text(labels)).contains("髙津戸酒店", "〒3760101", "髙津戸　様").doesNotContain("神梅食堂");
        press(page, "選んだ店舗への送付を記録する");
        assertThat(page.locator(".md-banner").first().innerText()).contains("2件の送付を記録しました");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("髙津戸酒店")).click();
        page.locator("#outcome-WILL_APPLY").check();
        page.fill("#note", "来週中に申し込むとのこと。");
        chromium.looksAt(page, "candidate");
        press(page, "記録する");
        assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("髙津戸酒店")).innerText()).contains("申込み予定");
        chromium.looksAt(page, "list");
    }

    private static void press(Page page, String label) {
        page.waitForNavigation(() -> page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(label).setExact(true)).first().click());
    }
}
