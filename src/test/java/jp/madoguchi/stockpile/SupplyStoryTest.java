package jp.madoguchi.stockpile;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

/** A supply instruction in a real browser: the prefecture at its desks, the contractor on a phone. */
@MadoguchiTest
class SupplyStoryTest {

    private static final String AOMORI = "020001";
    private static final String PROGRAMME = "aomori-ppe-r7";

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("supply");

    @Autowired
    TestOffice office;
    @Autowired
    Programmes programmes;
    @Autowired
    Stock stock;

    @Test
    @DisplayName("県の担当者が期間を誤って直しながら供給の指示を起案し、課長が通知を見て決裁し、受託者が携帯電話で予定を答え、払い出し、報告する")
    void an_instruction_is_carried_out() {
        Programme programme = programmes.get(PROGRAMME);
        LocalDate today = office.today();
        Actor contractor = office.contractor(AOMORI, "kansen", PROGRAMME, "あおもり備蓄物流");
        LotSpec shields = new LotSpec("face-shield", null, null, "岩木化成", "いわきフェイスシールド", "SUPPLY-STORY", today.minusMonths(3), null, LotSpec.Owner.PREFECTURE);
        DataScope.within(TestOffice.scope(contractor), () -> stock.receive(programme, shields, "aomori", new Quantity(21_000), null,
                new Occasion(today, contractor, null, "初回の備蓄")));

        Page drafting = chromium.signedIn(chromium.desktop(), office.staff(AOMORI, "工藤　美咲", "kansen", Role.REVIEWER, "主査"));
        drafting.navigate("/apply/" + PROGRAMME + "/supply-instruction");
        begins(drafting, "reason");
        drafting.fill("textarea[name=reason]", "新型インフルエンザの流行により、県内の病院で不足しているため。");
        date(drafting, "from", today);
        date(drafting, "to", today.minusDays(2));
        drafting.check("input[name=destination][value=institutions]");
        presses(drafting, "button[name=_next]:not([tabindex='-1'])");
        assertThat(drafting.locator("main")).containsText("末日が初日より前です");
        chromium.looksAt(drafting, "days-crossed");
        date(drafting, "to", today.plusDays(6));
        presses(drafting, "button[name=_next]:not([tabindex='-1'])");
        line(drafting, 0, "青森県立中央病院", 1_200);
        presses(drafting, "button[name=_add]");
        line(drafting, 1, "むつ総合病院", 300);
        chromium.looksAt(drafting, "lines");
        presses(drafting, "button[name=_next]:not([tabindex='-1'])");
        assertThat(drafting.locator("main")).containsText("むつ総合病院");
        chromium.looksAt(drafting, "preview");
        presses(drafting, ".pt-submit button[type=submit]");
        chromium.looksAt(drafting, "receipt");
        CaseNumber number = number(drafting);
        opens(drafting, number, SupplyInstructions.REVIEW);
        chromium.looksAt(drafting, "review");
        concludes(drafting, "forward");

        Page deciding = chromium.signedIn(chromium.desktop(), office.staff(AOMORI, "成田　隆", "hoken", Role.DECIDER, "保健衛生課長"));
        opens(deciding, number, SupplyInstructions.DECIDE);
        assertThat(deciding.locator("main")).containsText("供給後の見込み：フェイスシールド（総数");
        chromium.looksAt(deciding, "decision");
        concludes(deciding, "granted");
        office.runsDueJobs(number);

        Page answering = chromium.signedIn(chromium.phone(), contractor);
        opens(answering, number, SupplyInstructions.ACKNOWLEDGE);
        assertThat(answering.locator("main")).containsText("受託者の回答の期限は");
        date(answering, "arrivesOn", today.plusDays(9));
        concludes(answering, "acknowledged");
        assertThat(answering.locator("main")).containsText("供給の期間の末日");
        chromium.looksAt(answering, "too-late");
        date(answering, "arrivesOn", today.plusDays(1));
        concludes(answering, "acknowledged");

        Page watching = chromium.signedIn(chromium.desktop(), office.staff(AOMORI, "三上　由紀", "hoken", Role.MANAGER, "課長代理"));
        watching.navigate("/stock/" + PROGRAMME);
        assertThat(watching.locator("#items")).containsText("供給の指示により、");
        chromium.looksAt(watching, "released");
        watching.navigate("/stock/" + PROGRAMME + "?lang=en");
        assertThat(watching.locator("#items")).containsText("by a supply instruction");

        opens(answering, number, SupplyInstructions.ISSUE);
        date(answering, "issuedOn", today);
        concludes(answering, "issued");
        opens(answering, number, SupplyInstructions.REPORT);
        assertThat(answering.locator("[name='deliveries[1].destination']")).hasValue("むつ総合病院");
        for (int row = 0; row < 2; row++) {
            date(answering, "deliveries[" + row + "].deliveredOn", today);
            answering.fill("[name='deliveries[" + row + "].receivedBy']", "薬剤部");
        }
        answering.fill("textarea[name=report]", "二つの病院へ届けました。");
        chromium.looksAt(answering, "report");
        concludes(answering, "reported");
        opens(drafting, number, "UserTask_CheckSupplyReport");
        assertThat(drafting.locator("main")).containsText("二つの病院へ届けました。");
        chromium.looksAt(drafting, "check");
        concludes(drafting, "accept");
        drafting.navigate("/cases/" + number);
        assertThat(drafting.locator("main")).containsText("むつ総合病院へフェイスシールド 300枚を払い出しました");
        chromium.looksAt(drafting, "case");
        watching.navigate("/stock/" + PROGRAMME);
        assertThat(watching.locator("#orders")).containsText("むつ総合病院");
        org.assertj.core.api.Assertions.assertThat(office.ended(number)).isTrue();
    }

