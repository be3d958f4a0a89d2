package jp.madoguchi.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Somebody with a browser's cookies and without a browser. Cookies belong to a host, not to a port: to all nodes of one
 * test it is the same person, as behind a proxy. Redirects are shown, not followed. For one thread at a time.
 */
public final class WebSession {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NEVER).build();
    private String token = "";

    /** @param location where it leads, or "" */
    public record Answer(int status, String location, String body) {

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError(status + " without JSON: " + body, e);
            }
        }
    }

    public Answer get(URI address) throws IOException {
        return send(HttpRequest.newBuilder(address).GET());
    }

    /** A form, with the token of the last page that had one. */
    public Answer post(URI address, Map<String, String> form) throws IOException {
        String body = form.entrySet().stream().map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(address).header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-XSRF-TOKEN", token).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** A call of the API. @param headers names and values in turn */
    public Answer postJson(URI address, Object body, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Content-Type", "application/json").header("X-XSRF-TOKEN", token)
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** @return what the sign-in page answered to these words */
    public Answer triesToSignIn(ApplicationNode node, String login, String password) throws IOException {
        get(node.uri("/sign-in"));
        return post(node.uri("/sign-in"), Map.of("login", login, "password", password));
    }

    /** Signs in and opens a page, so that the session's own token is at hand. */
    public WebSession signsIn(ApplicationNode node, String login, String password) throws IOException {
        Answer answer = triesToSignIn(node, login, password);
        assertThat(answer.location()).as("where %s arrives", login).isNotEmpty().doesNotContain("/sign-in");
        assertThat(get(node.uri("/")).status()).isEqualTo(200);
        return this;
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = http.send(request.timeout(Duration.ofMinutes(2)).build(), HttpResponse.BodyHandlers.ofString());
            Matcher found = TOKEN.matcher(response.body());
            if (found.find()) {
                token = found.group(1);
            }
            return new Answer(response.statusCode(), response.headers().firstValue("Location").orElse(""), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
