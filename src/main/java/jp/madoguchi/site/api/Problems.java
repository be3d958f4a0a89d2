package jp.madoguchi.site.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/** Writes problem+json (RFC 9457) in the shape that refused use cases have, for what fails before or around them. */
@Component
class Problems {

    private final ObjectMapper json;

    Problems(ObjectMapper json) {
        this.json = json;
    }

    static boolean concerns(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/api/");
    }

    static ProblemDetail of(HttpStatus status, String code, String detail, String detailEn) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:madoguchi:problem:" + code));
        problem.setProperty("code", code);
        problem.setProperty("detailEn", detailEn);
        return problem;
    }

    /** As {@link #of(HttpStatus, String, String, String)}, about one place in the body. @param pointer or null */
    static ProblemDetail at(String pointer, HttpStatus status, String code, String detail, String detailEn) {
        ProblemDetail problem = of(status, code, detail, detailEn);
        if (pointer != null) {
            problem.setProperty("errors", List.of(Map.of("pointer", pointer, "code", code, "detail", detail, "detailEn", detailEn)));
        }
        return problem;
    }

    static ProblemDetail unauthenticated() {
        return of(HttpStatus.UNAUTHORIZED, "unauthenticated", "ログインが必要です。HTTP Basic 認証で、アカウントとパスワードを送ってください。",
                "Sign in first: send account and password by HTTP Basic authentication.");
    }

    static ProblemDetail forbidden() {
        return of(HttpStatus.FORBIDDEN, "forbidden", "この操作の権限がありません。権限のある職のアカウントで実行してください。",
                "Your posts do not allow this. Use an account that holds a post with this right.");
    }

    void write(ProblemDetail problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        problem.setInstance(URI.create(request.getRequestURI()));
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (problem.getStatus() == HttpStatus.UNAUTHORIZED.value()) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"madoguchi\", charset=\"UTF-8\"");
        }
        json.writeValue(response.getOutputStream(), problem);
    }
}
