package jp.madoguchi.site.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Role;
import jp.madoguchi.site.api.Caller.Answer;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The API over real HTTP, by people who have nothing but it. */
@MadoguchiTest
class ApiTest {

    private static final String VENDOR = "/api/v1/calls/gunma-mask-r5/vendor";
    private static final String PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

    @LocalServerPort
    int port;
    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;

    private Actor applicant;
    private Actor reviewer;
    private Actor decider;
    private Caller anonymous;

    @BeforeEach
    void people() {
        applicant = office.applicant("株式会社上毛マスク");
        reviewer = office.reviewer("佐藤　真由美");
        decider = office.decider("鈴木　一郎");
        anonymous = Caller.anonymous(port);
    }

    @Test
    @DisplayName("ファイルの送信から申請、補正、審査、ヒアリング、別人の決裁、証跡の検証までAPIだけで進む")
    void the_whole_way() {
        Map<String, Object> answers = new HashMap<>(office.eligibleApplication(applicant, "株式会社上毛マスク").asMap());
        Map<String, List<String>> uploads = new HashMap<>();
        for (String field : List.of("vfeCertificate", "bfeCertificate", "pfeCertificate", "companyOverview", "productOverview")) {
            Answer stored = by(applicant).upload("file", field + ".pdf", PDF);
            assertThat(stored.status()).as(stored.body()).isEqualTo(201);
            assertThat(stored.json().path("type").asText()).isEqualTo("application/pdf");
            assertThat(stored.json().path("sha256").asText()).hasSize(64);
            assertThat(stored.json().path("size").asInt()).isEqualTo(PDF.length());
            answers.remove(field);
            uploads.put(field, List.of(stored.json().path("id").asText()));
        }
        Answer filed = by(applicant).post(VENDOR + "/applications", Map.of("answers", answers, "uploads", uploads), "Idempotency-Key", "whole-way-" + applicant.id());
        assertThat(filed.status()).as(filed.body()).isEqualTo(201);
        String number = filed.json().path("caseNumber").asText();
        String address = "/api/v1/cases/" + number;
        assertThat(filed.location()).isEqualTo(address);
        assertThat(OffsetDateTime.parse(filed.json().path("arrivedAt").asText()).getOffset()).isEqualTo(ZoneOffset.ofHours(9));
        assertThat(filed.json().path("round").asInt()).isEqualTo(1);
        assertThat(filed.json().path("contentHash").asText()).hasSize(64);

        JsonNode seen = ok(by(reviewer).get(address));
        assertThat(seen.path("files").findValuesAsText("name")).containsExactlyInAnyOrder("vfeCertificate.pdf", "bfeCertificate.pdf",
                "pfeCertificate.pdf", "companyOverview.pdf", "productOverview.pdf");
        assertThat(seen.path("rounds").get(0).path("answers").path("companyName").asText()).isEqualTo("株式会社上毛マスク");

        conclude(reviewer, number, "UserTask_CheckCompleteness", Map.of("outcome", "correct", "comment", "商品名を確認してください。",
                "corrections", List.of(Map.of("field", "productName", "comment", "正式な商品名を書いてください。"))));
        JsonNode asked = ok(by(applicant).get(address));
        assertThat(asked.path("correction").path("items").get(0).path("field").asText()).isEqualTo("productName");
        assertThat(asked.path("clock").path("stopped").asBoolean()).isTrue();
        assertThat(asked.has("office")).isFalse();
        assertThat(asked.path("waiting").get(0).path("key").asText()).isEqualTo("UserTask_AnswerCorrection");
        Answer answered = by(applicant).post(address + "/submissions", Map.of("answers", Map.of("productName", "上毛マスク改", "companyName", "別の会社")));
        assertThat(answered.status()).as(answered.body()).isEqualTo(201);
        assertThat(answered.json().path("round").asInt()).isEqualTo(2);
        JsonNode corrected = ok(by(applicant).get(address)).path("rounds").get(1).path("answers");
        assertThat(corrected.path("productName").asText()).isEqualTo("上毛マスク改");
        assertThat(corrected.path("companyName").asText()).isEqualTo("株式会社上毛マスク");
        assertThat(by(applicant).post(address + "/submissions", Map.of("answers", Map.of())).json().path("code").asText()).isEqualTo("correction.none");

        conclude(reviewer, number, "UserTask_CheckCompleteness", Map.of("outcome", "complete"));
        conclude(reviewer, number, "UserTask_ProposeHearing", Map.of("outcome", "proposed", "answers", office.hearingProposal()));
        assertThat(by(applicant).post(address + "/submissions", Map.of("task", "UserTask_AgreeHearing", "outcome", "agreed",
                "answers", Map.of("chosenCandidate", "1"))).status()).isEqualTo(201);
        conclude(reviewer, number, "UserTask_HoldHearing", Map.of("outcome", "held", "answers", office.hearingRecord()));
        JsonNode step = conclude(reviewer, number, "UserTask_WriteOpinion", Map.of("outcome", "grant", "answers", office.opinion()));
        assertThat(step.path("openTasks").get(0).path("key").asText()).isEqualTo("UserTask_Decide");
        Answer notHers = by(reviewer).post("/api/v1/tasks/" + openTask(number, "UserTask_Decide") + "/claim", null);
        assertThat(notHers.status()).isEqualTo(409);
        assertThat(notHers.json().path("code").asText()).isEqualTo("task.desk");
        conclude(decider, number, "UserTask_Decide", Map.of("outcome", "granted"));
        assertThat(ok(by(applicant).get(address)).path("decision").asText()).isEqualTo("granted");

        Actor auditor = office.staff("監査　花子", "sangyoseisaku", Role.AUDITOR, "監査担当");
        JsonNode trail = ok(by(auditor).get(address + "/trail"));
        assertThat(trail.path("events").findValuesAsText("kind")).contains("case.filed", "case.resubmitted", "case.granted", "view.case", "view.trail");
        assertThat(trail.path("events").get(0).path("leafHash").asText()).hasSize(64);
        long seq = trail.path("events").get(0).path("seq").asLong();
        await().atMost(Duration.ofSeconds(20)).until(() -> by(auditor).get("/api/v1/audit/proof?seq=" + seq).status() == 200);
        assertThat(ok(by(auditor).get("/api/v1/audit/proof?seq=" + seq)).path("head").path("signedText").asText()).startsWith("madoguchi-tree-head/v1\n");
        JsonNode verified = ok(by(auditor).get("/api/v1/audit/verification?case=" + number));
        assertThat(verified.path("intact").asBoolean()).isTrue();
        assertThat(verified.path("events").asLong()).isGreaterThan(10);
        assertThat(ok(anonymous.get("/api/v1/audit/head")).path("head").path("root").asText()).hasSize(64);
        assertThat(by(reviewer).get(address + "/trail").status()).isEqualTo(403);
        assertThat(by(applicant).get(address + "/trail").status()).isEqualTo(403);
        assertThat(by(reviewer).get("/api/v1/audit/proof?seq=" + seq).status()).isEqualTo(403);
    }

