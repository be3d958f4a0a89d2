package jp.madoguchi.site;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.stereotype.Component;

/** The OpenID providers that an operator configured; usually none or one. */
@Component
class Providers {

    private final ClientRegistrationRepository repository;
    private final List<ClientRegistration> all = new ArrayList<>();

    /** @throws IllegalStateException when one is not asked for the scope openid: without it nobody could be recognised */
    Providers(ObjectProvider<ClientRegistrationRepository> repositories) {
        repository = repositories.getIfAvailable();
        if (repository instanceof Iterable<?> registrations) {
            registrations.forEach(registration -> all.add((ClientRegistration) registration));
        }
        all.stream().filter(provider -> provider.getScopes() == null || !provider.getScopes().contains(OidcScopes.OPENID)).findFirst()
                .ifPresent(provider -> {
                    throw new IllegalStateException("認証基盤「" + provider.getRegistrationId() + "」の scope に openid がありません。"
                            + "openid,profile,email を設定してください。 The scope of this provider lacks 'openid'.");
                });
    }

    List<ClientRegistration> all() {
        return List.copyOf(all);
    }

    /** Null where there is no provider. */
    ClientRegistrationRepository repository() {
        return repository;
    }

    /** Where sign-out forms are led on to, so that a person also leaves the provider (OpenID Connect RP-Initiated Logout 1.0). */
    Stream<String> signOutOrigins() {
        return all.stream().map(provider -> provider.getProviderDetails().getConfigurationMetadata().get("end_session_endpoint"))
                .filter(Objects::nonNull).map(endpoint -> URI.create(endpoint.toString()))
                .map(endpoint -> endpoint.getScheme() + "://" + endpoint.getAuthority()).distinct();
    }
}
