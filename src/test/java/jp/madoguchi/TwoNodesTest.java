package jp.madoguchi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jp.madoguchi.support.ApplicationNode;
import jp.madoguchi.support.NodePair;
import jp.madoguchi.support.VendorForm;
import jp.madoguchi.support.WebSession;
import jp.madoguchi.support.WebSession.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Two nodes on one database do not get into each other's way, and one goes on when the other dies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoNodesTest {

    private static final String PASSWORD = NodePair.PASSWORD;
    private static final String APPLICANT = "mask@example.jp";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern CODE = Pattern.compile("code=([0-9a-f]+)");
    private static final Pattern CASE = Pattern.compile("GMASK-\\d+");

    private NodePair nodes;
    private WebSession administrator;
    private WebSession applicant;
    private WebSession reviewer;
    private WebSession decider;

    @BeforeAll
    void start() throws Exception {
        nodes = new NodePair("two-nodes");
        administrator = new WebSession().signsIn(nodes.a(), NodePair.ADMINISTRATOR, PASSWORD);
        opens("reviewer", "shinjigyo", "REVIEWER");
        opens("decider", "sangyoseisaku", "DECIDER");
        opens("colleague", "sangyoseisaku", "REVIEWER");
        signsUp(APPLICANT);
        applicant = new WebSession().signsIn(nodes.a(), APPLICANT, PASSWORD);
        reviewer = new WebSession().signsIn(nodes.b(), "reviewer", PASSWORD);
        decider = new WebSession().signsIn(nodes.a(), "decider", PASSWORD);
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (nodes != null) {
            nodes.close();
        }
    }

    @Test
    @Order(1)
    @DisplayName("空のデータベースで同時に起動しても、移行、手続の登録、最初の管理者は一度だけ")
    void both_start_at_once() throws Exception {
        assertThat(count("select count(*) from account where login = 'admin'")).isEqualTo(1);
        assertThat(count("select count(*) from post p join account a on a.id = p.account where a.login = 'admin'")).isEqualTo(1);
        assertThat(count("select count(*) from act_re_deployment")).as("deployments").isEqualTo(1);
        assertThat(count("select max(version_) from act_re_procdef")).as("versions of a procedure").isEqualTo(1);
        assertThat(count("select count(*) from flyway_schema_history where not success")).isZero();
        for (ApplicationNode node : nodes.both()) {
            assertThat(node.log().lines().filter(line -> line.contains(" ERROR ") || line.contains("Exception"))).isEmpty();
        }
    }

    @Test
    @Order(2)
    @DisplayName("一方でログインすれば他方でも使え、一方でログアウトすれば他方でも終わる")
    void a_session_belongs_to_both() throws Exception {
        WebSession person = new WebSession().signsIn(nodes.a(), "colleague", PASSWORD);
        assertThat(person.get(nodes.b().uri("/inbox")).status()).isEqualTo(200);
        Answer out = person.post(nodes.a().uri("/sign-out"), Map.of());
        assertThat(out.location()).as("%s", out).endsWith("/sign-in?out");
        assertThat(person.get(nodes.b().uri("/inbox")).location()).endsWith("/sign-in");
    }

    @Test
    @Order(3)
    @DisplayName("パスワードの誤りは両方を合わせて数え、5回で閉まる。同時に誤っても数え落とさない")
    void wrong_passwords_are_counted_together() throws Exception {
        opens("forgetful", "shinjigyo", "AUDITOR");
        for (ApplicationNode node : List.of(nodes.a(), nodes.b(), nodes.a(), nodes.b())) {
            assertThat(new WebSession().triesToSignIn(node, "forgetful", "wrong").location()).endsWith("/sign-in?error");
        }
        assertThat(new WebSession().triesToSignIn(nodes.a(), "forgetful", PASSWORD).location()).doesNotContain("error");
        opens("guessed", "shinjigyo", "AUDITOR");
        List<Answer> answers = atOnce(5, i -> new WebSession().triesToSignIn(nodes.both().get(i % 2), "guessed", "wrong"));
        assertThat(answers).allSatisfy(answer -> assertThat(answer.location()).endsWith("/sign-in?error"));
        for (ApplicationNode node : nodes.both()) {
            assertThat(new WebSession().triesToSignIn(node, "guessed", PASSWORD).location()).as("locked").endsWith("/sign-in?error");
        }
    }

    @Test
    @Order(4)
    @DisplayName("同じ申請を両方に送っても、同時に送っても、受領は一つ")
    void the_same_request_has_the_same_receipt() throws Exception {
        String key = UUID.randomUUID().toString();
        Answer first = files(applicant, nodes.a(), key);
        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(files(applicant, nodes.b(), key).body()).isEqualTo(first.body());

        long before = count("select count(*) from case_file");
        List<WebSession> copies = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            copies.add(new WebSession().signsIn(nodes.both().get(i % 2), APPLICANT, PASSWORD));
        }
        String shared = UUID.randomUUID().toString();
        List<Answer> answers = atOnce(copies.size(), i -> files(copies.get(i), nodes.both().get(i % 2), shared));
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(201));
        assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
        assertThat(count("select count(*) from case_file")).isEqualTo(before + 1);
    }

    @Test
    @Order(5)
    @DisplayName("通知、タイマー、催促、メールは、両方が働いていても一度ずつ")
    void everything_happens_once() throws Exception {
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String number = filed(nodes.both().get(i % 2));
            concludes(decider, nodes.both().get(i % 2), number, Map.of("outcome", "refuse", "comment", "期限後であり、やむを得ない事情がないため。",
                    "answers", Map.of("lateCause", "applicant")));
            refused.add(number);
        }
        nodes.opens("gunma-mask-r5", "vendor");
        List<String> corrected = openCorrections(6);
        List<String> reminded = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            reminded.add(filed(nodes.both().get(i % 2)));
        }
        remindersAreDue(corrected);
        nodes.jdbc().sql("update inbox_item set remind_at = timestamptz '2020-01-01' where case_number in (:cases)").param("cases", reminded).update();

        Map<String, Integer> expected = new HashMap<>();
        refused.forEach(number -> expected.put(number + " letter", 1));
        corrected.forEach(number -> expected.put(number + " correction.reminded", 1));
        reminded.forEach(number -> expected.put(number + " task.reminded", 1));
        waitUntil("all that is due was done", () -> told().keySet().containsAll(expected.keySet()) && queued() == 0);
        // A second copy would come from the other node within its next rounds.
        Thread.sleep(2000);
        assertThat(queued()).isZero();
        Map<String, Integer> told = told();
        assertThat(told).containsAllEntriesOf(expected);
        assertThat(told.values()).as("mails by case and kind: %s", told).containsOnly(1);
        assertMailArrivedOnce();
        for (String number : refused) {
            assertThat(count("select count(*) from letter where case_number = '" + number + "'")).isEqualTo(1);
        }
        assertThat(count("select count(*) from act_ru_incident")).isZero();
        assertTrailIsIntact();
    }

    @Test
    @Order(6)
    @DisplayName("一方が突然止まっても、他方が引き継ぐ")
    void one_goes_on_when_the_other_dies() throws Exception {
        List<String> corrected = openCorrections(40);
        List<WebSession> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(new WebSession().signsIn(nodes.a(), APPLICANT, PASSWORD));
        }
        // With the other standing still, the jobs that are taken are those of the node that will die.
        nodes.b().freeze();
        ExecutorService threads = Executors.newFixedThreadPool(clients.size());
        List<Future<String>> unanswered = new ArrayList<>();
        try {
            for (WebSession client : clients) {
                unanswered.add(threads.submit(() -> lastKeyBeforeTheEnd(client)));
            }
            remindersAreDue(corrected);
            waitUntil("jobs are taken", () -> count("select count(*) from act_ru_job where lock_owner_ is not null") > 5);
            nodes.a().kill();
            assertThat(count("select count(*) from act_ru_job where lock_owner_ is not null")).as("jobs it had taken").isPositive();
        } finally {
            nodes.b().thaw();
        }
        for (int i = 0; i < clients.size(); i++) {
            long asked = System.nanoTime();
            Answer again = files(clients.get(i), nodes.b(), unanswered.get(i).get());
            assertThat(again.status()).as(again.body()).isEqualTo(201);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).as("no lock of the dead is waited for").isLessThan(Duration.ofSeconds(20));
        }
        threads.shutdown();
        waitUntil("the dead node's jobs were done by the other",
                () -> corrected.stream().allMatch(number -> told(number, "correction.reminded") > 0));
        assertThat(corrected).allSatisfy(number -> assertThat(told(number, "correction.reminded")).isEqualTo(1));
        assertThat(count("select count(*) from (select account, key from filing_key group by account, key having count(*) > 1) twice")).isZero();
        waitUntil("the outbox is empty", () -> queued() == 0);
        assertTrailIsIntact();
    }

    private void opens(String login, String section, String role) throws IOException {
        Answer answer = administrator.post(nodes.a().uri("/admin/accounts"), Map.of("login", login, "name", "職員　" + login,
                "email", login + "@pref.example.jp", "password", PASSWORD, "section", section, "role", role, "title", "主任"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(302);
    }

    /** At one node; the mail's link is opened at the other. */
    private void signsUp(String email) throws Exception {
        WebSession visitor = new WebSession();
        visitor.get(nodes.a().uri("/sign-up"));
        visitor.post(nodes.a().uri("/sign-up"), Map.of("name", "株式会社上毛マスク", "email", email, "password", PASSWORD, "again", PASSWORD));
        assertThat(nodes.mail().waitForIncomingEmail(PATIENCE.toMillis(), 1)).isTrue();
        Matcher code = CODE.matcher(nodes.mail().getReceivedMessages()[0].getContent().toString());
        assertThat(code.find()).isTrue();
        visitor.get(nodes.b().uri("/sign-up/confirm?code=" + code.group(1)));
        assertThat(visitor.post(nodes.b().uri("/sign-up/confirm"), Map.of("code", code.group(1))).location()).endsWith("/sign-in?confirmed");
    }

    private static Answer files(WebSession session, ApplicationNode node, String key) throws IOException {
        return session.postJson(node.uri("/api/v1/calls/gunma-mask-r5/vendor/applications"),
                Map.of("answers", VendorForm.withoutPapers("株式会社上毛マスク")), "Idempotency-Key", key);
    }

    private String filed(ApplicationNode node) throws IOException {
        return files(applicant, node, UUID.randomUUID().toString()).json().get("caseNumber").asText();
    }

    /** Claims the case's one open task at a node and concludes it at the other. */
    private void concludes(WebSession person, ApplicationNode node, String number, Map<String, Object> conclusion) throws IOException {
        JsonNode task = person.get(node.uri("/api/v1/cases/" + number)).json().at("/office/openTasks/0/id");
        Answer claimed = person.postJson(node.uri("/api/v1/tasks/" + task.asText() + "/claim"), Map.of());
        assertThat(claimed.status()).as(claimed.body()).isEqualTo(200);
        ApplicationNode other = node == nodes.a() ? nodes.b() : nodes.a();
        Answer concluded = person.postJson(other.uri("/api/v1/tasks/" + task.asText() + "/conclude"), conclusion);
        assertThat(concluded.status()).as(concluded.body()).isEqualTo(200);
    }

    /** New cases that wait for the applicant's correction, each with a timer. */
    private List<String> openCorrections(int many) throws IOException {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            String number = filed(nodes.both().get(i % 2));
            concludes(reviewer, nodes.both().get(i % 2), number, Map.of("outcome", "correct", "comment", "書類を確認してください。",
                    "answers", Map.of(), "corrections", List.of(Map.of("field", "companyName", "comment", "正式な名称で入力してください。"))));
            numbers.add(number);
        }
        return numbers;
    }

    /** What the passing of days would do: production has no time machine. */
    private void remindersAreDue(List<String> numbers) {
        int timers = nodes.jdbc().sql("""
                update act_ru_job set duedate_ = timestamp '2020-01-01' where id_ in (
                  select j.id_ from act_ru_job j join act_ru_jobdef d on d.id_ = j.job_def_id_
                  join act_ru_execution p on p.id_ = j.process_instance_id_
                  where d.act_id_ = 'BoundaryEvent_CorrectionReminder' and p.business_key_ in (:cases))""").param("cases", numbers).update();
        assertThat(timers).isEqualTo(numbers.size());
    }

    private String lastKeyBeforeTheEnd(WebSession client) {
        String key = "";
        try {
            while (true) {
                key = UUID.randomUUID().toString();
                Answer answer = files(client, nodes.a(), key);
                assertThat(answer.status()).as(answer.body()).isEqualTo(201);
            }
        } catch (IOException killed) {
            return key;
        }
    }

    private interface Deed<T> {
        T by(int number) throws Exception;
    }

    private static <T> List<T> atOnce(int many, Deed<T> deed) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(many);
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            List<Callable<T>> deeds = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                int number = i;
                deeds.add(() -> {
                    barrier.await();
                    return deed.by(number);
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(deeds)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    /** How often each case's people were told of each thing, by the outbox. */
    private Map<String, Integer> told() {
        return nodes.jdbc().sql("""
                select case_number || ' ' || case when letter is null then kind else 'letter' end as what, count(*) as often
                from mail_outbox where case_number is not null group by 1""")
                .query((row, n) -> Map.entry(row.getString("what"), row.getInt("often"))).list().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private int told(String number, String kind) {
        return told().getOrDefault(number + " " + kind, 0);
    }

    private long queued() {
        return count("select count(*) from mail_outbox where state <> 'SENT'");
    }

    /** What the mail server received is what the outbox holds, each mail once. */
    private void assertMailArrivedOnce() throws MessagingException {
        List<String> received = new ArrayList<>();
        for (MimeMessage message : nodes.mail().getReceivedMessages()) {
            received.add(message.getMessageID());
        }
        assertThat(received).doesNotHaveDuplicates();
        assertThat((long) received.size()).isEqualTo(count("select count(*) from mail_outbox"));
        assertThat(Arrays.stream(nodes.mail().getReceivedMessages()).filter(message -> CASE.matcher(subject(message)).find())).isNotEmpty();
    }

    private static String subject(MimeMessage message) {
        try {
            return message.getSubject();
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    /** One chain of heads, all signed by the one key, over all events; asked of the node that lives. */
    private void assertTrailIsIntact() throws IOException, InterruptedException {
        waitUntil("everything is sealed", () -> count("select count(*) from trail") == count("select count(*) from trail_leaf"));
        assertThat(count("select count(distinct key_id) from tree_head")).isEqualTo(1);
        assertThat(count("select count(*) from tree_head")).isGreaterThan(10);
        assertThat(administrator.post(nodes.b().uri("/admin/trail-check"), Map.of()).location()).endsWith("/admin");
        assertThat(administrator.get(nodes.b().uri("/admin")).body()).contains("監査証跡に書き換えの跡はありません");
    }

    private long count(String sql) {
        return nodes.jdbc().sql(sql).query(Long.class).single();
    }

    private static void waitUntil(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time: " + what).isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
