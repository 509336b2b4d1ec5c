/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.sync;

import app.snug.messenger.Account;
import app.snug.messenger.account.AccountConfigs;
import app.snug.messenger.account.Configs.Push;
import app.snug.messenger.change.Ledger;
import app.snug.network.NetworkException;
import app.snug.network.Swarms;
import app.snug.network.Swarms.OwnMessage;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.StorageLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores in the swarm what changed in an account's configs. What is being pushed is in the database
 * before it leaves, so that after a crash the very same message is pushed again.
 */
public final class ConfigUploads {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigUploads.class);

    /** As long as the swarm allows. */
    private static final Duration TIME_TO_LIVE = StorageLimits.MAX_TIME_TO_LIVE_PRIVATE;

    private final AccountConfigs configs;
    private final Ledger ledger;
    private final Swarms swarms;
    private final InstantSource networkTime;

    public ConfigUploads(
            AccountConfigs configs, Ledger ledger, Swarms swarms, InstantSource networkTime) {
        this.configs = configs;
        this.ledger = ledger;
        this.swarms = swarms;
        this.networkTime = networkTime;
    }

    /**
     * Pushes all that changed, in one go.
     *
     * @return whether there was anything
     */
    public boolean push(Account account, AccountKeys keys) throws NetworkException {
        Push push =
                ledger.write(
                        account.ref(),
                        entries -> configs.of(account, entries).push(networkTime.instant()));
        return carry(account, keys, push);
    }

    private boolean carry(Account account, AccountKeys keys, Push push) throws NetworkException {
        if (push.parts().isEmpty()) {
            return false;
        }
        List<OwnMessage> messages =
                push.parts().stream()
                        .flatMap(part ->
                                part.messages().stream()
                                        .map(data ->
                                                new OwnMessage(
                                                        part.namespace(), data, TIME_TO_LIVE)))
                        .toList();
        var unused = swarms.replace(account.id(), keys.ed25519(), messages, push.obsolete());
        ledger.change(
                account.ref(),
                entries -> configs.of(account, entries).confirm(push, networkTime.instant()));
        return true;
    }

    /** Lets the swarm keep the configs for another month, and restores those that it has lost. */
    public void keepAlive(Account account, AccountKeys keys) throws NetworkException {
        Set<MessageHash> active =
                ledger.write(account.ref(), entries -> configs.of(account, entries).active());
        if (active.isEmpty()) {
            return;
        }
        Set<MessageHash> lost = new HashSet<>(active);
        lost.removeAll(swarms.extend(account.id(), keys.ed25519(), active, TIME_TO_LIVE));
        if (lost.isEmpty()) {
            return;
        }
        Push again =
                ledger.write(
                        account.ref(),
                        entries ->
                                configs.of(account, entries)
                                        .pushAgain(lost, networkTime.instant()));
        if (carry(account, keys, again)) {
            LOG.info("Account {}: lost configs are restored", account.ref().value());
        }
    }
}
