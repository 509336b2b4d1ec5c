/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Below INFO libraries print what passes through them: requests with cookies and passphrases,
 * values of statements, texts. Whatever level is set, they do not get to say it here.
 */
final class Discretion extends TurboFilter {

    private static final String OURS = "app.snug.";

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        return level.isGreaterOrEqual(Level.INFO) || logger.getName().startsWith(OURS)
                ? FilterReply.NEUTRAL
                : FilterReply.DENY;
    }
}
