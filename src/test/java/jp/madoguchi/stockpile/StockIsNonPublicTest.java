package jp.madoguchi.stockpile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Filing;
import jp.madoguchi.casefile.FilingRequest;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.inbox.Reminders;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** S2-32, S2-45: that and where protective equipment is stored is non-public. Every address is asked for what only the ledger knows. */
@MadoguchiTest
class StockIsNonPublicTest {

    private static final String AOMORI = "020001";
    private static final String PROGRAMME = "aomori-ppe-r7";
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)(?::[^}]*)?}");
    /** What search engines and harvesters of open data ask for. */
    private static final List<String> WELL_KNOWN = List.of("/sitemap.xml", "/robots.txt", "/data.json", "/catalog.json", "/feed.xml");
    private static final Map<String, String> QUERIES = Map.of("/cases", "?q=%E3%83%9E%E3%82%B9%E3%82%AF", "/duties.csv", "?from=2000-01-01&to=2099-12-31",
            "/api/v1/inbox", "?view=desk");

    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;
    @Autowired
    Programmes programmes;
    @Autowired
    Stock stock;
    @Autowired
    Filing filing;
    @Autowired
    Reminders reminders;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionOperations transactions;
    @Autowired
    TestRestTemplate http;
    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private final Map<String, String> standsFor = new LinkedHashMap<>();
    private Set<String> secrets;
    private Actor contractor;

    @Test
    @DisplayName("製造者・製品・ロット番号・倉庫は、だれでも見られる画面・公開データ・ほかの事業の一覧・メールの件名のどこにも出ない")
    void nothing_of_the_stock_is_public() {
        stocked();
        List<String> told = new ArrayList<>();
        int asked = 0;
        TestRestTemplate neighbour = as(office.staff(AOMORI, "対馬　誠", "chiji", Role.AUDITOR, "主査"));
        for (String address : addresses().stream().filter(address -> !address.startsWith("/stock/")).toList()) {
            String answer = text(neighbour.getForEntity(address, byte[].class));
            secrets.stream().filter(answer::contains).forEach(secret -> told.add("%s to another section: %s".formatted(address, secret)));
        }
        for (Map.Entry<String, TestRestTemplate> who : strangers().entrySet()) {
            for (String address : addresses()) {
                String answer = text(who.getValue().getForEntity(address, byte[].class));
                secrets.stream().filter(answer::contains).forEach(secret -> told.add("%s to %s: %s".formatted(address, who.getKey(), secret)));
                asked++;
            }
        }
        assertThat(asked).isGreaterThan(200);
        assertThat(told).as("told of the stock").isEmpty();
        String page = text(as(contractor).getForEntity("/stock/" + PROGRAMME + "?months=0", byte[].class));
        assertThat(page).as("what was looked for can be found").contains(secrets);
    }

    @Test
    @DisplayName("報告を促すメールの件名は、備蓄の品目も倉庫も名指ししない")
    void no_subject_names_it() {
        stocked();
        office.daysPass(40);
        reminders.sweep();
        List<String> subjects = DataScope.within(DataScope.EVERYTHING, () -> transactions.execute(status -> jdbc.sql("select subject from mail_outbox where case_number = ?")
                .param(standsFor.get("number")).query(String.class).list()));
        assertThat(subjects).as("mails about the report").isNotEmpty();
        Set<String> names = new TreeSet<>(secrets);
        StockTerms.of(programmes.get(PROGRAMME)).items().values().forEach(item -> names.add(item.name()));
        names.addAll(List.of("備蓄", "個人防護具", "倉庫"));
        List<String> all = DataScope.within(DataScope.EVERYTHING, () -> transactions.execute(status -> jdbc.sql("select subject from mail_outbox")
                .query(String.class).list()));
        assertThat(all).allSatisfy(subject -> assertThat(secrets).noneMatch(subject::contains));
        assertThat(subjects).allSatisfy(subject -> assertThat(names).noneMatch(subject::contains));
    }

    /** A lot like no other, and a report that is owed. */
    private void stocked() {
        Programme programme = programmes.get(PROGRAMME);
        contractor = office.contractor(AOMORI, "kansen", PROGRAMME, "備蓄");
        String mark = UUID.randomUUID().toString().substring(0, 8);
        LocalDate useBy = office.today().plusYears(4).plusMonths(1);
        LotSpec lot = new LotSpec("surgical-mask", null, null, "奇稲田衛材" + mark, "くしなだ不織布" + mark, "KSN-" + mark, useBy.minusYears(5), useBy,
                LotSpec.Owner.PREFECTURE);
        String warehouse = StockTerms.of(programme).designated().name();
        Movement received = DataScope.within(TestOffice.scope(contractor), () -> stock.receive(programme, lot, StockTerms.of(programme).designated().code(),
                new Quantity(12_345), "D-" + mark, new Occasion(office.today(), contractor, null, "初回の備蓄")));
        watched(received.lot(), lot);
        secrets = Set.of(lot.maker(), lot.product(), lot.lotNumber(), warehouse);
        String key = "owed-" + mark;
        CaseNumber number = DataScope.within(DataScope.EVERYTHING, () -> filing.file(new FilingRequest(PROGRAMME, Call.DUTY, Answers.of(Map.of(
                "duty", "stock-report", "key", key, "title", "管理状況報告書", "period", "今月", "from", office.today().withDayOfMonth(1).toString(),
                "to", office.today().toString(), "dueOn", office.today().plusDays(10).toString())), key, Actor.SYSTEM, null, Channel.OFFICE)).caseNumber());
        standsFor.putAll(Map.of("programme", PROGRAMME, "code", PROGRAMME, "number", number.value(), "call", "stock-report", "procedure", "reporting-duty",
                "task", office.task(number, "UserTask_SubmitReport").id(), "id", office.task(number, "UserTask_SubmitReport").id(), "block", "weeks"));
    }

    /** The case of a lot that comes near, as the sweep opens it. */
    private void watched(long id, LotSpec lot) {
        DataScope.within(DataScope.EVERYTHING, () -> transactions.execute(status -> jdbc.sql("""
                insert into stock_watch (lot, government, programme, months, reached_on, open, openings) values (?, ?, ?, 18, ?, true, 1)""")
                .params(id, AOMORI, PROGRAMME, office.today()).update()));
        DataScope.within(DataScope.EVERYTHING, () -> filing.file(new FilingRequest(PROGRAMME, "expiring-lot", Answers.of(Map.of("lot", id, "item", "サージカルマスク",
                "maker", lot.maker(), "product", lot.product(), "lotNumber", lot.lotNumber(), "useBy", lot.useBy().toString(),
                "lastDay", lot.useBy().minusYears(1).toString(), "quantity", 12_345)), "watch-" + id, Actor.SYSTEM, null, Channel.OFFICE)));
    }

    private Map<String, TestRestTemplate> strangers() {
        Map<String, TestRestTemplate> strangers = new LinkedHashMap<>();
        strangers.put("nobody", http);
        strangers.put("an applicant", as(office.applicant("通りすがりの会社")));
        strangers.put("a contractor of another programme of Aomori", as(office.contractor(AOMORI, "kansen", "aomori-other", "別の委託")));
        for (Role role : List.of(Role.REVIEWER, Role.MANAGER, Role.AUDITOR, Role.ADMINISTRATOR)) {
            strangers.put("Gunma's " + role, as(office.staff("県庁　太郎", "shinjigyo", role, "主査")));
        }
        return strangers;
    }

    private List<String> addresses() {
        Set<String> routes = new TreeSet<>();
        for (RequestMappingInfo mapping : mappings.getHandlerMethods().keySet()) {
            Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
            if (methods.isEmpty() || methods.contains(RequestMethod.GET)) {
                routes.addAll(mapping.getPatternValues());
            }
        }
        assertThat(routes).contains("/", "/stock/{programme}", "/stock/{programme}/lots.csv", "/api/v1/calls");
        return Stream.concat(routes.stream().map(route -> VARIABLE.matcher(route).replaceAll(variable ->
                Matcher.quoteReplacement(standsFor.getOrDefault(variable.group(1), "1"))) + QUERIES.getOrDefault(route, "")), WELL_KNOWN.stream()).toList();
    }

    /** In either encoding in which the product writes. */
    private static String text(ResponseEntity<byte[]> answer) {
        byte[] body = answer.getBody() == null ? new byte[0] : answer.getBody();
        return new String(body, StandardCharsets.UTF_8) + new String(body, Charset.forName("windows-31j"));
    }

    private TestRestTemplate as(Actor actor) {
        return http.withBasicAuth(accounts.get(actor.id()).login(), "madoguchi-test");
    }
}
