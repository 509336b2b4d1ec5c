/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Time and randomness, handed in everywhere so that tests can replace them. */
@Configuration(proxyBeanMethods = false)
class PrimitivesConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }
}
