package jp.madoguchi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import jp.madoguchi.support.ApplicationNode;
import jp.madoguchi.support.VendorForm;
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
    private ApplicationNode application;

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
        application.close();
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
        HttpRequest request = request("/api/v1/calls/gunma-mask-r5/vendor/applications").header("Idempotency-Key", key)
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("answers", VendorForm.withoutPapers("株式会社上毛マスク"))))).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        String credentials = Base64.getEncoder().encodeToString("applicant-1:madoguchi".getBytes());
        return HttpRequest.newBuilder(application.uri(path)).header("Authorization", "Basic " + credentials).timeout(PATIENCE);
    }

    private void start() throws Exception {
        application = ApplicationNode.launch(data, Map.of("MADOGUCHI_DEMO_DATA", "false"));
        application.awaitReady();
    }

    /** SIGKILL to both: neither the application nor PostgreSQL gets to tidy up. */
    private void killBoth() throws IOException, InterruptedException {
        long server = Long.parseLong(Files.readAllLines(data.resolve("database").resolve("postmaster.pid")).get(0).strip());
        application.kill();
        ProcessHandle.of(server).ifPresent(ProcessHandle::destroyForcibly);
    }
}
