package jp.madoguchi.premium;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Measure;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Role;
import jp.madoguchi.support.Chromium;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import jp.madoguchi.support.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;

/** The sale in a browser: a citizen with a phone, and the officer's page with its figures and files. */
@MadoguchiTest
class PremiumPagesTest {

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("premium");

    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;
    @Autowired
    List<Measure> measures;
    @Autowired
    BusinessClock clock;
    @Autowired
    TestRestTemplate http;
    @Autowired
    AutowireCapableBeanFactory beans;

    private Town town;

    @BeforeEach
    void midori() {
        town = beans.createBean(Town.class);
    }

    @Test
    @DisplayName("スマートフォンで申し込み、抽選番号を知り、当選と期限を自分の画面で読める")
    void a_citizen_with_a_phone() {
        town.opens(100, Map.of("eligibility", "declared"));
        Actor applicant = office.applicant("草木　ひかる");
        for (boolean scripts : new boolean[] {true, false}) {
            Actor citizen = scripts ? applicant : office.applicant("神戸　すすむ");
            Visitor visitor = new Visitor(chromium, scripts);
            visitor.signsIn(accounts.get(citizen.id()).login());
            visitor.narrow();
            visitor.opens("/calls/" + town.programme().code() + "/purchase");
            visitor.follows("この募集に申し込む");
            visitor.presses("入力をはじめる");
            Map<String, Object> person = town.person(2);
            visitor.types("sets", "2");
            visitor.types("name", (String) person.get("name"));
            visitor.types("kana", (String) person.get("kana"));
            visitor.typesDate("birthDate", "1985", "7", scripts ? "7" : "8");
            visitor.types("address", "群馬県桐生市織姫町1番1号");
            visitor.types("phone", (String) person.get("phone"));
            visitor.types("email", (String) person.get("email"));
            visitor.types("agrees", "true");
            if (scripts) {
                visitor.findsNoBarrier("application");
            }
            visitor.presses("確認へ進む");
            assertThat(visitor.reads()).contains("みどり市の住所を入力してください");
            visitor.types("address", (String) person.get("address"));
            visitor.presses("確認へ進む");
            visitor.presses("この内容で提出する");
            assertThat(visitor.reads()).containsPattern("抽選番号は A-[0-9]{8} です（2セット）").contains("抽選を行います").doesNotContain("審査し、決定します");
            if (scripts) {
                visitor.findsNoBarrier("receipt");
            }
            town.sweeps();
            CaseNumber number = town.everywhere(() -> new CaseNumber(beans.getBean(org.springframework.jdbc.core.simple.JdbcClient.class)
                    .sql("select case_number from premium_application where party = ?").param(citizen.id()).query(String.class).single()));
            assertThat(town.state(number)).isEqualTo(Applications.State.ACCEPTED);
            if (scripts) {
                town.awards(town.startsRound("first"), List.of(number), List.of());
                visitor.opens("/my/cases/" + number);
                assertThat(visitor.reads()).contains("当選しました", "2セットを購入できます", town.lot(number), "抽選で当選しました");
                assertThat(visitor.reads()).doesNotContain("担当課が書類を確認しています");
                visitor.findsNoBarrier("won");
            }
        }
    }

