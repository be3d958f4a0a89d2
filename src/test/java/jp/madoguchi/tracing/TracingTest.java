package jp.madoguchi.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import jp.madoguchi.audit.Trail;
import jp.madoguchi.audit.TrailEvent;
import jp.madoguchi.audit.VerifyTrail;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Role;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The auditor's pages over HTTP: what they show, what they record, whom they refuse. */
@MadoguchiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracingTest {

    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;
    @Autowired
    Trail trail;
    @Autowired
    TestRestTemplate http;
    @Autowired
    ObjectMapper json;
    @Autowired
    JdbcConnectionDetails database;

    private AuditedCase refused;
    private Actor auditor;

    @BeforeAll
    void aCaseAndItsAuditor() {
        refused = AuditedCase.refused(office);
        auditor = office.staff("監査　太郎", "shinjigyo", Role.AUDITOR, "監査委員事務局主査");
        sealed(refused.number());
    }

    @Test
    @DisplayName("経過は平易な日本語で、変更前と変更後の値とともに示され、開いたことが記録される")
    void the_timeline_shows_old_and_new_values_and_is_recorded() {
        String page = page("");
        assertThat(page).contains(refused.number().value(), "赤城マスク工業株式会社", "上毛マスク</del>", "上毛マスク改</ins>", "封緘済み", "佐藤　真由美");
        TrailEvent viewed = events().stream().filter(event -> event.kind().equals("view.tracing")).findFirst().orElseThrow();
        assertThat(viewed.actor().id()).isEqualTo(auditor.id());
        assertThat(page("/views")).contains("監査　太郎");
    }

    @Test
    @DisplayName("終わった案件の経路を、呼び出された手続も含めて図と表で示す")
    void the_walked_path_of_an_ended_case() throws Exception {
        String page = page("/path");
        assertThat(page).contains("書類の確認", "補正の提出", "決裁区分の判定", "通知書の発行", "不決定");
        List<String> instances = Stream.of(page.split("data-bpmn-src=\"")).skip(1).map(rest -> rest.substring(rest.lastIndexOf("diagrams/", rest.indexOf('"')) + 9, rest.indexOf(".xml"))).toList();
        assertThat(instances).hasSize(4);
        JsonNode overlay = json.readTree(page("/diagrams/" + instances.get(0) + ".json"));
        assertThat(texts(overlay.get("walked"))).contains("StartEvent_ApplicationFiled", "CallActivity_CorrectionRound", "CallActivity_Decision", "EndEvent_Refused")
                .isSubsetOf(office.walked(refused.number()));
        assertThat(texts(overlay.get("flows"))).contains("Flow_Correct", "Flow_Corrected", "Flow_NotEligible", "Flow_Refused").doesNotContain("Flow_Granted", "Flow_Eligible");
        assertThat(overlay.get("current")).isEmpty();
        assertThat(page("/diagrams/" + instances.get(0) + ".xml")).startsWith("<?xml").contains("vendor-application");
        assertThat(get("/diagrams/00000000-0000-0000-0000-000000000000.xml", auditor).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    @DisplayName("適用された規則、作業と理由、提出と書類、通知が示される")
    void rules_tasks_submissions_and_letters() throws Exception {
        assertThat(page("/rules")).contains("販売企業の応募要件", "PFE（%）", "98.9", "当てはまった行");
        assertThat(page("/work")).contains("応募要件（PFE 99.0%以上）を満たさないため。", "産業政策課長", "決裁", "販売企業として適当と認める。");
        String submissions = page("/submissions");
        assertThat(submissions).contains("提出 2回目", "正式な商品名を書いてください。", "上毛マスク改", "company.pdf");
        String document = submissions.substring(submissions.indexOf("/documents/d-") + 11, submissions.indexOf("/documents/d-") + 49);
        ResponseEntity<byte[]> file = http.withBasicAuth(login(auditor), "madoguchi-test").getForEntity(address("/documents/" + document), byte[].class);
        assertThat(submissions).contains(sha256(file.getBody()));
        String letters = page("/letters");
        assertThat(letters).contains("産政第");
        String pdf = letters.substring(letters.indexOf("/letters/l-"), letters.indexOf(".pdf\""));
        byte[] letter = http.withBasicAuth(login(auditor), "madoguchi-test").getForEntity(address(pdf + ".pdf"), byte[].class).getBody();
        assertThat(letters).contains(sha256(letter));
        assertThat(events()).extracting(TrailEvent::kind).contains("view.submissions", "view.document", "view.letter");
    }

    @Test
    @DisplayName("書き出した案件は、データベースなしで検証でき、記録と書類・通知のハッシュ値を含み、書き出しが記録される")
    void the_export_is_verified_offline(@TempDir Path folder) throws Exception {
        ResponseEntity<byte[]> answer = http.withBasicAuth(login(auditor), "madoguchi-test").getForEntity(address("/export.json?kept=1"), byte[].class);
        assertThat(answer.getHeaders().getContentDisposition().getFilename()).isEqualTo("trail-" + refused.number() + ".json");
        Path file = Files.write(folder.resolve("export.json"), answer.getBody());
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        assertThat(VerifyTrail.run(new String[] {file.toString(), "--key", trail.key().id()}, new PrintStream(report, true, StandardCharsets.UTF_8)))
                .as(report.toString(StandardCharsets.UTF_8)).isZero();
        JsonNode export = json.readTree(answer.getBody());
        assertThat(export.at("/consistency/from").asLong()).isEqualTo(1);
        assertThat(export.at("/record/submissions")).hasSize(2);
        assertThat(export.at("/record/submissions/1/answers/productName").asText()).isEqualTo("上毛マスク改");
        assertThat(export.at("/record/documents/0/sha256").asText()).hasSize(64);
        assertThat(export.at("/record/letters/0/sha256").asText()).hasSize(64);
        assertThat(export.at("/record/tasks")).hasSize(5);
        assertThat(export.at("/record/walks/0/procedure").asText()).isEqualTo("vendor-application");
        assertThat(page("/export.json?kept=99999999")).contains("控えておいた先頭の件数", "までの整数を入力してください");
        TrailEvent exported = events().stream().filter(event -> event.kind().equals("export.case")).reduce((first, last) -> last).orElseThrow();
        assertThat(exported.facts()).containsEntry("sha256", sha256(answer.getBody()));
    }

    @Test
    @DisplayName("証跡を案件・人・種類・事業・期間で探し、CSVで保存すると、その保存が記録される")
    void the_search_and_its_csv() {
        String number = refused.number().value();
        assertThat(search("case=" + number)).contains(number, "佐藤　真由美");
        assertThat(search("case=" + number + "&person=鈴木")).contains("鈴木　一郎").doesNotContain("<td data-label=\"行った人\">佐藤");
        assertThat(search("person=" + refused.decider().id())).contains(number);
        assertThat(search("case=" + number + "&kind=letter")).contains("letter.issued").doesNotContain("task.concluded");
        assertThat(search("case=" + number + "&programme=gunma-mask-r5")).contains("letter.issued");
        assertThat(search("case=" + number + "&programme=miyagi-mynumber-r6")).contains("該当する記録はありません");
        assertThat(search("case=" + number + "&to=R1.5.1")).contains("該当する記録はありません");
        assertThat(search("case=" + number + "&kind=case.resubmitted")).contains("製品名：<del>上毛マスク</del>");
        assertThat(search("case=123")).contains("「GMASK-000123」のような形");
        assertThat(search("from=きのう")).contains("期間の初日");
        String csv = http.withBasicAuth(login(auditor), "madoguchi-test").getForObject("/tracing/export.csv?case={case}", String.class, number);
        assertThat(csv).startsWith("\uFEFF記録番号,日時").contains("letter.issued").doesNotContain("export.trail");
        assertThat(csv.lines().filter(line -> line.contains(number)).count()).isGreaterThan(10);
        assertThat(http.withBasicAuth(login(auditor), "madoguchi-test").getForObject("/tracing?kind=export&person={id}", String.class, auditor.id()))
                .contains("export.trail", number);
    }

    @Test
    @DisplayName("長い結果は鍵でたどり、同じ記録が二度出ず、抜けもない")
    void pages_follow_by_key() {
        for (int i = 0; i < 4; i++) {
            AuditedCase.running(office);
        }
        String first = search("");
        assertThat(first).contains("rel=\"next\"");
        String next = first.substring(0, first.indexOf("\"", first.indexOf("after=")));
        String second = http.withBasicAuth(login(auditor), "madoguchi-test").getForObject("/tracing?" + next.substring(next.lastIndexOf("after=")).replace("%7E", "~"), String.class);
        assertThat(numbers(first)).hasSize(TrailSearch.PAGE).doesNotContainAnyElementsOf(numbers(second));
        assertThat(numbers(second)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/path", "/diagrams/x.xml", "/rules", "/submissions", "/work", "/letters", "/views", "/verification", "/verification?run=true", "/export.json"})
    @DisplayName("ほかの地方公共団体の監査担当には、この案件はない")
    void another_governments_auditor_finds_nothing(String tab) {
        Actor stranger = office.staff("020001", "青森　監査", "kenko", Role.AUDITOR, "主査");
        int before = events().size();
        assertThat(get(tab, stranger).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(events()).hasSize(before + 1).last().satisfies(event -> assertThat(event.kind()).isEqualTo("view.refused"));
    }

    @Test
    @DisplayName("審査担当は証跡を見られない")
    void a_reviewer_is_no_auditor() {
        assertThat(get("", refused.reviewer()).getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
    }

    @Test
    @DisplayName("データベースを直接書き換えると、その記録の行が改ざんとして示される")
    void an_edit_behind_our_back_is_shown_on_its_line() {
        AuditedCase audited = AuditedCase.running(office);
        sealed(audited.number());
        assertThat(page(audited, "/verification?run=true")).contains("1〜" + count(audited) + "件目まで改ざんは検出されませんでした", "署名（Ed25519）");
        JdbcTemplate intruder = new JdbcTemplate(new DriverManagerDataSource(database.getJdbcUrl(), database.getUsername(), database.getPassword()));
        long seq = intruder.queryForObject("select seq from trail where case_number = ? and kind = 'case.resubmitted'", Long.class, audited.number().value());
        String body = intruder.queryForObject("select body from trail where seq = ?", String.class, seq);
        intruder.update("update trail set body = replace(body, '上毛マスク改', '別のマスク') where seq = ?", seq);
        try {
            String page = page(audited, "/verification?run=true");
            assertThat(page).contains("改ざんを", "記録の書き換え").doesNotContain("改ざんは検出されませんでした");
            String line = page.substring(page.indexOf("data-tampered"), page.indexOf("</tr>", page.indexOf("data-tampered")));
            assertThat(line).contains("改ざん", "榛名ヘルスケア株式会社");
            assertThat(page.split("data-tampered")).hasSize(2);
            assertThat(http.withBasicAuth(login(auditor), "madoguchi-test").getForObject("/tracing/verification?run=true", String.class)).contains("記録番号 " + seq);
        } finally {
            intruder.update("update trail set body = ? where seq = ?", body, seq);
        }
        assertThat(page(audited, "/verification?run=true")).contains("改ざんは検出されませんでした");
    }

    @Test
    @DisplayName("証跡全体を、庁外に控えた先頭とも照らし合わせて検証でき、先頭と公開鍵を受け取れる")
    void the_whole_trail_and_the_head() {
        TestRestTemplate signedIn = http.withBasicAuth(login(auditor), "madoguchi-test");
        String head = signedIn.getForObject("/tracing/head.json", String.class);
        assertThat(signedIn.getForObject("/tracing/verification?run=true&head={head}", String.class, head)).contains("改ざんは検出されませんでした");
        String forged = head.replaceFirst("\"size\":\\d+", "\"size\":99999999");
        assertThat(signedIn.getForObject("/tracing/verification?run=true&head={head}", String.class, forged)).contains("末尾の切り取り", "先頭の偽造");
        assertThat(signedIn.getForObject("/tracing/verification?run=true&head=abc", String.class)).contains("そのまま貼り付けてください");
        assertThat(signedIn.getForObject("/tracing/head", String.class)).contains(trail.key().id(), trail.key().base64(), "verify-trail");
    }

    private String page(String tab) {
        return page(refused, tab);
    }

    private String page(AuditedCase audited, String tab) {
        ResponseEntity<String> answer = http.withBasicAuth(login(auditor), "madoguchi-test")
                .getForEntity("/tracing/cases/" + audited.number() + tab, String.class);
        assertThat(answer.getStatusCode()).as(tab).isEqualTo(HttpStatus.OK);
        return answer.getBody();
    }

    private String search(String query) {
        return http.withBasicAuth(login(auditor), "madoguchi-test").getForObject("/tracing?" + query, String.class);
    }

    private ResponseEntity<String> get(String tab, Actor who) {
        return http.withBasicAuth(login(who), "madoguchi-test").getForEntity(address(tab), String.class);
    }

    private String address(String tab) {
        return "/tracing/cases/" + refused.number() + tab;
    }

    private String login(Actor actor) {
        return accounts.get(actor.id()).login();
    }

    private List<TrailEvent> events() {
        return DataScope.within(TestOffice.GUNMA, () -> trail.ofCase(refused.number()));
    }

    private int count(AuditedCase audited) {
        return DataScope.within(TestOffice.GUNMA, () -> trail.ofCase(audited.number())).size();
    }

    private void sealed(CaseNumber number) {
        await().atMost(Duration.ofSeconds(20)).until(() -> DataScope.within(TestOffice.GUNMA, () -> trail.ofCase(number)).stream().allMatch(TrailEvent::isSealed));
    }

    private static List<String> numbers(String page) {
        return Stream.of(page.split("<dt>記録番号</dt><dd>")).skip(1).map(rest -> rest.substring(0, rest.indexOf('<'))).toList();
    }

    private static List<String> texts(JsonNode array) {
        return Stream.iterate(0, i -> i < array.size(), i -> i + 1).map(i -> array.get(i).asText()).toList();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
