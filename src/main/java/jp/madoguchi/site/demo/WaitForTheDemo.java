package jp.madoguchi.site.demo;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets visitors of the very first start wait until the demo's cases are there: meanwhile the clock stands in the past, and
 * what they filed would bear its date. Health, style and the sign-in page do not wait.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
@ConditionalOnBooleanProperty("madoguchi.demo")
class WaitForTheDemo extends OncePerRequestFilter {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final List<String> AT_ONCE = List.of("/actuator/", "/css/", "/js/", "/img/", "/lib/");

    private final DemoSeeding seeding;

    WaitForTheDemo(DemoSeeding seeding) {
        this.seeding = seeding;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return AT_ONCE.stream().anyMatch(path::startsWith) || path.equals("/sign-in") && request.getMethod().equals("GET");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            if (!seeding.isOver(LONGEST)) {
                response.setHeader("Retry-After", "10");
                response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        chain.doFilter(request, response);
    }
}
