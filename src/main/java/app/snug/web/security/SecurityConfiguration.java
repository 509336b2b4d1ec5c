/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import app.snug.household.Members;
import app.snug.household.ServerKey;
import app.snug.messenger.Vaults;
import app.snug.web.security.PassphraseLogin.NotTriedException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.logout.HeaderWriterLogoutHandler;
import org.springframework.security.web.authentication.session.CompositeSessionAuthenticationStrategy;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.authentication.session.SessionFixationProtectionStrategy;
import org.springframework.security.web.csrf.CsrfAuthenticationStrategy;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ClearSiteDataHeaderWriter;
import org.springframework.session.web.http.HttpSessionIdResolver;

/**
 * Who may ask for what. Everything needs a login except {@link PublicPaths}; every request that
 * changes something needs the form token and must come from our own pages.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    SecurityFilterChain everything(
            HttpSecurity http,
            Members members,
            MemberSessions sessions,
            SessionAuthenticationStrategy freshSession,
            FormTokens formTokens,
            AuthenticationManager passphraseLogin,
            HttpSessionIdResolver cookie,
            InstantSource clock) {
        return http.authenticationManager(passphraseLogin)
                .authorizeHttpRequests(requests ->
                        requests.requestMatchers(PublicPaths.STATIC)
                                .permitAll()
                                .requestMatchers(PublicPaths.PAGES)
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .securityContext(context -> context.securityContextRepository(sessions))
                .sessionManagement(session -> session.sessionAuthenticationStrategy(freshSession))
                .csrf(csrf ->
                        csrf.csrfTokenRepository(formTokens)
                                .ignoringRequestMatchers(FormTokenCheck::isLeft))
                .addFilterBefore(new SameOrigin(), CsrfFilter.class)
                .addFilterBefore(new RollingSessionCookie(cookie, clock), AuthorizationFilter.class)
                .formLogin(login ->
                        login.loginPage("/login")
                                .usernameParameter("login")
                                .passwordParameter("passphrase")
                                .authenticationDetailsSource(KnownBrowser::visitor)
                                .successHandler(onwards(members))
                                .failureHandler(backToLogin()))
                .logout(logout ->
                        logout.addLogoutHandler(
                                        new HeaderWriterLogoutHandler(
                                                new ClearSiteDataHeaderWriter(
                                                        ClearSiteDataHeaderWriter.Directive.CACHE,
                                                        ClearSiteDataHeaderWriter.Directive
                                                                .STORAGE)))
                                .logoutSuccessHandler((request, response, who) ->
                                        Redirects.to("/login?out", request, response)))
                .exceptionHandling(refused ->
                        refused.authenticationEntryPoint(new ToLogin(members))
                                .accessDeniedHandler(new RefusedForms()))
                // Ours stand before all filters, see AnswerHeaders.
                .headers(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .build();
    }

    @Bean
    AuthenticationManager passphraseLogin(Members members) {
        return new ProviderManager(new PassphraseLogin(members));
    }

    @Bean
    MemberSessions memberSessions(Members members, Vaults vaults) {
        return new MemberSessions(members, vaults);
    }

    @Bean
    FormTokens formTokens() {
        return new FormTokens();
    }

    /** A login starts with a session and a form token that nobody knew before. */
    @Bean
    SessionAuthenticationStrategy freshSession(FormTokens formTokens) {
        SessionFixationProtectionStrategy newSession = new SessionFixationProtectionStrategy();
        newSession.setMigrateSessionAttributes(false);
        return new CompositeSessionAuthenticationStrategy(
                List.of(newSession, new CsrfAuthenticationStrategy(formTokens)));
    }

    @Bean
    SignIn signIn(
            Members members, MemberSessions sessions, SessionAuthenticationStrategy freshSession) {
        return new SignIn(members, sessions, freshSession);
    }

    @Bean
    HttpSessionIdResolver sessionCookie(ServerKey serverKey) {
        return new SessionCookie(serverKey);
    }

    @Bean
    SessionStorage sessionStorage(SecureRandom random) {
        return new SessionStorage(random);
    }

    private static AuthenticationSuccessHandler onwards(Members members) {
        return (request, response, who) -> {
            if (who.getPrincipal() instanceof SignedIn member) {
                KnownBrowser.remember(members, member.owner(), request, response);
            }
            Redirects.to(LocalTarget.of(request.getParameter("next")), request, response);
        };
    }

    private static AuthenticationFailureHandler backToLogin() {
        return (request, response, refused) -> {
            TriedLogin.keep(request, response);
            String why =
                    refused instanceof NotTriedException early
                            ? (early.busy() ? "busy" : "slow")
                            : "wrong";
            Redirects.to(
                    "/login?" + why + LocalTarget.asParameter("&", request.getParameter("next")),
                    request,
                    response);
        };
    }
}
