/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names a setting whose value is no number, size or time, without repeating the value. */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class MisreadSettingAnalyzer extends AbstractFailureAnalyzer<BindException> {

    /** What goes to a library before {@link SettingsCheck} can look. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of("LOGGING_LEVEL_APP_SNUG", "SNUG_LOG_LEVEL");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        if (cause.getProperty() == null) {
            return null;
        }
        String setting =
                cause.getProperty()
                        .getName()
                        .toString()
                        .toUpperCase(Locale.ROOT)
                        .replace('.', '_')
                        .replace('-', '_');
        return new FailureAnalysis(
                OTHER_NAMES.getOrDefault(setting, setting) + " has a value that cannot be read.",
                "All settings are explained in docs/configuration.md.",
                cause);
    }
}
