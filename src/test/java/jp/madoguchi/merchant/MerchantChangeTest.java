package jp.madoguchi.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.banking.AccountType;
import jp.madoguchi.banking.BankAccount;
import jp.madoguchi.casefile.CaseStatus;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.merchant.MerchantOffice.City;
import jp.madoguchi.merchant.domain.Merchant;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Every way through {@code merchant-change}, in both cities. */
@MadoguchiTest
class MerchantChangeTest {

    @Autowired
    TestOffice office;
    @Autowired
    Merchants merchants;

    private MerchantOffice local;
    private Merchant merchant;

    @ParameterizedTest
    @EnumSource(City.class)
    @DisplayName("店舗名と口座の変更が決裁されると、登録が変わり、前の内容は履歴に残る")
    void a_change_is_granted(City city) {
        isRegisteredIn(city);
        CaseNumber number = files(change(Map.of("changeItems", List.of("shop", "account"), "shopName", "新・青木商店", "accountKind", "bank",
                "bankCode", "0128", "branchCode", "100", "accountType", "2", "accountNumber", "0000777", "accountHolder", "ｱｵｷ ｼﾖｳﾃﾝ")));
        assertThat(office.task(number, "UserTask_CheckChange").desk().role().name()).isEqualTo("CONTRACTOR");
        office.concludes(local.contractor, number, "UserTask_CheckChange", "accept");
        office.concludes(local.decider, number, "UserTask_Decide", "granted");
        office.runsDueJobs(number);
        assertThat(office.walked(number)).contains("EndEvent_Changed", "EndEvent_Issued");
        assertThat(merchant().shopName()).isEqualTo("新・青木商店");
        assertThat(merchant().address()).isEqualTo(merchant.address());
        assertThat(merchant().account()).isEqualTo(new BankAccount("0128", "100", AccountType.CURRENT, "0000777", "ｱｵｷ ｼﾖｳﾃﾝ"));
        Merchants.HistoryEntry entry = history().get(1);
        assertThat(entry.kind()).isEqualTo(Merchants.Change.CHANGED);
        assertThat(entry.caseNumber()).isEqualTo(number.value());
        assertThat(entry.changes()).containsOnlyKeys("shopName", "account").containsEntry("shopName", List.of(merchant.shopName(), "新・青木商店"));
    }

    @Test
    @DisplayName("カードの販売は、変更の届出で始めることもやめることもできる")
    void card_sales_begin_and_end() {
        isRegisteredIn(City.ANNAKA);
        for (String answer : List.of("yes", "no")) {
            CaseNumber number = files(change(Map.of("changeItems", List.of("cards"), "wishesCardSales", answer)));
            office.concludes(local.contractor, number, "UserTask_CheckChange", "accept");
            office.concludes(local.decider, number, "UserTask_Decide", "granted");
            assertThat(merchant().sellsCards()).isEqualTo(answer.equals("yes"));
        }
    }

    @ParameterizedTest
    @EnumSource(City.class)
    @DisplayName("脱退が決裁されると、最終日まで取り扱い、もう一度は届け出られない")
    void leaving_is_granted(City city) {
        isRegisteredIn(city);
        CaseNumber number = files(leaving());
        office.concludes(local.contractor, number, "UserTask_CheckChange", "accept");
        office.concludes(local.decider, number, "UserTask_Decide", "granted");
        office.runsDueJobs(number);
        assertThat(merchant().state()).isEqualTo(Merchant.State.WITHDRAWN);
        assertThat(merchant().isOpenOn(office.today().plusDays(10))).isTrue();
        assertThat(merchant().isOpenOn(office.today().plusDays(11))).isFalse();
        assertThat(history().get(1).kind()).isEqualTo(Merchants.Change.WITHDRAWN);
        assertThat(local.within(() -> merchants.registeredOf(city.programme, local.applicant.id()))).isEmpty();
        assertThatThrownBy(() -> files(leaving())).isInstanceOf(RefusedException.class).hasMessageContaining("すでに脱退");
    }

