package jp.madoguchi.site.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;

/** What the security filters answer at {@code /api/**}: 401 to strangers, 403 to people, both as problem+json. */
@Component
public class ApiDoor implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final Problems problems;

    ApiDoor(Problems problems) {
        this.problems = problems;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e) throws IOException {
        problems.write(Problems.unauthenticated(), request, response);
    }

    /** A stranger's POST is stopped for its missing CSRF token before anybody asks who it is. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e) throws IOException {
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        boolean stranger = person == null || person instanceof AnonymousAuthenticationToken;
        problems.write(stranger ? Problems.unauthenticated() : Problems.forbidden(), request, response);
    }
}
