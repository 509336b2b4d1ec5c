/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Right after Spring Boot has set logging up: discretion, the scrub, and JSON if it is wished. */
public final class LogSetUp
        implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    /** From here on there is a log. */
    public static final int ORDER = LoggingApplicationListener.DEFAULT_ORDER + 1;

    /** One JSON object a line, with the field names of Elastic's common schema. */
    private static final String STRUCTURE = "ecs";

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            throw new IllegalStateException("Logs need Logback, so that they can be scrubbed");
        }
        context.getTurboFilterList().removeIf(Discretion.class::isInstance);
        context.addTurboFilter(new Discretion());
        boolean json = isJson(event.getEnvironment());
        Iterator<Appender<ILoggingEvent>> appenders =
                context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
        while (appenders.hasNext()) {
            if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> out
                    && !(out.getEncoder() instanceof ScrubbedEncoder)) {
                out.stop();
                out.setEncoder(scrubbed(json ? json(context) : utf8(out.getEncoder()), context));
                out.start();
            }
        }
    }

    private static boolean isJson(Environment environment) {
        return environment.getProperty("snug.log-format", "plain").equalsIgnoreCase("json");
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setFormat(STRUCTURE);
        encoder.setCharset(StandardCharsets.UTF_8);
        return started(encoder, context);
    }

    private static Encoder<ILoggingEvent> utf8(Encoder<ILoggingEvent> encoder) {
        if (encoder instanceof PatternLayoutEncoder plain) {
            plain.setCharset(StandardCharsets.UTF_8);
            plain.start();
        }
        return encoder;
    }

    private static Encoder<ILoggingEvent> scrubbed(
            Encoder<ILoggingEvent> inner, LoggerContext context) {
        return started(new ScrubbedEncoder(inner), context);
    }

    private static Encoder<ILoggingEvent> started(
            EncoderBase<ILoggingEvent> encoder, LoggerContext context) {
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}
