package jp.madoguchi.site;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.site.api.ApiDoor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.DefaultAuthenticationEventPublisher;
import org.springframework.security.authentication.event.AuthenticationFailureBadCredentialsEvent;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.security.web.authentication.logout.SimpleUrlLogoutSuccessHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.context.ApplicationEventPublisher;

/** Who may open which door. What they find behind it is limited once more, by desks and by the database itself. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + "font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
    private static final String SIGNED_OUT = "/sign-in?out";
    private static final RequestMatcher API = request -> request.getRequestURI().startsWith("/api/");

    @Bean
    SecurityFilterChain security(HttpSecurity http, Doors doors, ApiDoor apiDoor,
                                 Providers providers, ProviderAccounts providerAccounts, Cases cases) throws Exception {
        http.authorizeHttpRequests(requests -> requests
                        .requestMatchers("/", "/calls/**", "/programmes/**", "/sign-in", "/sign-up/**", "/accessibility", "/contact", "/draws/**",
                                "/error", LostSession.PAGE, "/mail-box/**", "/actuator/health/**", "/api/openapi/**", "/api/v1/audit/head").permitAll()
                        .requestMatchers(StaticFiles.paths()).permitAll()
                        .requestMatchers(HttpMethod.GET, "/api/v1/calls/**").permitAll()
                        .requestMatchers("/inbox/**", "/tasks/**", "/cases/**", "/postal/**", "/office/**", "/recruiting/**", "/subsidy/**",
                                "/booth/**", "/stock/**", "/campaigns/**", "/duties/**", "/duties.csv", "/premium/**",
                                "/api/v1/inbox/**", "/api/v1/tasks/**", "/api/v1/premium/**", "/api/v1/duties.ics").hasRole("STAFF")
                        .requestMatchers("/dashboard/**", "/api/v1/programmes/**").hasRole("MANAGER")
                        .requestMatchers("/tracing/**", "/api/v1/audit/**", "/api/v1/cases/*/trail").hasRole("AUDITOR")
                        .requestMatchers("/admin/absences/**").hasAnyRole("MANAGER", "ADMINISTRATOR")
                        .requestMatchers("/admin/**").hasRole("ADMINISTRATOR")
                        .anyRequest().authenticated())
                .formLogin(form -> form.loginPage("/sign-in").loginProcessingUrl("/sign-in").usernameParameter("login")
                        .passwordParameter("password").successHandler(doors).failureUrl("/sign-in?error"))
                .logout(logout -> logout.logoutUrl("/sign-out").logoutSuccessHandler(signedOut(providers)))
                .httpBasic(basic -> basic.authenticationEntryPoint(apiDoor))
                .csrf(csrf -> csrf.csrfTokenRepository(new CookieCsrfTokenRepository())
                        .ignoringRequestMatchers(request -> API.matches(request) && authorizes(request)))
                .exceptionHandling(handling -> handling
                        .defaultAccessDeniedHandlerFor(new LostSession(), LostSession.TYPED)
                        .defaultAuthenticationEntryPointFor(new LostSession(), LostSession.TYPED)
                        .defaultAuthenticationEntryPointFor(apiDoor, API)
                        .defaultAccessDeniedHandlerFor(apiDoor, API)
                        .defaultAuthenticationEntryPointFor(new LoginUrlAuthenticationEntryPoint("/sign-in"), request -> true))
                .headers(headers -> headers
                        .contentSecurityPolicy(policy -> policy.policyDirectives(Stream.concat(Stream.of(POLICY),
                                providers.signOutOrigins()).collect(Collectors.joining(" "))))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicyHeaderWriter.ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(policy -> policy.policy("camera=(), microphone=(), geolocation=()"))
                        .httpStrictTransportSecurity(transport -> transport.maxAgeInSeconds(Duration.ofDays(365).toSeconds())))
                .addFilterAfter(new DataScopeFilter(), AuthorizationFilter.class)
                .addFilterBefore(new RefusedViews(cases), ExceptionTranslationFilter.class);
        if (!providers.all().isEmpty()) {
            http.oauth2Login(login -> login.loginPage("/sign-in").successHandler(doors).failureHandler(providerAccounts)
                    .userInfoEndpoint(endpoint -> endpoint.oidcUserService(providerAccounts)));
        }
        return http.build();
    }

    /** Whoever came through a provider leaves it too, where it offers that; everybody arrives at the sign-in page. */
    private static LogoutSuccessHandler signedOut(Providers providers) {
        if (providers.all().isEmpty()) {
            SimpleUrlLogoutSuccessHandler here = new SimpleUrlLogoutSuccessHandler();
            here.setDefaultTargetUrl(SIGNED_OUT);
            return here;
        }
        OidcClientInitiatedLogoutSuccessHandler there = new OidcClientInitiatedLogoutSuccessHandler(providers.repository());
        there.setDefaultTargetUrl(SIGNED_OUT);
        there.setPostLogoutRedirectUri("{baseUrl}" + SIGNED_OUT);
        return there;
    }

    /** No form of ours sends U+0000, and no text column takes it. */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedParameterValues(value -> value.indexOf('\0') < 0);
        return firewall;
    }

    @Bean
    AuthenticationEventPublisher authenticationEvents(ApplicationEventPublisher events) {
        return new DefaultAuthenticationEventPublisher(events);
    }

    @Bean
    WrongPasswords wrongPasswords(Accounts accounts) {
        return new WrongPasswords(accounts);
    }

    /** Counts wrong passwords, through the form and through HTTP Basic alike. */
    static class WrongPasswords {

        private final Accounts accounts;

        WrongPasswords(Accounts accounts) {
            this.accounts = accounts;
        }

        @EventListener
        void wrong(AuthenticationFailureBadCredentialsEvent event) {
            accounts.failedToSignIn(event.getAuthentication().getName());
        }
    }

    private static boolean authorizes(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null;
    }
}
