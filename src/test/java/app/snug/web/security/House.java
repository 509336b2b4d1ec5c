/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import app.snug.crypto.Secret;
import app.snug.household.Members;
import app.snug.household.Members.RefusedException;
import app.snug.messenger.Vaults;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.view.RedirectView;

/** The household and its security, with pages of a line each. */
@TestComponent
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ComponentScan(
        basePackages = {"app.snug.household", "app.snug.web.security"},
        excludeFilters =
                @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class))
@Import({House.Pages.class, Visitors.class})
class House {

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    TestDatabase database() {
        return TestDatabase.fresh();
    }

    @Bean
    DataSource dataSource(TestDatabase database) {
        // Wrapped, since the database closes it.
        return new org.springframework.jdbc.datasource.DelegatingDataSource(database.dataSource());
    }

    @Bean
    TravellingClock clock() {
        return new TravellingClock(Instant.parse("2026-11-24T12:00:00Z"));
    }

    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }

    @TestComponent
    @RestController
    static class Pages {

        private final Members members;
        private final Vaults vaults;
        private final SignIn signIn;

        Pages(Members members, Vaults vaults, SignIn signIn) {
            this.members = members;
            this.vaults = vaults;
            this.signIn = signIn;
        }

        @GetMapping({"/login", "/setup"})
        String token(CsrfToken token) {
            return token.getToken();
        }

        @PostMapping("/setup")
        String setUp(
                @RequestParam String code,
                @RequestParam String login,
                @RequestParam String passphrase,
                HttpServletRequest request,
                HttpServletResponse response)
                throws RefusedException {
            try (Secret secret = Secret.owning(passphrase.getBytes(StandardCharsets.UTF_8))) {
                signIn.as(members.setUp(code, login, secret), request, response);
            }
            return "welcome";
        }

        @GetMapping("/")
        String home(@AuthenticationPrincipal SignedIn me) {
            return "home of " + me.login();
        }

        @GetMapping("/sealed")
        String sealed(@RequestParam String owner) {
            vaults.of(new app.snug.messenger.OwnerId(java.util.UUID.fromString(owner)));
            return "open";
        }

        @PostMapping("/say")
        RedirectView say(RedirectAttributes next) {
            next.addFlashAttribute("said", "hello");
            return new RedirectView("/said");
        }

        @GetMapping("/said")
        String said(org.springframework.ui.Model model) {
            return "said " + model.getAttribute("said");
        }

        @GetMapping("/broken")
        String broken() {
            throw new IllegalStateException("on purpose");
        }
    }
}
