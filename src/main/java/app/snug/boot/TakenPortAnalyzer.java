/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.tomcat.ConnectorStartFailedException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Names the setting whose port nobody can listen on, as an operator knows it. */
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class TakenPortAnalyzer implements FailureAnalyzer {

    /** Those below are for privileged programs. */
    private static final int FIRST_FOR_ALL = 1024;

    private final Environment settings;

    TakenPortAnalyzer(Environment settings) {
        this.settings = settings;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            int port =
                    switch (cause) {
                        case PortInUseException taken -> taken.getPort();
                        case ConnectorStartFailedException refused -> refused.getPort();
                        default -> 0;
                    };
            if (port > 0) {
                return new FailureAnalysis(
                        sentence(port),
                        "All settings are explained in docs/configuration.md.",
                        cause);
            }
        }
        return null;
    }

    private String sentence(int port) {
        String management = settings.getProperty("management.server.port", "").strip();
        String setting =
                management.equals(Integer.toString(port)) ? "SNUG_MANAGEMENT_PORT" : "SNUG_PORT";
        return "%s is %d, and nothing can listen there: another program does already%s. Stop that one, or set %s to a free port."
                .formatted(
                        setting,
                        port,
                        port < FIRST_FOR_ALL
                                ? ", or this one may not, since ports below 1024 are protected"
                                : "",
                        setting);
    }
}
