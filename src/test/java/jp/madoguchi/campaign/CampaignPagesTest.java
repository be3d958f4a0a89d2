package jp.madoguchi.campaign;

import static jp.madoguchi.campaign.CampaignRoom.ANNAKA;
import static jp.madoguchi.campaign.CampaignRoom.card;
import static jp.madoguchi.campaign.CampaignRoom.smartphone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import jp.madoguchi.casefile.Measure;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;

/** Who may do what on the campaigns' page. */
@MadoguchiTest
class CampaignPagesTest {

    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;
    @Autowired
    Programmes programmes;
    @Autowired
    CampaignOffice campaigns;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    Measure smartphoneShare;
    @Autowired
    TestRestTemplate http;

    @Test
    @DisplayName("受託者と係の審査担当は取り込める。付与は審査担当だけ。管理者は見るだけ。他の団体には見えない")
    void who_may() {
        LocalDate day = LocalDate.of(2024, 12, 2);
        Programme programme = new CampaignRoom(programmes).opens(LocalDate.of(2024, 12, 1), LocalDate.of(2024, 12, 22), Map.of());
        Actor contractor = office.contractor(ANNAKA, "seidigi", programme.code(), "地域通貨");
        Actor officer = office.staff(ANNAKA, "安藤　一郎", "seidigi", Role.REVIEWER, "主任");
        Actor manager = office.staff(ANNAKA, "係長　四季", "digital", Role.MANAGER, "係長");
        Actor gunma = office.staff("群馬　太郎", "shinjigyo", Role.REVIEWER, "主任");
        String here = "/campaigns/" + programme.code();

        assertThat(takes(contractor, programme, smartphone("T1", day.atTime(9, 0), "A1", "U1", 5_000) + card("T2", day.atTime(9, 0), "C1", "", 5_000)).taken())
                .isEqualTo(2);
        assertThat(takes(officer, programme, smartphone("T3", day.atTime(9, 0), "A2", "U2", 5_000)).taken()).isEqualTo(1);
        assertThatThrownBy(() -> takes(manager, programme, "")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> within(contractor, () -> campaigns.giveUp(programme, Set.of("G-000001"), "理由", contractor))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> within(contractor, () -> campaigns.winnerNotices(programme, "campaign-1", 1, contractor))).isInstanceOf(NotFoundException.class);
        assertThat(get(officer, here).getBody()).contains("チャージの取込み", "15,000円", "対象期間終了");
        assertThat(get(contractor, here).getBody()).contains("チャージの取込み");
        assertThat(get(manager, here).getBody()).doesNotContain("name=\"file\"").contains("取込みの記録", "地域通貨");
        assertThat(get(manager, here + "?lang=en").getBody()).contains("Most that can be won", "Campaign 1").doesNotContain("campaign.");
        assertThat(get(manager, here + "/charges-blank.csv").getBody()).contains("取引番号,日時,媒体");
        assertThat(get(manager, here + "/campaign-1/1/lots.csv").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(get(officer, here + "/campaign-1/9/lots.csv").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(get(officer, here + "/campaign-9/1/lots.csv").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(get(officer, here + "/grant-files/1").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(get(gunma, here).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(get(officer, "/campaigns/gunma-mask-r5").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        Number share = within(officer, () -> transaction.execute(status -> smartphoneShare.value(programme).orElseThrow()));
        assertThat(share.doubleValue()).as("two accounts of three").isEqualTo(66.7);
    }

    private ChargeFile.Imported takes(Actor actor, Programme programme, String rows) {
        return within(actor, () -> campaigns.takeCharges(programme, "charges.csv",
                () -> new ByteArrayInputStream((CampaignRoom.HEADER + rows).getBytes(StandardCharsets.UTF_8)), ChargeFile.Expected.NOTHING, actor));
    }

    private ResponseEntity<String> get(Actor actor, String address) {
        String login = accounts.byId(actor.id()).orElseThrow().login();
        return http.withBasicAuth(login, "madoguchi-test").getForEntity(address, String.class);
    }

    private static <T> T within(Actor actor, java.util.function.Supplier<T> work) {
        return DataScope.within(TestOffice.scope(actor), work);
    }
}