    @Test
    @DisplayName("同じ申請を20回同時に送っても案件は1つで、返事は1バイトも違わない（P2）")
    void twenty_at_once() throws Exception {
        Caller caller = by(applicant);
        Map<String, Object> body = Map.of("answers", office.eligibleApplication(applicant, "株式会社同時").asMap());
        String key = UUID.randomUUID().toString();
        ExecutorService many = Executors.newFixedThreadPool(20);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Answer>> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.add(many.submit(() -> {
                start.await();
                return caller.post(VENDOR + "/applications", body, "Idempotency-Key", key);
            }));
        }
        start.countDown();
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> one : sent) {
            answers.add(one.get());
        }
        many.shutdown();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(201));
        assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
        String number = answers.get(0).json().path("caseNumber").asText();
        assertThat(office.openTasks(new CaseNumber(number))).containsExactly("UserTask_CheckCompleteness");
        assertThat(office.instances(new CaseNumber(number))).hasSize(1);
        assertThat(caller.post(VENDOR + "/applications", body, "Idempotency-Key", key).body()).isEqualTo(answers.get(0).body());
        Map<String, Object> other = new HashMap<>(office.eligibleApplication(applicant, "株式会社別内容").asMap());
        Answer stale = caller.post(VENDOR + "/applications", Map.of("answers", other), "Idempotency-Key", key);
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.json().path("code").asText()).isEqualTo("request.stale");
    }

    @Test
    @DisplayName("職員は郵送の申請を入力でき、紙の取下げを理由とともに記録する")
    void on_paper() {
        Answers answers = office.eligibleApplication(reviewer, "株式会社郵送");
        Answer without = by(reviewer).post(VENDOR + "/applications", Map.of("answers", answers.asMap()), "Idempotency-Key", "p-" + reviewer.id());
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.json().path("errors").get(0).path("pointer").asText()).isEqualTo("/channel");
        Answer filed = by(reviewer).post(VENDOR + "/applications", Map.of("answers", answers.asMap(), "channel", "postal"),
                "Idempotency-Key", "p-" + reviewer.id());
        assertThat(filed.status()).as(filed.body()).isEqualTo(201);
        String address = "/api/v1/cases/" + filed.json().path("caseNumber").asText();
        assertThat(ok(by(reviewer).get(address)).path("channel").asText()).isEqualTo("postal");
        assertThat(by(applicant).get(address).status()).isEqualTo(404);
        Answer silent = by(reviewer).post(address + "/withdrawal", Map.of());
        assertThat(silent.json().path("code").asText()).isEqualTo("withdrawal.reason");
        Answer withdrawn = by(reviewer).post(address + "/withdrawal", Map.of("reason", "書面で\u0000届いた。"));
        assertThat(withdrawn.status()).as(withdrawn.body()).isEqualTo(200);
        assertThat(withdrawn.json().path("status").asText()).isEqualTo("WITHDRAWN");
        assertThat(by(reviewer).post(address + "/withdrawal", Map.of("reason", "もう一度")).status()).isEqualTo(409);
    }

    @Test
    @DisplayName("担当する・外れる・割り当てる。他人の作業は取れない")
    void claims() {
        CaseNumber number = office.receives(applicant, office.eligibleApplication(applicant, "株式会社担当"));
        String task = "/api/v1/tasks/" + office.task(number, "UserTask_CheckCompleteness").id();
        JsonNode shown = ok(by(reviewer).get(task));
        assertThat(shown.path("form").path("components").getNodeType()).isEqualTo(JsonNodeType.ARRAY);
        assertThat(shown.path("outcomes").findValuesAsText("code")).contains("complete", "correct");
        assertThat(shown.path("members").findValuesAsText("account")).contains(reviewer.id());
        assertThat(ok(by(reviewer).post(task + "/claim", null)).path("assignee").asText()).isEqualTo(reviewer.id());
        Actor other = office.reviewer("伊藤　花");
        Answer taken = by(other).post(task + "/claim", null);
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.json().path("detail").asText()).contains("佐藤　真由美");
        assertThat(ok(by(reviewer).post(task + "/release", null)).path("assignee").isNull()).isTrue();
        assertThat(ok(by(reviewer).post(task + "/assign", Map.of("account", other.id()))).path("assignee").asText()).isEqualTo(other.id());
        assertThat(by(reviewer).post(task + "/assign", Map.of()).json().path("errors").get(0).path("pointer").asText()).isEqualTo("/account");
        assertThat(by(other).get("/api/v1/tasks/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(by(applicant).get(task).status()).isEqualTo(403);
    }

    @Test
    @DisplayName("ほかの申請者にもほかの団体の職員にも、案件も作業もない")
    void strangers_find_nothing() {
        CaseNumber number = office.receives(applicant, office.eligibleApplication(applicant, "株式会社秘密"));
        String address = "/api/v1/cases/" + number;
        String task = "/api/v1/tasks/" + office.task(number, "UserTask_CheckCompleteness").id();
        Actor neighbour = office.applicant("隣の会社");
        Actor aomori = office.staff("020001", "青森　太郎", "kansen", Role.REVIEWER, "主査");
        for (Caller stranger : List.of(by(neighbour), by(aomori))) {
            assertThat(stranger.get(address).status()).isEqualTo(404);
            assertThat(stranger.post(address + "/submissions", Map.of("answers", Map.of())).status()).isEqualTo(404);
            assertThat(stranger.post(address + "/withdrawal", Map.of("reason", "なりすまし")).status()).isEqualTo(404);
        }
        assertThat(by(aomori).get(task).status()).isEqualTo(404);
        for (String deed : List.of("/claim", "/release", "/assign", "/conclude")) {
            assertThat(by(aomori).post(task + deed, Map.of("account", aomori.id(), "outcome", "complete")).status()).as(deed).isEqualTo(404);
        }
        assertThat(office.openTasks(number)).containsExactly("UserTask_CheckCompleteness");
        assertThat(by(neighbour).get("/api/v1/cases/nonsense").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("募集と様式はだれでも読める。庁内の募集は職員だけに見える")
    void calls_are_public() {
        JsonNode calls = ok(anonymous.get("/api/v1/calls")).path("calls");
        assertThat(calls.findValuesAsText("state")).isNotEmpty().isSubsetOf("open", "coming");
        assertThat(calls.findValuesAsText("call")).doesNotContain("emergency-activation");
        JsonNode vendor = ok(anonymous.get(VENDOR));
        assertThat(vendor.path("government").path("code").asText()).isEqualTo("100005");
        assertThat(vendor.path("opens").asText()).endsWith("+09:00");
        assertThat(vendor.path("standardProcessing").path("basis").asText()).isEqualTo("business");
        assertThat(ok(anonymous.get(vendor.path("form").asText())).path("id").asText()).isEqualTo("vendor/application");
        assertThat(anonymous.get("/api/v1/calls/gunma-mask-r5/emergency-activation").status()).isEqualTo(404);
        assertThat(by(reviewer).get("/api/v1/calls/gunma-mask-r5/emergency-activation").status()).isEqualTo(200);
        problem(anonymous.get("/api/v1/calls/gunma-mask-r5/nothing"), 404, "not-found");
    }

    @Test
    @DisplayName("誤りは problem+json で、日本語と英語、項目の場所が付く（RFC 9457）")
    void errors_have_a_shape() {
        Caller caller = by(applicant);
        String applications = VENDOR + "/applications";
        Map<String, Object> answers = new HashMap<>(office.eligibleApplication(applicant, "株式会社誤り").asMap());
        assertThat(problem(caller.post(applications, Map.of("answers", answers)), 400, "idempotency-key.missing").path("detailEn").asText())
                .contains("Idempotency-Key");
        problem(caller.post(applications, Map.of("answers", answers), "Idempotency-Key", "k".repeat(201)), 400, "idempotency-key.length");
        answers.put("sites", List.of(Map.of("siteType", "headquarters", "name", "あ".repeat(5000), "prefecture", "10", "address", "前橋市")));
        answers.put("contactEmail", "no mail address");
        JsonNode incomplete = problem(caller.post(applications, Map.of("answers", answers), "Idempotency-Key", "e1"), 422, "form.problems");
        assertThat(incomplete.path("errors").findValuesAsText("pointer")).contains("/answers/contactEmail", "/answers/sites/0/name");
        assertThat(incomplete.path("errors").get(0).path("detailEn").asText()).isNotBlank();
        assertThat(problem(caller.postText(applications, "{\"answers\": {", "application/json", "Idempotency-Key", "e2"), 400, "request.json")
                .path("detail").asText()).contains("1行");
        problem(caller.postText(applications, "", "application/json", "Idempotency-Key", "e3"), 400, "request.body");
        assertThat(problem(caller.postText(applications, "{\"answers\": [1]}", "application/json", "Idempotency-Key", "e4"), 400, "request.type")
                .path("errors").get(0).path("pointer").asText()).isEqualTo("/answers");
        assertThat(problem(caller.post(applications, Map.of("answers", answers, "channel", "pigeon"), "Idempotency-Key", "e5"), 400, "request.type")
                .path("errors").get(0).path("pointer").asText()).isEqualTo("/channel");
        problem(caller.post(applications, Map.of(), "Idempotency-Key", "e6"), 400, "answers.missing");
        problem(caller.post(applications, Map.of("answers", Map.of("productName", Map.of("a", 1))), "Idempotency-Key", "e7"), 400, "answers.shape");
        problem(caller.postText(applications, "{\"answers\": {\"productName\": \"" + "x".repeat(BodyLimit.LARGEST) + "\"}}", "application/json",
                "Idempotency-Key", "e8"), 413, "request.too-large");
        problem(caller.postText(applications, "answers=1", "application/x-www-form-urlencoded", "Idempotency-Key", "e9"), 415, "request.media-type");
        problem(caller.upload("wrong", "a.pdf", PDF), 400, "part.missing");
        problem(caller.upload("file", "a.pdf", "<script>"), 422, "file.disguised");
        problem(caller.postText("/api/v1/uploads", "--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\nhalf",
                "multipart/form-data; boundary=frontier"), 400, "request.multipart");
        problem(caller.get("/api/v1/uploads"), 405, "request.method");
        problem(caller.get("/api/v1/nothing"), 404, "not-found");
        Actor auditor = office.staff("監査　太郎", "sangyoseisaku", Role.AUDITOR, "監査担当");
        problem(by(auditor).get("/api/v1/audit/proof?seq=first"), 400, "parameter.type");
        problem(by(auditor).get("/api/v1/audit/proof"), 400, "parameter.missing");
        problem(by(auditor).get("/api/v1/audit/proof?seq=999999999"), 404, "not-found");
        problem(by(auditor).get("/api/v1/audit/verification?case=GMASK-999999"), 404, "not-found");
    }

    @Test
    @DisplayName("ログインしていない人は申請できない")
    void strangers_do_not_file() {
        assertThat(anonymous.post(VENDOR + "/applications", Map.of("answers", Map.of()), "Idempotency-Key", "s").status()).isIn(401, 403);
        // A foreign scheme is no sign-in, but passes the filters of what is public to read.
        problem(Caller.bearer(port).post(VENDOR + "/applications", Map.of("answers", Map.of()), "Idempotency-Key", "s"), 401, "unauthenticated");
        assertThat(anonymous.get("/api/v1/cases/GMASK-000001").status()).isEqualTo(401);
        assertThat(anonymous.upload("file", "a.pdf", PDF).status()).isIn(401, 403);
    }

    @Test
    @DisplayName("OpenAPI の文書に、すべてのアドレスが載っている")
    void openapi_lists_every_path() {
        JsonNode document = ok(anonymous.get("/api/openapi"));
        Set<String> paths = new java.util.HashSet<>();
        document.path("paths").fieldNames().forEachRemaining(paths::add);
        assertThat(paths).contains("/api/v1/calls", "/api/v1/calls/{programme}/{call}", "/api/v1/calls/{programme}/{call}/form",
                "/api/v1/calls/{programme}/{call}/applications", "/api/v1/uploads", "/api/v1/cases/{number}",
                "/api/v1/cases/{number}/submissions", "/api/v1/cases/{number}/withdrawal", "/api/v1/cases/{number}/trail",
                "/api/v1/tasks/{id}", "/api/v1/tasks/{id}/claim", "/api/v1/tasks/{id}/release", "/api/v1/tasks/{id}/assign",
                "/api/v1/tasks/{id}/conclude", "/api/v1/audit/head", "/api/v1/audit/proof", "/api/v1/audit/verification");
        assertThat(paths).allMatch(path -> path.startsWith("/api/v1/"));
        JsonNode file = document.path("paths").path("/api/v1/calls/{programme}/{call}/applications").path("post");
        assertThat(file.path("parameters").findValuesAsText("name")).containsExactlyInAnyOrder("programme", "call", "Idempotency-Key");
        assertThat(StreamSupport.stream(document.path("paths").spliterator(), false).flatMap(path -> path.findValues("summary").stream()))
                .hasSizeGreaterThanOrEqualTo(17);
    }

    private Caller by(Actor actor) {
        return Caller.as(actor, accounts, port);
    }

    private JsonNode conclude(Actor actor, String number, String key, Map<String, Object> conclusion) {
        String task = "/api/v1/tasks/" + openTask(number, key);
        ok(by(actor).post(task + "/claim", null));
        return ok(by(actor).post(task + "/conclude", conclusion));
    }

    private String openTask(String number, String key) {
        JsonNode tasks = ok(by(reviewer).get("/api/v1/cases/" + number)).path("office").path("openTasks");
        return StreamSupport.stream(tasks.spliterator(), false).filter(task -> task.path("key").asText().equals(key)).findFirst()
                .orElseThrow(() -> new AssertionError("no " + key + " in " + tasks)).path("id").asText();
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode problem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("type").asText()).isEqualTo("urn:madoguchi:problem:" + code);
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("detail").asText()).matches("(?s).*[ぁ-んァ-ヶ一-龠].*");
        return problem;
    }
}
