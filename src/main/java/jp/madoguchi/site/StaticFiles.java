package jp.madoguchi.site;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Style sheets, scripts and pictures are the same for everybody: asked for, they are given without a look at the cookies.
 * A page asks for a dozen at once, and each would read the session from the database, write down when it was last used,
 * and wait for the others at its row.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class StaticFiles extends OncePerRequestFilter {

    private static final List<String> FOLDERS = List.of("/css/", "/js/", "/img/", "/lib/");
    private static final String ICON = "/favicon.ico";

    /** Patterns of all their paths. */
    static String[] paths() {
        return Stream.concat(FOLDERS.stream().map(folder -> folder + "**"), Stream.of(ICON)).toArray(String[]::new);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !path.equals(ICON) && FOLDERS.stream().noneMatch(path::startsWith);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        chain.doFilter(new HttpServletRequestWrapper(request) {
            @Override
            public Cookie[] getCookies() {
                return null;
            }
        }, response);
    }
}
