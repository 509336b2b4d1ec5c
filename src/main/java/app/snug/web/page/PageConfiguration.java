/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import app.snug.messenger.Accounts;
import app.snug.messenger.Conversations;
import java.time.InstantSource;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.FixedLocaleResolver;

/** Puts together what every page needs. */
@Configuration(proxyBeanMethods = false)
class PageConfiguration {

    @Bean
    Words words(MessageSource messages) {
        return new Words(messages);
    }

    @Bean
    Names names(Words words) {
        return new Names(words);
    }

    @Bean
    Times times(Words words, InstantSource clock) {
        return new Times(words, clock);
    }

    @Bean
    MemberAccounts memberAccounts(Accounts accounts, Conversations conversations) {
        return new MemberAccounts(accounts, conversations);
    }

    @Bean
    WebMvcConfigurer pageArguments(MemberAccounts accounts) {
        return new PageArguments(accounts);
    }

    /** One language so far; days and months are to speak it too. */
    @Bean
    LocaleResolver localeResolver() {
        return new FixedLocaleResolver(Locale.UK);
    }
}
