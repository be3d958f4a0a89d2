package jp.madoguchi.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import jp.madoguchi.support.MadoguchiTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@MadoguchiTest
class LostSessionTest {

    private final HttpClient http = HttpClient.newHttpClient();
    @LocalServerPort
    int port;

    @Test
    @DisplayName("セッションが切れたあとに送られた入力は、失われずに画面に戻る")
    void what_was_typed_comes_back() throws Exception {
        HttpResponse<String> answer = post("/drafts/some-draft", "companyName=" + encoded("𠮷神<b>") + "&note=" + encoded("一行目\n二行目"));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("action=\"/drafts/some-draft\"", "<textarea name=\"companyName\" hidden>𠮷神&lt;b&gt;</textarea>",
                "一行目\n二行目", "もう一度送る").doesNotContain("<b>");
    }

    @Test
    @DisplayName("データベースに書けない文字U+0000は、誤りとして断る")
    void a_null_character_is_refused() throws Exception {
        assertThat(post("/drafts/some-draft", "companyName=a%00b").statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(form)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