    @ParameterizedTest
    @EnumSource(City.class)
    @DisplayName("補正を経て不適当とされ、決裁で差し戻されたのち、理由とともに認めない通知が出る")
    void corrected_sent_back_and_refused(City city) {
        isRegisteredIn(city);
        CaseNumber number = files(change(Map.of("changeItems", List.of("owner"), "ownerName", "別の会社")));
        office.asksForCorrection(local.contractor, number, "UserTask_CheckChange", Map.of("changeReason", "理由を詳しく書いてください。"));
        office.concludes(local.applicant, number, "UserTask_AnswerCorrection", "answered", Map.of("changeReason", "譲渡のため。"), "");
        office.concludes(local.contractor, number, "UserTask_CheckChange", "refuse", Map.of(), "事業者の変更は新しい申込みによる。");
        office.concludes(local.decider, number, "UserTask_Decide", "returned", Map.of(), "本人に確認すること。");
        office.concludes(local.contractor, number, "UserTask_CheckChange", "refuse", Map.of(), "事業者の変更は新しい申込みによる。");
        office.concludes(local.decider, number, "UserTask_Decide", "refused", Map.of(), "事業者が変わるときは新たな申込みが必要であるため。");
        office.runsDueJobs(number);
        assertThat(office.walked(number)).contains("EndEvent_ChangeRefused", "EndEvent_Answered");
        assertThat(office.file(number).status()).isEqualTo(CaseStatus.REFUSED);
        assertThat(merchant().ownerName()).isEqualTo(merchant.ownerName());
    }

    @ParameterizedTest
    @EnumSource(City.class)
    @DisplayName("記入の足りない口座への変更は決定できず、変更中に脱退した加盟店の登録も変えられない")
    void what_cannot_be_granted(City city) {
        isRegisteredIn(city);
        CaseNumber account = files(change(Map.of("changeItems", List.of("account"), "accountKind", "bank", "bankCode", "0128")));
        office.concludes(local.contractor, account, "UserTask_CheckChange", "accept");
        assertThatThrownBy(() -> office.concludes(local.decider, account, "UserTask_Decide", "granted"))
                .isInstanceOf(RefusedException.class).hasMessageContaining("口座の記入が足りない");
        CaseNumber contact = files(change(Map.of("changeItems", List.of("contact"), "contactPhone", "027-111-1111")));
        CaseNumber leaving = files(leaving());
        office.concludes(local.contractor, leaving, "UserTask_CheckChange", "accept");
        office.concludes(local.decider, leaving, "UserTask_Decide", "granted");
        office.concludes(local.contractor, contact, "UserTask_CheckChange", "accept");
        assertThatThrownBy(() -> office.concludes(local.decider, contact, "UserTask_Decide", "granted"))
                .isInstanceOf(RefusedException.class).hasMessageContaining("すでに脱退となっています");
        assertThat(office.openTasks(contact)).containsExactly("UserTask_Decide");
        assertThat(merchant().phone()).isEqualTo(merchant.phone());
    }

    @ParameterizedTest
    @EnumSource(City.class)
    @DisplayName("ほかの店舗の登録番号や、別の市の登録番号では届け出られない")
    void somebody_elses_merchant_cannot_be_changed(City city) {
        isRegisteredIn(city);
        Actor stranger = office.applicant("別の人");
        assertThatThrownBy(() -> local.receives(stranger, "merchant-change", leaving()))
                .isInstanceOf(RefusedException.class).hasMessageContaining("登録番号が見つかりません");
        MerchantOffice other = new MerchantOffice(office, city == City.ANNAKA ? City.MIDORI : City.ANNAKA);
        assertThatThrownBy(() -> other.receives(other.contractor, "merchant-change", leaving()))
                .isInstanceOf(RefusedException.class).hasMessageContaining("登録番号が見つかりません");
    }

    private void isRegisteredIn(City city) {
        local = new MerchantOffice(office, city);
        CaseNumber number = local.registers(local.application());
        merchant = local.within(() -> merchants.ofCase(number)).orElseThrow();
    }

    private CaseNumber files(Map<String, Object> answers) {
        return local.receives(local.applicant, "merchant-change", answers);
    }

    private Map<String, Object> change(Map<String, Object> more) {
        Map<String, Object> answers = new HashMap<>(Map.of("merchantNumber", merchant.number(), "changeKind", "change",
                "changeFrom", office.today().plusDays(10).toString(), "changeReason", "店名の変更。", "declaresTruth", true));
        answers.putAll(more);
        return answers;
    }

    private Map<String, Object> leaving() {
        return Map.of("merchantNumber", merchant.number(), "changeKind", "leave", "changeFrom", office.today().plusDays(10).toString(),
                "changeReason", "閉店のため。", "declaresTruth", true);
    }

    private Merchant merchant() {
        return local.within(() -> merchants.get(merchant.number()));
    }

    private List<Merchants.HistoryEntry> history() {
        return local.within(() -> merchants.history(merchant.number()));
    }
}
