package jp.madoguchi.site;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Writes to the trail of a case that somebody with an account asked for it in vain, so that its owner's auditors see the
 * attempt (requirements §3.3, T28). The person learns no more than that there is nothing.
 */
class RefusedViews extends OncePerRequestFilter {

    private final Cases cases;

    RefusedViews(Cases cases) {
        this.cases = cases;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, response);
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        boolean refused = response.getStatus() == HttpServletResponse.SC_NOT_FOUND || response.getStatus() == HttpServletResponse.SC_FORBIDDEN;
        if (refused && authentication != null && authentication.getPrincipal() instanceof Carrier carrier) {
            Arrays.stream(request.getRequestURI().split("/")).filter(CaseNumber::isWellFormed).findFirst()
                    .ifPresent(number -> write(new CaseNumber(number), carrier.person().actor()));
        }
    }

    private void write(CaseNumber number, Actor actor) {
        DataScope.within(DataScope.EVERYTHING, () -> {
            try {
                cases.viewed(cases.get(number), actor, "refused");
            } catch (NotFoundException nobodysCase) {
                logger.debug("No such case: " + number);
            }
        });
    }
}