    @Test
    @DisplayName("S2-48：県の担当者が過ぎた期限を直しながら業務の指示を起案し、課長が通知を見て決裁し、受託者が携帯電話で受け取って報告し、差し戻されて直す")
    void the_work_is_instructed() {
        LocalDate today = office.today();
        Actor contractor = office.contractor(AOMORI, "kansen", PROGRAMME, "あおもり備蓄物流");
        Page drafting = chromium.signedIn(chromium.desktop(), office.staff(AOMORI, "工藤　美咲", "kansen", Role.REVIEWER, "主査"));
        drafting.navigate("/office");
        drafting.navigate("/apply/" + PROGRAMME + "/contract-instruction");
        begins(drafting, "content");
        drafting.fill("[name=subject]", "棚札の表示");
        drafting.fill("textarea[name=content]", "指定備蓄倉庫のすべての棚札に、使用推奨期限を縦3センチメートル以上の文字で書くこと。\n\n書き替えた棚の数を報告すること。");
        date(drafting, "answerBy", today.minusDays(1));
        presses(drafting, "button[name=_next]:not([tabindex='-1'])");
        assertThat(drafting.locator("main")).containsText("過ぎた日付です");
        chromium.looksAt(drafting, "instruction-late");
        date(drafting, "answerBy", today.plusDays(14));
        presses(drafting, "button[name=_next]:not([tabindex='-1'])");
        presses(drafting, ".pt-submit button[type=submit]");
        CaseNumber number = number(drafting);
        opens(drafting, number, ContractInstructions.REVIEW);
        assertThat(drafting.locator("[name=subject]")).hasValue("棚札の表示");
        chromium.looksAt(drafting, "instruction-review");
        concludes(drafting, "forward");

        Page deciding = chromium.signedIn(chromium.desktop(), office.staff(AOMORI, "成田　隆", "hoken", Role.DECIDER, "保健衛生課長"));
        opens(deciding, number, SupplyInstructions.DECIDE);
        assertThat(deciding.locator("main")).containsText("業務の指示の通知の見本");
        chromium.looksAt(deciding, "instruction-decision");
        concludes(deciding, "granted");
        office.runsDueJobs(number);

        Page answering = chromium.signedIn(chromium.phone(), contractor);
        opens(answering, number, ContractInstructions.ACKNOWLEDGE);
        answering.check("input[name=understood][type=checkbox]");
        chromium.looksAt(answering, "instruction-received");
        concludes(answering, "acknowledged");
        opens(answering, number, ContractInstructions.REPORT);
        answering.fill("textarea[name=done]", "48の棚の棚札を書き替えました。");
        date(answering, "doneOn", today);
        chromium.looksAt(answering, "instruction-report");
        concludes(answering, "reported");
        opens(drafting, number, ContractInstructions.CHECK);
        drafting.fill("textarea[name=_comment]", "書き替えた棚札の写真を添えてください。");
        concludes(drafting, "return");
        opens(answering, number, ContractInstructions.REPORT);
        assertThat(answering.locator("#work")).containsText("書き替えた棚札の写真を添えてください。");
        assertThat(answering.locator("textarea[name=done]")).hasValue("48の棚の棚札を書き替えました。");
        chromium.looksAt(answering, "instruction-returned");
        concludes(answering, "reported");
        opens(drafting, number, ContractInstructions.CHECK);
        concludes(drafting, "accept");
        drafting.navigate("/cases/" + number);
        assertThat(drafting.locator("main")).containsText("業務の指示について");
        chromium.looksAt(drafting, "instruction-case");
        org.assertj.core.api.Assertions.assertThat(office.ended(number)).isTrue();
    }

    private static void begins(Page page, String field) {
        Locator start = page.locator("main form button[type=submit]");
        if (page.locator("textarea[name=" + field + "]").count() == 0) {
            page.waitForNavigation(() -> start.first().click());
        }
    }

    private static void presses(Page page, String button) {
        page.waitForNavigation(() -> page.locator(button).first().click());
    }

    private static void line(Page page, int row, String institution, int pieces) {
        String path = "lines[" + row + "].";
        page.waitForSelector("button[name=_refresh]:not([tabindex='-1'])", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.HIDDEN));
        page.fill("[name='" + path + "institution']", institution);
        page.selectOption("[name='" + path + "institutionType']", "hospital");
        page.fill("[name='" + path + "address']", "青森県内");
        page.selectOption("[name='" + path + "item']", "face-shield");
        page.locator("form[aria-busy]").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        page.fill("[name='" + path + "pieces']", "" + pieces);
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

    private static CaseNumber number(Page page) {
        Matcher number = Pattern.compile("APPE-\\d+").matcher(page.locator("main").innerText());
        number.find();
        return new CaseNumber(number.group());
    }
}