    @Test
    @DisplayName("何もない販売状況、名簿と販売実績の取込み、保留の見比べ、数字とCSVと目標の実績")
    void the_officers_page() {
        town.opens(60, Map.of("eligibility", "resident-list"));
        Actor reviewer = town.reviewer();
        Actor contractor = office.contractor(Town.MIDORI, "shoko", town.programme().code(), "販売事務局");
        Visitor officer = new Visitor(chromium, true);
        officer.signsIn(accounts.get(reviewer.id()).login());
        String here = "/premium/" + town.programme().code();
        officer.opens(here);
        assertThat(officer.reads()).contains("申込みはまだありません", "名簿がないため", "保留中の申込みはありません", "未開始");
        officer.findsNoBarrier("empty");
        officer.follows("販売回を始める");
        assertThat(officer.reads()).contains("庁内手続");
        officer.opens(here);
        for (Role reading : List.of(Role.AUDITOR, Role.DECIDER, Role.MANAGER)) {
            Actor reader = office.staff(Town.MIDORI, "読む　だけ", "shoko", reading, "書記");
            assertThat(csv(reader, here, "")).contains("販売回").doesNotContain("<input class=\"md-file__input\"");
            assertThat(posts(reader, Map.of("transaction", "API-9", "lot", "A-1", "sets", 1, "yen", 5_000, "at", town.day(11) + "T09:00:00+09:00"))).contains("404");
        }

        Map<String, Object> one = town.person(2);
        Map<String, Object> other = town.person(1);
        other.put("address", "みどり市大間々町大間々1511");
        Map<String, Object> alike = new HashMap<>(one);
        alike.put("phone", "0277-76-0000");
        List<CaseNumber> all = List.of(town.applies(one), town.applies(other), town.applies(alike));
        town.sweeps();
        officer.opens(here);
        String residents = "氏名カナ,生年月日,住所\r\n" + row(one) + row(other);
        uploads(officer, "#residentFile", "residents.csv", residents);
        officer.page.waitForNavigation(() -> officer.page.locator("form[action$='/residents'] button").click());
        assertThat(officer.reads()).contains("名簿を取り込みました：2人");
        town.sweeps();
        assertThat(town.state(all.get(0))).isEqualTo(Applications.State.ACCEPTED);
        officer.opens(here);
        assertThat(officer.reads()).contains("1件を見比べる", "笠懸地区", "大間々地区");
        officer.follows("1件を見比べる");
        assertThat(officer.reads()).contains("氏名カナ、生年月日、住所が一致しています", all.get(0).value());
        officer.findsNoBarrier("compare");
        officer.opens("/cases/" + all.get(2));
        assertThat(officer.reads()).contains("似た申込みとの比較", "住所が一致しています");
        office.concludes(reviewer, all.get(2), "UserTask_ReviewHeld", "reject", Map.of(), "重複のため。");

        town.awards(town.startsRound("first"), List.of(all.get(0)), List.of(all.get(1)));
        clock.moveTo(town.day(11).atTime(10, 0));
        Visitor seller = new Visitor(chromium, false);
        seller.signsIn(accounts.get(contractor.id()).login());
        seller.opens(here);
        assertThat(seller.page.locator("#residentFile").count()).as("the list is the city's own").isZero();
        String at = town.day(10).toString();
        uploads(seller, "#purchaseFile", "sales.csv", "取引番号,抽選番号,セット数,金額,購入日時\r\nP-1," + town.lot(all.get(0)) + ",1,5000," + at + " 09:00:00\r\nP-2,"
                + town.lot(all.get(1)) + ",1,5000," + at + " 09:00:00\r\n");
        seller.page.waitForNavigation(() -> seller.page.locator("form[action$='/purchases'] button").click());
        assertThat(seller.reads()).contains("新規1件", "購入の権利がありません", "3行目");
        officer.opens(here);
        assertThat(officer.reads()).contains("5,000円", "50.0%", "0.05倍", "抽選済み");
        officer.findsNoBarrier("sale");
        officer.narrow();
        officer.findsNoBarrier("sale-phone");
        assertThat(csv(reviewer, here + "/figures.csv", "")).contains("第1回,全体,,2,3,1,2,1,50.0,0,1,1", "第1回,地区,大間々地区,1,1,0");
        assertThat(measured("sets-sold")).isEqualTo(1);
        assertThat(measured("buyers")).isEqualTo(1);
        Actor stranger = office.contractor("102113", "seidigi", "annaka-currency-r6", "通貨事務局");
        assertThat(http.withBasicAuth(accounts.get(stranger.id()).login(), "madoguchi-test").getForEntity(here, String.class).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    @DisplayName("プラットフォームは販売を一件ずつAPIでも伝えられ、同じ取引は一度だけ数え、権利のない購入は理由とともに断られる")
    void the_platform_tells_its_sales() {
        town.opens(60, Map.of());
        CaseNumber number = town.applies(2);
        town.sweeps();
        town.awards(town.startsRound("first"), List.of(number), List.of());
        clock.moveTo(town.day(11).atTime(10, 0));
        Actor platform = office.contractor(Town.MIDORI, "shoko", town.programme().code(), "プラットフォーム");
        Map<String, Object> sale = new HashMap<>(Map.of("transaction", "API-1", "lot", town.lot(number), "sets", 1, "yen", 5_000, "at", town.day(11) + "T09:00:00+09:00"));
        assertThat(posts(platform, sale)).isEqualTo(posts(platform, sale)).contains("201 CREATED", "API-1");
        assertThat(town.sold()).isEqualTo(1);
        sale.putAll(Map.of("transaction", "API-2", "sets", 2, "yen", 10_000));
        assertThat(posts(platform, sale)).contains("409", "残り1セット");
        sale.remove("lot");
        assertThat(posts(platform, sale)).contains("400");
        sale.put("lot", town.lot(number));
        assertThat(posts(office.contractor("102113", "seidigi", "annaka-currency-r6", "通貨事務局"), sale)).contains("404");
        assertThat(posts(office.applicant("一般の人"), sale)).contains("403");
        assertThat(town.sold()).isEqualTo(1);
    }

    private String posts(Actor actor, Map<String, Object> sale) {
        var answer = http.withBasicAuth(accounts.get(actor.id()).login(), "madoguchi-test")
                .postForEntity("/api/v1/premium/" + town.programme().code() + "/purchases", sale, String.class);
        return answer.getStatusCode() + " " + answer.getBody();
    }

    private static String row(Map<String, Object> person) {
        return "%s,%s,%s\r\n".formatted(person.get("kana"), person.get("birthDate"), person.get("address"));
    }

    private static void uploads(Visitor visitor, String input, String name, String csv) {
        visitor.page.locator(input).setInputFiles(new FilePayload(name, "text/csv", csv.getBytes(StandardCharsets.UTF_8)));
    }

    private String csv(Actor actor, String address, String query) {
        return new String(http.withBasicAuth(accounts.get(actor.id()).login(), "madoguchi-test").getForEntity(address + query, byte[].class).getBody(),
                StandardCharsets.UTF_8);
    }

    private int measured(String code) {
        return town.everywhere(() -> measures.stream().filter(measure -> measure.code().equals(code)).flatMap(measure -> measure.value(town.programme()).stream())
                .findFirst().orElseThrow().intValue());
    }
}
