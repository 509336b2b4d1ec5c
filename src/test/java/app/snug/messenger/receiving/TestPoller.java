/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.Account;
import app.snug.messenger.TestMessenger;
import app.snug.messenger.conversation.ConfigChanges;
import app.snug.messenger.conversation.SeenHashes;
import app.snug.messenger.sync.ConfigUploads;
import app.snug.network.Swarms;
import app.snug.protocol.identity.AccountKeys;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** A poller of one account that polls when it is told to. */
public final class TestPoller {

    private TestPoller() {}

    /** As after a start of the program. */
    static Poller of(Account account, TestMessenger messenger, Swarms swarms, InstantSource clock) {
        return of(account, messenger, swarms, clock, () -> true);
    }

    /**
     * @param watched whether somebody looks
     */
    static Poller of(
            Account account,
            TestMessenger messenger,
            Swarms swarms,
            InstantSource clock,
            BooleanSupplier watched) {
        SeenHashes seen = new SeenHashes(messenger.jdbc);
        Inbox inbox =
                new Inbox(
                        messenger.jdbc,
                        messenger.ledger,
                        messenger.vaults,
                        messenger.accounts.configs(),
                        seen,
                        messenger.handlers,
                        messenger.timers,
                        clock);
        ConfigInbox configs =
                new ConfigInbox(
                        messenger.ledger,
                        messenger.vaults,
                        seen,
                        messenger.accounts,
                        new ConfigChanges(
                                messenger.conversationTable,
                                messenger.contactTable,
                                messenger.settingsTable,
                                messenger.relations,
                                messenger.timers),
                        clock);
        AccountKeys keys = messenger.accounts.keys(account);
        ConfigUploads uploads =
                new ConfigUploads(messenger.accounts.configs(), messenger.ledger, swarms, clock);
        return new Poller(
                account,
                keys,
                swarms,
                new Intake(messenger.accounts, configs, inbox),
                new Sharing(account, keys, messenger.accounts, uploads, clock, new SecureRandom()),
                new SwarmCursors(messenger.jdbc).of(account.ref()),
                new Pace(new SecureRandom()),
                new Receptions(clock),
                watched,
                () -> messenger.vaults.isOpen(account.owner()));
    }
}
