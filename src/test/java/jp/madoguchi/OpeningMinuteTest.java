package jp.madoguchi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jp.madoguchi.support.ApplicationNode;
import jp.madoguchi.support.NodePair;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * S3-59: the minute in which a first-come subsidy opens. 2,000 shops file over 64 connections to two nodes on one
 * database; some send twice, some withdraw at once, some apply twice for one shop.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayName("先着100件の受付開始の1分間")
class OpeningMinuteTest {

    private static final int APPLICANTS = 2_000;
    private static final int CONNECTIONS = 64;
    private static final int SLOTS = 100;
    private static final String PASSWORD = "opening";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Every tenth sends its request again, every twentieth withdraws, every fortieth applies twice for its shop. */
    private static final int AGAIN = 10;
    private static final int WITHDRAWS = 20;
    private static final int TWICE = 40;

    private NodePair nodes;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** The clients' own log, by the order in which they were answered. */
    private final Queue<Filed> log = new ConcurrentLinkedQueue<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final Map<String, String> refusedSecond = new ConcurrentHashMap<>();
    private final Map<String, Boolean> withdrawn = new ConcurrentHashMap<>();

    /** @param sent and acknowledged on the client's own clock, nanoseconds */
    private record Filed(int applicant, String caseNumber, long sent, long acknowledged, JsonNode receipt) {}

