package jp.madoguchi.stockpile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.FiscalYear;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionOperations;

/** The stock's page as the browser gets it, for Aomori's contractor and section. */
@MadoguchiTest
class StockPagesTest {

    private static final String AOMORI = "020001";
    private static final String PROGRAMME = "aomori-ppe-r7";
    private static final List<String> TABLES = List.of("items", "sizes", "lots", "forecast", "send-first", "orders", "year");

    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;
    @Autowired
    Programmes programmes;
    @Autowired
    Stock stock;
    @Autowired
    Obligations obligations;
    @Autowired
    TransactionOperations transactions;
    @Autowired
    TestRestTemplate http;

    private Programme programme;
    private Actor contractor;
    private Actor officer;

    @BeforeEach
    void aomori() {
        programme = programmes.get(PROGRAMME);
        contractor = office.contractor(AOMORI, "kansen", PROGRAMME, "備蓄");
        officer = office.staff(AOMORI, "工藤　美咲", "kansen", Role.REVIEWER, "主査");
    }

    @Test
    @DisplayName("受け入れたロットが、期限までの月数・倉庫・数量とともに画面とCSVに載り、管理数量・見通し・年度の入出庫も読める")
    void a_lot_on_the_page() {
        LocalDate today = office.today();
        LocalDate useBy = today.plusYears(4).plusMonths(2);
        FiscalYear year = FiscalYear.of(today);
        String managed = "" + StockTerms.of(programme).managed("surgical-mask", year);
        long left = ChronoUnit.MONTHS.between(today, useBy);
        receives("surgical-mask", null, null, "津軽衛材\u3000株式会社", "つがるマスク", "TG-4801", useBy, 26_900);
        // Of an item no other test issues: nothing of it is used up before its last day.
        receives("n95-mask", null, null, "津軽衛材", "つがるN95", "TN-9501", useBy, 640);
        receives("face-shield", null, null, "八甲田樹脂", "ヤマセガード", "YS-1", null, 300);
        receives("glove", "nitrile", "M", "岩木ゴム", "いわきニトリル", "IW-7", today.plusYears(4).plusMonths(1), 5_000);

        CaseNumber order = office.opens(contractor, PROGRAMME, "order", Map.of("institution", "つがる総合病院", "institutionType", "hospital", "address", "つがる市",
                "orderedOn", today.toString(), "item", "face-shield", "units", 7, "unit", "piece"));
        DataScope.within(TestOffice.scope(contractor), () -> transactions.executeWithoutResult(status -> obligations.open(programme, order, "つがる総合病院",
                "hospital", new Order("face-shield", null, null, new Quantity(7)), today)));
        assertThat(csv("orders", "", StandardCharsets.UTF_8)).contains(order + "," + today + ",つがる総合病院,フェイスシールド,,,7,0,7");

        String page = page(officer, "/stock/" + PROGRAMME + "?months=0");
        assertThat(page).contains("補充を待つ払出し", "つがる総合病院", "/cases/" + order);
        assertThat(page).contains("備蓄数量と管理数量", "サージカルマスク", managed.replaceFirst("(...)$", ",$1"), "TG-4801", "津軽衛材", left + "か月", "期限なし",
                "（ニトリル　M）", "青森指定備蓄倉庫", "入れ替えの見通し", "先に払い出すロット", "非滅菌手袋のサイズの割合", "一致", JapaneseDates.fiscalYearLabel(year) + "の入出庫");
        assertThat(page(contractor, "/stock/" + PROGRAMME + "?lang=en")).contains("Stock against the required quantity", "Rotation forecast", "<h1");
        assertThat(page(contractor, "/stock/" + PROGRAMME + "?months=18")).doesNotContain("YS-1");
        assertThat(page(contractor, "/stock/" + PROGRAMME + "?months=7&year=1999")).as("what is not offered becomes the usual").contains("18か月未満");

        String line = "サージカルマスク,,,津軽衛材　株式会社,つがるマスク,TG-4801,青森指定備蓄倉庫,26900,%s,%s,%d,県"
                .formatted(useBy.minusYears(5), useBy, left);
        assertThat(csv("lots", "?months=0", StandardCharsets.UTF_8)).startsWith("\uFEFF品目,種別,サイズ,製造者").contains(line);
        assertThat(csv("lots", "?months=0&encoding=windows-31j", Charset.forName("windows-31j"))).startsWith("品目,種別").contains(line);
        assertThat(csv("lots", "?months=18", StandardCharsets.UTF_8)).doesNotContain("TG-4801");
        assertThat(csv("items", "", StandardCharsets.UTF_8)).contains("品目,総数,管理数量,過不足", "サージカルマスク,").contains("," + managed + ",");
        assertThat(csv("sizes", "", StandardCharsets.UTF_8)).contains("非滅菌手袋,M,").contains(",50.0\r\n");
        assertThat(csv("send-first", "", StandardCharsets.UTF_8)).contains("TN-9501,").contains("" + useBy.minusYears(1));
        assertThat(csv("forecast", "", StandardCharsets.UTF_8)).contains("フェイスシールド,");
        LocalDate yesterday = today.minusDays(1);
        assertThat(csv("day", "?on=" + yesterday, StandardCharsets.UTF_8)).doesNotContain("TG-4801");
        assertThat(csv("day", "?on=" + today, StandardCharsets.UTF_8)).contains(today + ",サージカルマスク,,津軽衛材　株式会社,つがるマスク,TG-4801,青森指定備蓄倉庫,26900,");
        office.daysPass(3);
        assertThat(page(officer, "/stock/" + PROGRAMME + "/day?on=" + today)).contains(JapaneseDates.full(today) + "の在庫", "TG-4801", "26,900");
        assertThat(csv("day", "?on=" + today, StandardCharsets.UTF_8)).as("asked again later").contains("TG-4801,青森指定備蓄倉庫,26900,");
        assertThat(csv("year", "?year=1999", StandardCharsets.UTF_8)).contains(JapaneseDates.fiscalYearLabel(year) + ",フェイスシールド,");
    }

