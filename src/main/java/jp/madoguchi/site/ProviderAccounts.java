package jp.madoguchi.site;

import org.springframework.security.authentication.DisabledException;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;

/** Leads from an identity provider's person to the account that an administrator opened for them; it opens none itself. */
@Component
class ProviderAccounts extends OidcUserService {

    private final People people;

    ProviderAccounts(People people) {
        this.people = people;
    }

    @Override
    public OidcUser loadUser(OidcUserRequest request) {
        OidcUser user = super.loadUser(request);
        String login = user.getPreferredUsername() != null ? user.getPreferredUsername() : user.getEmail();
        try {
            SignedIn person = people.loadUserByUsername(login);
            if (!person.isEnabled() || !person.isAccountNonLocked()) {
                throw new DisabledException(login);
            }
            return new ProvidedPerson(user, person.withoutPassword());
        } catch (UsernameNotFoundException | DisabledException e) {
            throw new OAuth2AuthenticationException(new OAuth2Error("no_account"), e);
        }
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
