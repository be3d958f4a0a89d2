package jp.madoguchi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** P1: what was acknowledged is there after the application and its database server were killed in the middle of writing. */
class KillTest {

    private static final int CLIENTS = 4;
    private static final int ACKNOWLEDGED_AT_LEAST = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path data = Path.of("target", "kill-test", UUID.randomUUID().toString());
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private Process application;
    private int port;

    @Test
    @DisplayName("アプリケーションとデータベースを強制終了しても、受領を返した申込みは一件も失われない")
    void nothing_acknowledged_is_lost() throws Exception {
        start();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Thread client = new Thread(this::fileUntilRefused);
            client.start();
            clients.add(client);
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (acknowledged.size() < ACKNOWLEDGED_AT_LEAST && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        killBoth();
        for (Thread client : clients) {
            client.join(PATIENCE.toMillis());
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED_AT_LEAST);
        start();
        for (Map.Entry<String, String> receipt : acknowledged.entrySet()) {
            assertThat(get("/api/v1/cases/" + JSON.readTree(receipt.getValue()).get("caseNumber").asText()).statusCode()).isEqualTo(200);
            HttpResponse<String> again = file(receipt.getKey());
            assertThat(again.statusCode()).isEqualTo(201);
            assertThat(again.body()).as("the same request has the same receipt").isEqualTo(receipt.getValue());
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        application.destroy();
        if (!application.waitFor(30, TimeUnit.SECONDS)) {
            application.destroyForcibly();
        }
    }

    private void fileUntilRefused() {
        try {
            while (true) {
                String key = UUID.randomUUID().toString();
                HttpResponse<String> answer = file(key);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
                acknowledged.put(key, answer.body());
            }
        } catch (IOException killed) {
            // The end of every client: the server is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<String> file(String key) throws IOException, InterruptedException {
        Map<String, Object> answers = Map.ofEntries(Map.entry("applicantType", "single"), Map.entry("companyName", "株式会社上毛マスク"),
                Map.entry("companyKana", "ジョウモウマスク"), Map.entry("representativeTitle", "代表取締役"), Map.entry("representativeName", "上毛　花子"),
                Map.entry("postalCode", "371-0026"), Map.entry("prefecture", "10"), Map.entry("address", "群馬県前橋市大手町一丁目1番1号"),
                Map.entry("contactDepartment", "営業部"), Map.entry("contactName", "赤城　次郎"), Map.entry("contactPhone", "027-000-0000"),
                Map.entry("contactEmail", "info@example.jp"), Map.entry("productName", "上毛マスク"), Map.entry("madeInPrefecture", "yes"),
                Map.entry("certifiedInJapan", "yes"), Map.entry("agreesToTerms", true), Map.entry("pledgesNoOrganizedCrime", true),
                Map.entry("declaresTruth", true), Map.entry("procurementBy", "own"), Map.entry("saleBy", "own"),
                Map.entry("settlementBy", "own"), Map.entry("deliveryBy", "own"),
                Map.entry("sites", List.of(Map.of("siteType", "headquarters", "name", "本社", "prefecture", "10", "address", "群馬県前橋市"))));
        HttpRequest request = request("/api/v1/calls/gunma-mask-r5/vendor/applications").header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of("answers", answers)))).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        String credentials = Base64.getEncoder().encodeToString("applicant-1:madoguchi".getBytes());
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).header("Authorization", "Basic " + credentials)
                .timeout(PATIENCE);
    }

    private void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.createDirectories(data);
        application = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx700m", "-cp", classPath(),
                MadoguchiApplication.class.getName(), "--server.port=" + port, "--madoguchi.data-dir=" + data.toAbsolutePath(),
                "--madoguchi.demo-data=false")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve("application.log").toFile())).start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!ready()) {
            assertThat(application.isAlive()).as("see " + data.resolve("application.log")).isTrue();
            assertThat(System.nanoTime()).as("the application became ready in time").isLessThan(deadline);
            Thread.sleep(200);
        }
    }

    /** Without the jar in which Surefire names the same entries once more. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("surefire")).distinct().collect(Collectors.joining(File.pathSeparator));
    }

    private boolean ready() throws InterruptedException {
        try {
            JsonNode health = JSON.readTree(get("/actuator/health/readiness").body());
            return health.path("status").asText().equals("UP");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** SIGKILL to both: neither the application nor PostgreSQL gets to tidy up. */
    private void killBoth() throws IOException, InterruptedException {
        long server = Long.parseLong(Files.readAllLines(data.resolve("database").resolve("postmaster.pid")).get(0).strip());
        application.destroyForcibly();
        ProcessHandle.of(server).ifPresent(ProcessHandle::destroyForcibly);
        application.waitFor();
    }
}
