package jp.madoguchi.site.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.org.Accounts;

/** Somebody who knows nothing but HTTP, with or without an account. */
final class Caller {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String PASSWORD = "madoguchi-test";
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final int port;
    private final String header;
    private final String credential;

    private Caller(int port, String header, String credential) {
        this.port = port;
        this.header = header;
        this.credential = credential;
    }

    static Caller anonymous(int port) {
        return new Caller(port, null, null);
    }

    /** Shows a token of a kind that nobody here takes. */
    static Caller bearer(int port) {
        return new Caller(port, "Authorization", "Bearer nobody");
    }

    static Caller as(Actor actor, Accounts accounts, int port) {
        String pair = accounts.get(actor.id()).login() + ":" + PASSWORD;
        return new Caller(port, "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /** Through the sign-in page, as people do: the password is compared once and not at every request. */
    static Caller signedIn(Actor actor, Accounts accounts, int port) {
        Answer page = anonymous(port).get("/sign-in");
        Matcher token = TOKEN.matcher(page.body());
        assertThat(token.find()).as("token of the sign-in page").isTrue();
        String form = "login=" + URLEncoder.encode(accounts.get(actor.id()).login(), StandardCharsets.UTF_8) + "&password=" + PASSWORD
                + "&_csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
        Answer signedIn = new Caller(port, "Cookie", page.cookie()).postText("/sign-in", form, "application/x-www-form-urlencoded");
        assertThat(signedIn.status()).isEqualTo(302);
        assertThat(signedIn.location()).doesNotContain("/sign-in");
        return new Caller(port, "Cookie", signedIn.cookie());
    }

    /** @param status 0 when the answer broke off @param body as it came @param cookie those it set, or "" */
    record Answer(int status, String type, String location, String cookie, String body) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError(status + " without JSON: " + body, e);
            }
        }
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, Object body, String... headers) {
        return postText(path, text(body), "application/json", headers);
    }

    Answer postText(String path, String body, String type, String... headers) {
        HttpRequest.Builder request = request(path).header("Content-Type", type);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer upload(String part, String name, String content) {
        String body = "--frontier\r\nContent-Disposition: form-data; name=\"" + part + "\"; filename=\"" + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n--frontier--\r\n";
        return postText("/api/v1/uploads", body, "multipart/form-data; boundary=frontier");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).timeout(Duration.ofSeconds(60));
        return header == null ? request : request.header(header, credential);
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers().firstValue("Content-Type").orElse(""),
                    response.headers().firstValue("Location").orElse(""), response.headers().allValues("Set-Cookie").stream()
                            .map(cookie -> cookie.split(";")[0]).filter(cookie -> !cookie.endsWith("=")).collect(Collectors.joining("; ")),
                    response.body());
        } catch (IOException e) {
            return new Answer(0, "", "", "", "broke off: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String text(Object body) {
        try {
            return JSON.writeValueAsString(body == null ? Map.of() : body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
