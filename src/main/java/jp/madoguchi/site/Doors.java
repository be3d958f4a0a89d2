package jp.madoguchi.site;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Role;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/** Where a person arrives after signing in: where they wanted to go, else the first room of their role. */
@Component
class Doors extends SavedRequestAwareAuthenticationSuccessHandler {

    private final Accounts accounts;

    Doors(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws ServletException, IOException {
        accounts.signedIn(((Carrier) authentication.getPrincipal()).person().getUsername());
        super.onAuthenticationSuccess(request, response, authentication);
    }

    @Override
    protected String determineTargetUrl(HttpServletRequest request, HttpServletResponse response, Authentication authentication) {
        SignedIn person = ((Carrier) authentication.getPrincipal()).person();
        if (!person.actor().isStaff()) {
            return "/my/cases";
        }
        if (person.has(Role.REVIEWER) || person.has(Role.DECIDER)) {
            return "/inbox";
        }
        return person.has(Role.MANAGER) ? "/dashboard" : person.has(Role.AUDITOR) ? "/tracing"
                : person.has(Role.ADMINISTRATOR) ? "/admin" : "/inbox";
    }
}
