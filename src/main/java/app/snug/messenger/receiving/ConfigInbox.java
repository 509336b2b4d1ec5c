/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.Account;
import app.snug.messenger.Vaults;
import app.snug.messenger.account.AccountConfigs;
import app.snug.messenger.account.Configs;
import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ConfigChanges;
import app.snug.messenger.conversation.ConfigView;
import app.snug.messenger.conversation.Relations.Scope;
import app.snug.messenger.conversation.SeenHashes;
import app.snug.network.Swarms.Polled;
import app.snug.network.Swarms.StoredMessage;
import app.snug.protocol.config.ConfigIntake;
import app.snug.protocol.config.ConfigType;
import app.snug.protocol.config.StoredConfig;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in the configs that a node had, before any message: merges them, and lets the tables
 * follow. What cannot be read is counted and stops nothing; it is never deleted or replaced.
 */
public final class ConfigInbox {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigInbox.class);

    private final Ledger ledger;
    private final Vaults vaults;
    private final SeenHashes seen;
    private final StoredAccounts accounts;
    private final ConfigChanges changes;
    private final InstantSource networkTime;

    public ConfigInbox(
            Ledger ledger,
            Vaults vaults,
            SeenHashes seen,
            StoredAccounts accounts,
            ConfigChanges changes,
            InstantSource networkTime) {
        this.ledger = ledger;
        this.vaults = vaults;
        this.seen = seen;
        this.accounts = accounts;
        this.changes = changes;
        this.networkTime = networkTime;
    }

    void take(Account account, Polled polled, SwarmCursors.Of cursors) {
        for (ConfigType type : Configs.TYPES) {
            List<StoredMessage> listed =
                    polled.messages().getOrDefault(type.namespace(), List.of());
            if (listed.isEmpty()) {
                continue;
            }
            List<StoredMessage> fresh = seen.fresh(account.ref(), listed);
            StoredMessage last = listed.getLast();
            if (!fresh.isEmpty() || !cursors.isAt(polled.node(), type.namespace(), last.hash())) {
                merge(account, type, fresh);
                moveCursor(account, polled, type, last, cursors);
            }
        }
    }

    private void merge(Account account, ConfigType type, List<StoredMessage> messages) {
        if (messages.isEmpty()) {
            return;
        }
        try {
            store(account, type, messages);
        } catch (RuntimeException e) {
            if (Trouble.isOurs(e)) {
                throw e;
            }
            if (messages.size() > 1) {
                // One of them is to blame. The others do not suffer for it.
                messages.forEach(message -> merge(account, type, List.of(message)));
                return;
            }
            LOG.error(
                    "Account {}: {} of {} cannot be merged and is passed over",
                    account.ref().value(),
                    messages.getFirst().hash(),
                    type,
                    e);
            passOver(account, type, messages);
        }
    }

    private void store(Account account, ConfigType type, List<StoredMessage> messages) {
        ledger.change(
                account.ref(),
                entries -> {
                    Scope in = scope(account, entries);
                    Configs configs = in.configs();
                    ConfigView before = ConfigView.of(configs);
                    ConfigIntake intake =
                            configs.merge(
                                    type,
                                    messages.stream()
                                            .map(m -> new StoredConfig(m.hash(), m.data()))
                                            .toList(),
                                    in.now());
                    intake.refused()
                            .forEach((hash, why) ->
                                    LOG.info(
                                            "Account {}: {} of {} is unreadable: {}",
                                            account.ref().value(),
                                            hash,
                                            type,
                                            why));
                    messages.stream()
                            .filter(m -> intake.accepted().contains(m.hash()))
                            .map(StoredMessage::timestamp)
                            .max(Instant::compareTo)
                            .ifPresent(at -> configs.merged(type, atMost(at, in.now())));
                    ConfigView after = ConfigView.of(configs);
                    if (!after.name().equals(before.name())) {
                        accounts.adoptName(
                                account,
                                after.name(),
                                configs.profile().updatedAt().orElse(in.now()));
                    }
                    changes.apply(in, before, after, entries);
                    seen.add(account.ref(), messages, in.now());
                });
    }

    /** What claims to be stored in the future must not make the messages of today outdated. */
    private static Instant atMost(Instant claimed, Instant now) {
        return claimed.isAfter(now) ? now : claimed;
    }

    private Scope scope(Account account, Ledger.Entries entries) {
        return new Scope(
                account.ref(),
                account.id(),
                vaults.of(account.owner()),
                accounts.configs().of(account, entries),
                networkTime.instant());
    }

    private void passOver(Account account, ConfigType type, List<StoredMessage> messages) {
        AccountConfigs configs = accounts.configs();
        ledger.change(
                account.ref(),
                entries -> {
                    configs.of(account, entries).refused(type);
                    seen.add(account.ref(), messages, networkTime.instant());
                });
    }

    private void moveCursor(
            Account account,
            Polled polled,
            ConfigType type,
            StoredMessage last,
            SwarmCursors.Of cursors) {
        ledger.change(
                account.ref(),
                entries -> {
                    cursors.store(
                            polled.node(), type.namespace(), last.hash(), networkTime.instant());
                    entries.afterCommit(
                            () -> cursors.stored(polled.node(), type.namespace(), last.hash()));
                });
    }

    /**
     * The configs have been read: adds what only this device knows, where nothing unreadable might
     * say otherwise. From now on changes are pushed.
     */
    void settle(Account account) {
        ledger.change(
                account.ref(),
                entries -> {
                    Scope in = scope(account, entries);
                    Configs configs = in.configs();
                    if (configs.profile().name().isEmpty()
                            && configs.refusals(ConfigType.USER_PROFILE) == 0) {
                        String name = accounts.name(account);
                        configs.profile().change(in.now(), profile -> profile.name(name));
                        accounts.adoptName(account, name, in.now());
                    }
                    if (configs.refusals(ConfigType.CONTACTS) == 0) {
                        changes.shareWhatIsOnlyHere(in);
                    }
                    accounts.restored(account, StoredAccounts.Restoring.MESSAGES);
                });
    }
}
