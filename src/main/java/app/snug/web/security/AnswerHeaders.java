/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.StaticHeadersWriter;

/**
 * Headers on every answer, refusals of the firewall included: the filter stands before all others.
 * A controller that sets one of them itself keeps its own.
 */
@Configuration(proxyBeanMethods = false)
class AnswerHeaders {

    /** Everything from here, nothing inline, nobody around us. */
    static final String CONTENT_SECURITY_POLICY =
            String.join(
                    "; ",
                    "default-src 'none'",
                    "script-src 'self'",
                    "style-src 'self'",
                    "img-src 'self'",
                    "font-src 'self'",
                    "media-src 'self'",
                    "connect-src 'self'",
                    "manifest-src 'self'",
                    "worker-src 'self'",
                    "form-action 'self'",
                    "frame-ancestors 'none'",
                    "base-uri 'none'");

    static final String PERMISSIONS_POLICY =
            "accelerometer=(), autoplay=(), browsing-topics=(), camera=(),"
                    + " clipboard-read=(), display-capture=(), encrypted-media=(), fullscreen=(self),"
                    + " geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(),"
                    + " magnetometer=(), microphone=(self), midi=(), payment=(), picture-in-picture=(),"
                    + " screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()";

    private static final long ONE_YEAR_SECONDS = 31_536_000;

    @Bean
    FilterRegistrationBean<HeaderWriterFilter> answerHeadersFilter() {
        var registration = new FilterRegistrationBean<>(new HeaderWriterFilter(writers()));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    private static List<HeaderWriter> writers() {
        return List.of(
                new StaticHeadersWriter("Content-Security-Policy", CONTENT_SECURITY_POLICY),
                // Not no-referrer: with it browsers hide the origin of our own forms.
                new StaticHeadersWriter("Referrer-Policy", "same-origin"),
                new StaticHeadersWriter("Permissions-Policy", PERMISSIONS_POLICY),
                new StaticHeadersWriter("Cross-Origin-Opener-Policy", "same-origin"),
                new StaticHeadersWriter("Cross-Origin-Resource-Policy", "same-origin"),
                new StaticHeadersWriter("X-Content-Type-Options", "nosniff"),
                new StaticHeadersWriter("X-Frame-Options", "DENY"),
                // Pages only; static files say themselves how long they keep.
                new CacheControlHeadersWriter(),
                new HstsHeaderWriter(ONE_YEAR_SECONDS, false));
    }
}