    @Test
    @DisplayName("S2-07：年月がたつと、ロットは設定された月数の一覧に順に現れ、1年を切ると、品目・見通しにも警告が出る")
    void a_lot_comes_nearer() {
        LocalDate useBy = office.today().plusYears(4).plusMonths(1);
        receives("gown", "isolation", null, "田沢繊維", "たざわガウン", "TZ-17", useBy, 400);
        passesUntil(useBy.minusMonths(17));
        assertThat(page(officer, "/stock/" + PROGRAMME)).as("at the longest months of the programme").contains("TZ-17", "17か月", "アイソレーション");
        assertThat(lots("15")).doesNotContain("TZ-17");
        passesUntil(useBy.minusMonths(14));
        assertThat(lots("15")).contains("TZ-17");
        assertThat(lots("13")).doesNotContain("TZ-17");
        passesUntil(useBy.minusMonths(12));
        assertThat(lots("12")).as("a year remains").doesNotContain("TZ-17");
        office.daysPass(1);
        assertThat(lots("12")).contains("TZ-17");
        assertThat(csv("items", "", StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("医療用ガウン"))).singleElement().asString().doesNotEndWith(",0");
        assertThat(page(officer, "/stock/" + PROGRAMME + "?months=12")).contains("TZ-17", "11か月", "data-kind=\"overdue\"");
        passesUntil(useBy.plusMonths(2));
        assertThat(lots("12")).as("what has passed stays until it is disposed of").contains("TZ-17").contains(",-2,県");
    }

    @Test
    @DisplayName("S2-32：別の事業の受託者、ほかの団体の職員、申請者と、備蓄のない事業には、備蓄の画面がない")
    void not_for_strangers() {
        Actor stranger = office.contractor(AOMORI, "kansen", "aomori-other", "別の委託");
        Actor gunma = office.reviewer("佐藤　真由美");
        Actor applicant = office.applicant("申請する会社");
        receives("face-shield", null, null, "八甲田樹脂", "ヤマセガード", "YS-9", null, 30);
        long lot = DataScope.within(AOMORI, () -> stock.findByNumber(programme, "YS-9")).get(0).id();
        List<String> addresses = new ArrayList<>(List.of("/stock/" + PROGRAMME, "/stock/" + PROGRAMME + "/lots/" + lot, "/stock/" + PROGRAMME + "/import",
                "/stock/" + PROGRAMME + "/lots-blank.csv", "/stock/" + PROGRAMME + "/day", "/stock/" + PROGRAMME + "/day.csv"));
        TABLES.forEach(table -> addresses.add("/stock/" + PROGRAMME + "/" + table + ".csv"));
        for (String address : addresses) {
            assertThat(as(stranger).getForEntity(address, String.class).getStatusCode()).as(address).isEqualTo(HttpStatus.NOT_FOUND);
            assertThat(as(gunma).getForEntity(address, String.class).getStatusCode()).as(address).isEqualTo(HttpStatus.NOT_FOUND);
            assertThat(as(applicant).getForEntity(address, String.class).getStatusCode().is4xxClientError()).as(address).isTrue();
            assertThat(as(officer).getForEntity(address, String.class).getStatusCode()).as(address).isEqualTo(HttpStatus.OK);
        }
        assertThat(as(gunma).getForEntity("/stock/gunma-mask-r5", String.class).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(as(gunma).getForObject("/inbox", String.class)).doesNotContain("/stock/");
        assertThat(as(contractor).getForObject("/inbox", String.class)).contains("/stock/" + PROGRAMME);
        assertThat(as(officer).getForObject("/office", String.class)).contains("医療機関への払出し", "供給の指示", "備蓄品の引継ぎ");
        assertThat(as(contractor).getForObject("/office", String.class)).contains("医療機関への払出し").doesNotContain("供給の指示", "備蓄品の引継ぎ");
        assertThat(as(contractor).getForEntity("/apply/" + PROGRAMME + "/handover", String.class).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
    }

    private void passesUntil(LocalDate day) {
        office.daysPass((int) ChronoUnit.DAYS.between(office.today(), day));
    }

    private String lots(String months) {
        return csv("lots", "?months=" + months, StandardCharsets.UTF_8);
    }

    private void receives(String item, String kind, String size, String maker, String product, String number, LocalDate useBy, long quantity) {
        LotSpec lot = new LotSpec(item, kind, size, maker, product, number,
                useBy == null ? office.today().minusMonths(2) : useBy.minusYears(5), useBy, LotSpec.Owner.PREFECTURE);
        DataScope.within(TestOffice.scope(contractor), () -> stock.receive(programme, lot, "aomori", new Quantity(quantity), "N-" + number,
                new Occasion(office.today(), contractor, null, "初回の備蓄")));
    }

    private String page(Actor actor, String address) {
        var answer = as(actor).getForEntity(address, String.class);
        assertThat(answer.getStatusCode()).as(address).isEqualTo(HttpStatus.OK);
        return answer.getBody();
    }

    private String csv(String table, String query, Charset charset) {
        return new String(as(officer).getForEntity("/stock/" + PROGRAMME + "/" + table + ".csv" + query, byte[].class).getBody(), charset);
    }

    private TestRestTemplate as(Actor actor) {
        return http.withBasicAuth(accounts.get(actor.id()).login(), "madoguchi-test");
    }
}
