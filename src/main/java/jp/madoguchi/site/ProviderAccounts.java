package jp.madoguchi.site;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.stereotype.Component;

/**
 * Leads from an identity provider's person to the account that an administrator opened for them; it opens none itself.
 * Where it leads nowhere, the sign-in page tells why.
 */
@Component
class ProviderAccounts extends OidcUserService implements AuthenticationFailureHandler {

    private static final Logger log = LoggerFactory.getLogger(ProviderAccounts.class);
    private static final String UNKNOWN = "unknown";
    private static final String CLOSED = "closed";

    private final People people;

    ProviderAccounts(People people) {
        this.people = people;
    }

    /** @throws OAuth2AuthenticationException with the code {@code unknown} or {@code closed} */
    @Override
    public OidcUser loadUser(OidcUserRequest request) {
        OidcUser user = super.loadUser(request);
        String login = login(user);
        try {
            SignedIn person = people.loadUserByUsername(login);
            if (!person.isEnabled() || !person.isAccountNonLocked()) {
                throw refusal(CLOSED, "The account " + login + " is closed or locked");
            }
            return new ProvidedPerson(user, person.withoutPassword());
        } catch (UsernameNotFoundException e) {
            throw refusal(UNKNOWN, "Nobody here has the login " + login);
        }
    }

    /** The preferred user name, else the address unless the provider says that nobody checked it. */
    private static String login(OidcUser user) {
        if (user.getPreferredUsername() != null) {
            return user.getPreferredUsername();
        }
        if (user.getEmail() == null || Boolean.FALSE.equals(user.getEmailVerified())) {
            throw refusal(UNKNOWN, "The provider names neither a preferred_username nor a verified email of " + user.getSubject());
        }
        return user.getEmail();
    }

    private static OAuth2AuthenticationException refusal(String code, String why) {
        return new OAuth2AuthenticationException(new OAuth2Error(code, why, null));
    }

    @Override
    public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        String code = e instanceof OAuth2AuthenticationException failure ? failure.getError().getErrorCode() : "";
        log.warn("Signing in with the identity provider failed: {}", e.toString());
        response.sendRedirect(request.getContextPath() + "/sign-in?provider=" + switch (code) {
            case UNKNOWN, CLOSED -> code;
            case OAuth2ErrorCodes.ACCESS_DENIED -> "cancelled";
            default -> "failed";
        });
    }

    /** A provider's person who is somebody here. */
    static final class ProvidedPerson extends DefaultOidcUser implements Carrier {

        private static final long serialVersionUID = 1;
        private final SignedIn person;

        ProvidedPerson(OidcUser user, SignedIn person) {
            super(person.getAuthorities(), user.getIdToken(), user.getUserInfo());
            this.person = person;
        }

        @Override
        public SignedIn person() {
            return person;
        }
    }
}
