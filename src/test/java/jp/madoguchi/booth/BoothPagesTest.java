package jp.madoguchi.booth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.casefile.Measure;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionOperations;

/** The page of a programme's events as the browser gets it, for Midori's contractor: briefings, by data only (S5-44, S5-47). */
@MadoguchiTest
class BoothPagesTest {

    private static final String MIDORI = "102121";
    private static final String PROGRAMME = "midori-premium-r6";

    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;
    @Autowired
    BoothEvents events;
    @Autowired
    Programmes programmes;
    @Autowired
    List<Measure> measures;
    @Autowired
    TransactionOperations transactions;
    @Autowired
    TestRestTemplate http;

    @Test
    @DisplayName("みどり市の説明会を提案から開催まで進めると、画面・積上げ・CSV・目標の実績に載る")
    void a_briefing_of_midori() {
        Actor contractor = office.contractor(MIDORI, "shoko", PROGRAMME, "商品券");
        Actor officer = office.staff(MIDORI, "桐原　花子", "shoko", Role.REVIEWER, "主任");
        Actor director = office.staff(MIDORI, "笠懸　次郎", "shokoka", Role.DECIDER, "商工課長");
        long before = counted("user-briefings");
        Map<String, Object> proposal = new HashMap<>(Map.of("kind", "user-briefing", "municipality", "みどり市", "venue", "笠懸野文化ホール　研修室",
                "capacity", 60, "heldOn", office.today().toString(), "startsAt", "13:30", "endsAt", "15:00", "expected", 40, "hostTakesPart", "no"));
        proposal.put("reason", "駐車場が広く、対面での説明に適する。");
        proposal.put("privacy", List.of("screens", "voices", "flow"));
        CaseNumber number = office.opens(contractor, PROGRAMME, "briefing", proposal);
        office.concludes(officer, number, "UserTask_ConsultProposal", "forward", Map.of("eventOpinion", "適当である。"), "");
        office.concludes(director, number, "UserTask_Decide", "granted");
        office.concludes(contractor, number, BoothEvents.PREPARE, "ready", Map.of("checked", List.of("venue", "staff", "tags", "equipment", "pc-lock",
                "pc-virus", "pc-theft"), "infection", "unneeded", "staff", 3), "");
        office.concludes(contractor, number, BoothEvents.REPORT, "held", Map.of("visitors", 37), "");

        assertThat(page(contractor, "/booth/" + PROGRAMME)).contains("笠懸野文化ホール", "利用者向け説明会", "開催済み", "37", "事業者向け説明会", "直近8週間");
        JsonNode lines = as(contractor).getForEntity("/booth/" + PROGRAMME + "/burn-up.json?measure=user-briefings", JsonNode.class).getBody();
        assertThat(lines.get("type").asText()).isEqualTo("line");
        assertThat(lines.get("series")).hasSize(2);
        assertThat(lines.get("labels").size()).isEqualTo(lines.get("series").get(1).get("data").size());
        assertThat(csv(officer, "", StandardCharsets.UTF_8)).contains("受付番号,種類,開催日", number + ",利用者向け説明会,").contains(",37,");
        assertThat(csv(officer, "?encoding=windows-31j", Charset.forName("windows-31j"))).contains("笠懸野文化ホール　研修室");
        assertThat(counted("user-briefings")).isBetween(before, before + 1);
    }

    @Test
    @DisplayName("別の事業の受託者とほかの団体の職員には、開催の画面がない")
    void not_for_strangers() {
        Actor stranger = office.contractor("102113", "seidigi", "annaka-currency-r6", "通貨事務局");
        Actor gunma = office.reviewer("佐藤　真由美");
        for (String address : List.of("/booth/" + PROGRAMME, "/booth/" + PROGRAMME + "/events.csv", "/booth/" + PROGRAMME + "/burn-up.json?measure=user-briefings")) {
            assertThat(as(stranger).getForEntity(address, String.class).getStatusCode()).as(address).isEqualTo(HttpStatus.NOT_FOUND);
            assertThat(as(gunma).getForEntity(address, String.class).getStatusCode()).as(address).isEqualTo(HttpStatus.NOT_FOUND);
        }
        assertThat(as(gunma).getForEntity("/booth/gunma-mask-r5", String.class).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
    }

    private long counted(String code) {
        return DataScope.within(MIDORI, () -> transactions.execute(status -> measures.stream().filter(measure -> measure.code().equals(code))
                .flatMap(measure -> measure.value(programmes.get(PROGRAMME)).stream()).findFirst().orElseThrow().longValue()));
    }

    private String page(Actor actor, String address) {
        var answer = as(actor).getForEntity(address, String.class);
        assertThat(answer.getStatusCode()).as(address).isEqualTo(HttpStatus.OK);
        return answer.getBody();
    }

    private String csv(Actor actor, String query, Charset charset) {
        return new String(as(actor).getForEntity("/booth/" + PROGRAMME + "/events.csv" + query, byte[].class).getBody(), charset);
    }

    private TestRestTemplate as(Actor actor) {
        return http.withBasicAuth(accounts.get(actor.id()).login(), "madoguchi-test");
    }
}
