/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.condition;

import app.snug.household.Surroundings.Measures;
import app.snug.household.Surroundings.Trouble;
import app.snug.network.Network;
import app.snug.web.condition.Line.Level;
import app.snug.web.page.Words;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** What was measured, as lines. */
final class ServerChecks {

    private static final Duration SMALL = Duration.ofSeconds(5);
    private static final Duration LARGE = Duration.ofSeconds(30);

    private final Measures measures;
    private final Words words;
    private final Locale locale;

    ServerChecks(Measures measures, Words words, Locale locale) {
        this.measures = measures;
        this.words = words;
        this.locale = locale;
    }

    Line network(Network.Status status) {
        return status.connection() == Network.Connection.READY
                ? line(Level.OK, "network", "good", status.knownNodes())
                : line(Level.BAD, "network", "bad");
    }

    Line seeds() {
        int reached = measures.seedsReached();
        int all = measures.seeds();
        if (reached == all) {
            return line(Level.OK, "seeds", "good", all);
        }
        return reached > 0
                ? line(Level.WAIT, "seeds", "some", reached, all)
                : line(Level.BAD, "seeds", "bad", reached, all);
    }

    Line clock() {
        return measures.clock()
                .map(difference -> {
                    Duration apart = difference.abs();
                    String seconds = String.format(locale, "%.1f", apart.toMillis() / 1e3);
                    if (apart.compareTo(SMALL) < 0) {
                        return line(Level.OK, "clock", "good", seconds);
                    }
                    Level level = apart.compareTo(LARGE) < 0 ? Level.WAIT : Level.BAD;
                    return line(level, "clock", "bad", seconds);
                })
                .orElseGet(() -> line(Level.UNKNOWN, "clock", "unknown"));
    }

    Line database() {
        return measures.database()
                .map(took -> line(Level.OK, "database", "good", took.toMillis()))
                .orElseGet(() -> line(Level.BAD, "database", "bad"));
    }

    Line disk(Set<Trouble> troubles) {
        return measures.disk()
                .map(space -> {
                    String free = Ago.size(space.free(), locale);
                    String total = Ago.size(space.total(), locale);
                    return troubles.contains(Trouble.DISK_FULL)
                            ? line(Level.BAD, "disk", "bad", free, total)
                            : line(Level.OK, "disk", "good", free, total);
                })
                .orElseGet(() -> line(Level.UNKNOWN, "disk", "unknown"));
    }

    private Line line(Level level, String test, String how, Object... parts) {
        return new Line(
                level,
                words.say(locale, "check." + test + ".title"),
                words.say(locale, "check." + test + "." + how, parts),
                test);
    }
}
