/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.account;

import app.snug.messenger.account.ConfigTable.Row;
import app.snug.messenger.account.ConfigTable.Standing;
import app.snug.protocol.config.ConfigType;
import app.snug.protocol.config.SyncedConfig;
import app.snug.protocol.storage.MessageHash;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A config in memory and what is to be stored beside it. */
final class ConfigSlot {

    private final ConfigType type;
    private final SyncedConfig config;
    private Standing standing;
    private boolean changed;

    ConfigSlot(ConfigType type, SyncedConfig config, Standing standing) {
        this.type = type;
        this.config = config;
        this.standing = standing;
    }

    ConfigType type() {
        return type;
    }

    SyncedConfig config() {
        return config;
    }

    Standing standing() {
        return standing;
    }

    private void become(UnaryOperator<Standing> change) {
        Standing next = change.apply(standing);
        changed |= !next.equals(standing);
        standing = next;
    }

    void refused(int messages) {
        become(s ->
                new Standing(
                        s.unpushedSince(),
                        s.pushedAt(),
                        s.obsolete(),
                        s.latest(),
                        s.refused() + messages));
    }

    void merged(Instant storedAt) {
        if (storedAt.isAfter(standing.latest())) {
            become(s ->
                    new Standing(
                            s.unpushedSince(), s.pushedAt(), s.obsolete(), storedAt, s.refused()));
        }
    }

    void becomesObsolete(Set<MessageHash> hashes) {
        Set<MessageHash> all = new HashSet<>(standing.obsolete());
        all.addAll(hashes);
        become(s ->
                new Standing(
                        s.unpushedSince(), s.pushedAt(), Set.copyOf(all), s.latest(), s.refused()));
    }

    void pushed(Set<MessageHash> deleted, Instant now) {
        deleted(deleted);
        become(s -> new Standing(s.unpushedSince(), now, s.obsolete(), s.latest(), s.refused()));
        merged(now);
    }

    void deleted(Set<MessageHash> hashes) {
        Set<MessageHash> left = new HashSet<>(standing.obsolete());
        left.removeAll(hashes);
        become(s ->
                new Standing(
                        s.unpushedSince(),
                        s.pushedAt(),
                        Set.copyOf(left),
                        s.latest(),
                        s.refused()));
    }

    /** To be stored; null if nothing changed. */
    @Nullable Row save(Instant now) {
        boolean since = standing.unpushedSince() != null;
        if (config.needsPush() != since) {
            Instant unpushed = since ? null : now;
            become(s ->
                    new Standing(unpushed, s.pushedAt(), s.obsolete(), s.latest(), s.refused()));
        }
        if (!changed && !config.needsDump()) {
            return null;
        }
        changed = false;
        return new Row(config.dump(), standing);
    }
}
