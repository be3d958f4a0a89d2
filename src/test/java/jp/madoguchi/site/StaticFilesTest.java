package jp.madoguchi.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import jp.madoguchi.support.WebSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@MadoguchiTest
class StaticFilesTest {

    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;
    @Autowired
    JdbcClient jdbc;
    @LocalServerPort
    int port;

    @Test
    @DisplayName("画面の部品（スタイル、スクリプト、図）の要求は、だれのものでもなく、セッションを読まず、延ばさない")
    void belong_to_nobody() throws Exception {
        Actor reviewer = office.reviewer("佐藤　真由美");
        String login = accounts.get(reviewer.id()).login();
        WebSession browser = new WebSession();
        browser.get(uri("/sign-in"));
        assertThat(browser.post(uri("/sign-in"), Map.of("login", login, "password", "madoguchi-test")).location()).doesNotContain("error");
        assertThat(browser.get(uri("/inbox")).status()).isEqualTo(200);
        long used = lastUsed(login);
        Thread.sleep(5);
        for (String file : new String[] {"/css/portal.css", "/js/page.js", "/img/mark.svg", "/css/none.css"}) {
            assertThat(browser.get(uri(file)).status()).as(file).isEqualTo(file.contains("none") ? 404 : 200);
        }
        assertThat(lastUsed(login)).isEqualTo(used);
        assertThat(browser.get(uri("/inbox")).status()).as("still signed in").isEqualTo(200);
        assertThat(lastUsed(login)).isGreaterThan(used);
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private long lastUsed(String login) {
        return jdbc.sql("select last_access_time from spring_session where principal_name = ?").param(login).query(Long.class).single();
    }
}
