/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Shows an operator the sentence instead of a stack trace. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartRefusalAnalyzer extends AbstractFailureAnalyzer<StartRefusedException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StartRefusedException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "All settings are explained in docs/configuration.md.",
                cause);
    }
}
