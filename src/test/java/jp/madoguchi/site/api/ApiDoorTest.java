package jp.madoguchi.site.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** What the filters answer before any controller hears of a request. */
class ApiDoorTest {

    private final ObjectMapper json = Jackson2ObjectMapperBuilder.json().build();
    private final ApiDoor door = new ApiDoor(new Problems(json));
    private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/uploads");
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    @DisplayName("知らない人には401と、どう名乗るか")
    void a_stranger_is_asked_who_it_is() throws IOException {
        door.commence(request, response, new BadCredentialsException("wrong"));
        assertProblem(401, "unauthenticated");
        assertThat(response.getHeader("WWW-Authenticate")).startsWith("Basic");
    }

    @Test
    @DisplayName("CSRFトークンのない名乗らない送信も401")
    void a_stranger_without_a_token_too() throws IOException {
        door.handle(request, response, new AccessDeniedException("csrf"));
        assertProblem(401, "unauthenticated");
    }

    @Test
    @DisplayName("権限のない人には403")
    void a_person_without_the_right() throws IOException {
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("somebody", "", "ROLE_STAFF"));
        door.handle(request, response, new AccessDeniedException("role"));
        assertProblem(403, "forbidden");
    }

    private void assertProblem(int status, String code) throws IOException {
        JsonNode problem = json.readTree(response.getContentAsString(StandardCharsets.UTF_8));
        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(response.getContentType()).startsWith("application/problem+json");
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("instance").asText()).isEqualTo("/api/v1/uploads");
        assertThat(problem.path("detailEn").asText()).isNotBlank();
    }
}
