package jp.madoguchi.site;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import jp.madoguchi.kernel.DataScope;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives each request the data scope of its person; nobody signed in means no rows. */
class DataScopeFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        String scope = authentication != null && authentication.getPrincipal() instanceof Carrier carrier
                ? carrier.person().scope() : DataScope.NOTHING;
        try {
            DataScope.within(scope, () -> {
                try {
                    chain.doFilter(request, response);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (ServletException e) {
                    throw new Wrapped(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (Wrapped e) {
            throw e.fault;
        }
    }

    private static final class Wrapped extends RuntimeException {

        private final transient ServletException fault;

        Wrapped(ServletException fault) {
            super(fault);
            this.fault = fault;
        }
    }
}
