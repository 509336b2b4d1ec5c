/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.condition;

import app.snug.household.Surroundings;
import app.snug.web.page.Assets;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.thymeleaf.ITemplateEngine;

/** Puts the page of a lost database before everything that asks the database. */
@Configuration(proxyBeanMethods = false)
class ConditionConfiguration {

    /** Lazy, since filters are made before the database is looked for. */
    @Bean
    FilterRegistrationBean<AwayPage> awayPage(
            @Lazy Surroundings around, @Lazy ITemplateEngine templates, Assets assets) {
        var registration = new FilterRegistrationBean<>(new AwayPage(around, templates, assets));
        // After the headers that every answer carries, before sessions.
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return registration;
    }
}