    @BeforeAll
    void theMinute() throws Exception {
        nodes = new NodePair("opening-minute");
        nodes.opens("annaka-currency-r6", "device-subsidy");
        registers();
        warmsUp();
        long start = System.nanoTime();
        ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS);
        List<Callable<Void>> all = new ArrayList<>();
        for (int applicant = 1; applicant <= APPLICANTS; applicant++) {
            int one = applicant;
            all.add(() -> {
                files(one);
                return null;
            });
        }
        Collections.shuffle(all, new Random(59));
        for (Future<Void> done : connections.invokeAll(all)) {
            done.get();
        }
        connections.shutdown();
        System.out.printf("%d applicants were answered in %.1f s%n", APPLICANTS, (System.nanoTime() - start) / 1e9);
        settles();
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (nodes != null) {
            nodes.close();
        }
    }

    @Test
    @Order(1)
    @DisplayName("どの申込みにも答えがあり、サーバーの誤りは一つもない")
    void everybody_was_answered() {
        assertThat(faults).isEmpty();
        assertThat(log).hasSize(APPLICANTS);
        assertThat(log.stream().map(Filed::caseNumber).distinct()).hasSize(APPLICANTS);
        assertThat(refusedSecond).hasSize(APPLICANTS / TWICE);
        assertThat(count("select count(*) from subsidy_intake")).isEqualTo(APPLICANTS);
    }

    @Test
    @Order(2)
    @DisplayName("枠はちょうど100件で、取り下げなかった申込みの到着順に渡っている")
    void exactly_the_slots_there_are() {
        List<String> holding = nodes.jdbc().sql("select case_number from subsidy_intake where state = 'HOLDING' order by rank").query(String.class).list();
        List<String> first = nodes.jdbc().sql("select case_number from subsidy_intake where state <> 'LEFT' order by rank limit ?").param(SLOTS)
                .query(String.class).list();
        assertThat(holding).hasSize(SLOTS).isEqualTo(first);
        assertThat(count("select count(distinct case_number) from subsidy_slot where case_number is not null")).isEqualTo(SLOTS);
        assertThat(count("select count(*) from subsidy_intake where rank is null")).isZero();
        assertThat(count("select max(rank) - count(*) from subsidy_intake")).as("gaps").isZero();
    }

    @Test
    @Order(3)
    @DisplayName("先に受領を知らされた者は、後から送った者より先の順位である")
    void no_inversion() {
        Map<String, Long> ranks = new HashMap<>();
        nodes.jdbc().sql("select case_number, rank from subsidy_intake").query(row -> {
            ranks.put(row.getString(1), row.getLong(2));
        });
        List<Filed> bySent = log.stream().sorted(Comparator.comparingLong(Filed::sent)).toList();
        List<Filed> byAcknowledged = log.stream().sorted(Comparator.comparingLong(Filed::acknowledged)).toList();
        List<String> inversions = new ArrayList<>();
        long highest = 0;
        int answered = 0;
        for (Filed one : bySent) {
            while (answered < byAcknowledged.size() && byAcknowledged.get(answered).acknowledged() < one.sent()) {
                highest = Math.max(highest, ranks.get(byAcknowledged.get(answered++).caseNumber()));
            }
            if (ranks.get(one.caseNumber()) < highest) {
                inversions.add(one.caseNumber() + " has rank " + ranks.get(one.caseNumber()) + ", but " + highest + " was answered before it was sent");
            }
        }
        assertThat(inversions).isEmpty();
    }

    @Test
    @Order(4)
    @DisplayName("どの受領書にも、枠か待ち順が書かれている")
    void every_receipt_says_where_one_stands() {
        assertThat(log).allSatisfy(one -> {
            assertThat(one.receipt().path("place").path("kind").asText()).as("%s", one.receipt()).isIn("slot", "queue");
            assertThat(one.receipt().path("place").path("number").asInt()).as("%s", one.receipt()).isPositive();
        });
    }

    @Test
    @Order(5)
    @DisplayName("枠を得た申込みはすべて審査に進み、待っている申込みは進んでいない")
    void who_holds_a_slot_goes_on() {
        assertThat(count("""
                select count(*) from subsidy_intake i where state = 'HOLDING' and exists (
                    select from inbox_item b where b.case_number = i.case_number and b.task_key = 'UserTask_CheckIntention')""")).isEqualTo(SLOTS);
        assertThat(count("select count(*) from inbox_item where task_key = 'UserTask_CheckIntention'")).isEqualTo(SLOTS);
    }

    /** One applicant: a receipt, perhaps asked for twice at once, perhaps given back at once. */
    private void files(int applicant) throws Exception {
        Random chance = new Random(applicant);
        Thread.sleep(chance.nextInt(20));
        String key = "opening-" + applicant;
        ApplicationNode node = nodes.both().get(applicant % 2);
        ApplicationNode other = nodes.both().get((applicant + 1) % 2);
        long sent = System.nanoTime();
        Future<HttpResponse<String>> copy = applicant % AGAIN == 0 ? http.sendAsync(filing(other, applicant, key), HttpResponse.BodyHandlers.ofString()) : null;
        HttpResponse<String> answer = http.send(filing(node, applicant, key), HttpResponse.BodyHandlers.ofString());
        long acknowledged = System.nanoTime();
        if (answer.statusCode() != 201) {
            faults.add(applicant + ": " + answer.statusCode() + " " + answer.body());
            return;
        }
        JsonNode receipt = JSON.readTree(answer.body());
        log.add(new Filed(applicant, receipt.path("caseNumber").asText(), sent, acknowledged, receipt));
        if (copy != null) {
            HttpResponse<String> again = copy.get(2, TimeUnit.MINUTES);
            if (again.statusCode() != 201 || !again.body().equals(answer.body())) {
                faults.add(applicant + " again: " + again.statusCode() + " " + again.body() + " for " + answer.body());
            }
        }
        if (applicant % TWICE == 0) {
            HttpResponse<String> second = http.send(filing(other, applicant, key + "-second"), HttpResponse.BodyHandlers.ofString());
            if (second.statusCode() == 409) {
                refusedSecond.put(key, second.body());
            } else {
                faults.add(applicant + " second: " + second.statusCode() + " " + second.body());
            }
        }
        if (applicant % WITHDRAWS == 1) {
            URI address = other.uri("/api/v1/cases/" + receipt.path("caseNumber").asText() + "/withdrawal");
            HttpResponse<String> back = http.send(request(address, applicant, Map.of("reason", "取りやめます。")).build(), HttpResponse.BodyHandlers.ofString());
            if (back.statusCode() >= 300) {
                faults.add(applicant + " withdrawal: " + back.statusCode() + " " + back.body());
            }
            withdrawn.put(receipt.path("caseNumber").asText(), true);
        }
    }

    private HttpRequest filing(ApplicationNode node, int applicant, String key) throws Exception {
        Map<String, Object> answers = Map.of("merchantNumber", "OPEN-M%04d".formatted(applicant), "contactName", "安中　花子", "contactPhone", "027-000-0000",
                "deviceCount", "first", "ownsDevice", "no", "hasCapableDevice", "no", "buysAfterPermission", true, "declaresTruth", true);
        return request(node.uri("/api/v1/calls/annaka-currency-r6/device-subsidy/applications"), applicant, Map.of("answers", answers))
                .header("Idempotency-Key", key).build();
    }

    private static HttpRequest.Builder request(URI address, int applicant, Object body) throws Exception {
        String credentials = Base64.getEncoder().encodeToString((login(applicant) + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(2)).header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    private static String login(int applicant) {
        return "opening-" + applicant + "@example.jp";
    }

    /** Shops and their accounts, straight into the register: {noop} because what is measured is filing, not hashing. */
    private void registers() {
        nodes.jdbc().sql("""
                insert into account (id, login, kind, name, email, password, confirmed_at, failures, retired, version)
                select 'opening-' || n, 'opening-' || n || '@example.jp', 'APPLICANT', '開店商店' || n, 'opening-' || n || '@example.jp',
                       '{noop}opening', now(), 0, false, 0 from generate_series(1, ?) n""").param(APPLICANTS).update();
        nodes.jdbc().sql("""
                insert into case_file (number, government, section, programme, programme_hash, call, procedure, party, channel, title, status, phase,
                                       late, arrived_at, form, form_hash, round, search, version)
                select 'OPEN-' || lpad(n::text, 6, '0'), '102113', 'seidigi', 'annaka-currency-r6',
                       (select max(hash) from programme_version where code = 'annaka-currency-r6'), 'merchant', 'merchant-application',
                       'opening-' || n, 'WEB', '開店商店' || n, 'COMPLETED', 'PREPARING', false, now(), 'merchant/application', '', 1, '', 0
                from generate_series(1, ?) n""").param(APPLICANTS).update();
        nodes.jdbc().sql("""
                insert into merchant (number, government, party, programme, case_number, shop_name, shop_kana, shop_key, owner_name, postal_code,
                                      address, phone, category, qr_capable, sells_cards, state, registered_on, version)
                select 'OPEN-M' || lpad(n::text, 4, '0'), '102113', 'opening-' || n, 'annaka-currency-r6', 'OPEN-' || lpad(n::text, 6, '0'),
                       '開店商店' || n, 'カイテンショウテン', 'key-' || n, '安中　花子', '3790192', '安中市安中1-1', '0270000000', 'retail', false, false,
                       'REGISTERED', current_date, 0 from generate_series(1, ?) n""").param(APPLICANTS).update();
    }

    /** Both nodes have read their code before the minute begins, as after a day of work; what this leaves is forgotten. */
    private void warmsUp() throws Exception {
        for (int i = 0; i < 60; i++) {
            for (ApplicationNode node : nodes.both()) {
                http.send(HttpRequest.newBuilder(node.uri("/api/v1/calls/annaka-currency-r6/device-subsidy")).build(), HttpResponse.BodyHandlers.ofString());
            }
        }
    }

    /** The sweep hands on what withdrawals gave back. */
    private void settles() throws InterruptedException {
        for (int i = 0; i < 600 && count("""
                select count(*) from subsidy_intake where rank is null or state = 'HOLDING' and not told""")
                + count("select count(*) from subsidy_slot s join subsidy_intake i using (case_number) where i.state = 'LEFT'")
                + (SLOTS - count("select count(*) from subsidy_slot where case_number is not null")) > 0; i++) {
            Thread.sleep(100);
        }
    }

    private long count(String query) {
        return nodes.jdbc().sql(query).query(Long.class).single();
    }
}
