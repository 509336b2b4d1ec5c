/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.account.StoredPreferences;
import app.snug.messenger.account.StoredRemovals;
import app.snug.messenger.attachment.AttachmentConfiguration;
import app.snug.messenger.change.ChangeFeed;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ConfigChanges;
import app.snug.messenger.conversation.ContactTable;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.conversation.EarlyWords;
import app.snug.messenger.conversation.Erasure;
import app.snug.messenger.conversation.Indexing;
import app.snug.messenger.conversation.MessageLookup;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.ReactionTable;
import app.snug.messenger.conversation.Receipts;
import app.snug.messenger.conversation.Relations;
import app.snug.messenger.conversation.SeenHashes;
import app.snug.messenger.conversation.SettingsTable;
import app.snug.messenger.conversation.StoredTrimming;
import app.snug.messenger.conversation.Sweeper;
import app.snug.messenger.conversation.Timers;
import app.snug.messenger.conversation.VanishingTable;
import app.snug.messenger.outbox.ErrandWorker;
import app.snug.messenger.outbox.Errands;
import app.snug.messenger.outbox.Outbox;
import app.snug.messenger.outbox.OutboxWorker;
import app.snug.messenger.outbox.Ways;
import app.snug.messenger.receiving.AcceptedHandler;
import app.snug.messenger.receiving.ConfigInbox;
import app.snug.messenger.receiving.Handlers;
import app.snug.messenger.receiving.Inbox;
import app.snug.messenger.receiving.Intake;
import app.snug.messenger.receiving.OwnCopyHandler;
import app.snug.messenger.receiving.Pollers;
import app.snug.messenger.receiving.ReactionHandler;
import app.snug.messenger.receiving.ReceiptHandler;
import app.snug.messenger.receiving.ReceivedHandler;
import app.snug.messenger.receiving.Receptions;
import app.snug.messenger.receiving.SavedHandler;
import app.snug.messenger.receiving.SwarmCursors;
import app.snug.messenger.receiving.TypingHandler;
import app.snug.messenger.receiving.UnsendHandler;
import app.snug.messenger.response.TypingNow;
import app.snug.messenger.sync.ConfigUploads;
import app.snug.messenger.sync.StoredSyncStatus;
import app.snug.network.Network;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the messenger together. */
@Configuration(proxyBeanMethods = false)
@Import({
    ConversationConfiguration.class,
    OutboxConfiguration.class,
    ResponseConfiguration.class,
    AttachmentConfiguration.class,
    SearchConfiguration.class,
    TrimmingConfiguration.class
})
public class MessengerConfiguration {

    @Bean
    ChangeFeed changes(JdbcClient jdbc) {
        return new ChangeFeed(jdbc);
    }

    @Bean
    Ledger ledger(JdbcClient jdbc, TransactionTemplate transaction, ChangeFeed changes) {
        return new Ledger(jdbc, transaction, changes::changed);
    }

    @Bean
    StoredAccounts accounts(
            JdbcClient jdbc,
            Vaults vaults,
            Ledger ledger,
            Network network,
            InstantSource clock,
            SecureRandom random) {
        return new StoredAccounts(jdbc, vaults, ledger, clock, network.clock(), random);
    }

    @Bean
    StoredRemovals removals(StoredAccounts accounts, Network network) {
        return new StoredRemovals(accounts, network.swarms());
    }

    @Bean
    StoredSyncStatus syncStatus(JdbcClient jdbc, StoredAccounts accounts) {
        return new StoredSyncStatus(jdbc, accounts);
    }

    @Bean
    StoredPreferences preferences(JdbcClient jdbc, Ledger ledger) {
        return new StoredPreferences(jdbc, ledger);
    }

    @Bean
    Handlers handlers(
            Relations relations,
            ConversationTable conversations,
            ContactTable contacts,
            MessageTable messages,
            MessageLookup lookup,
            ReactionTable reactions,
            Receipts receipts,
            Erasure erasure,
            EarlyWords early,
            Errands errands,
            StoredPreferences preferences,
            TypingNow typing) {
        ReactionHandler reactionHandler = new ReactionHandler(reactions, lookup);
        return new Handlers(
                new ReceivedHandler(
                        relations, messages, reactions, early, errands, reactionHandler, typing),
                new OwnCopyHandler(relations, messages, early, errands, reactionHandler),
                new UnsendHandler(
                        relations, conversations, lookup, reactions, erasure, early, errands),
                new ReceiptHandler(preferences, contacts, conversations, receipts, early),
                new TypingHandler(preferences, contacts, conversations, typing),
                new AcceptedHandler(relations, messages),
                new SavedHandler(relations, messages));
    }

    @Bean
    Receptions receptions(InstantSource clock) {
        return new Receptions(clock);
    }

    @Bean
    Messenger messenger(
            JdbcClient jdbc,
            StoredAccounts accounts,
            ConversationTable conversations,
            ContactTable contacts,
            SettingsTable settings,
            Relations relations,
            Handlers handlers,
            Outbox outbox,
            Ways ways,
            Errands errands,
            EarlyWords early,
            VanishingTable vanishing,
            StoredTrimming trimming,
            Timers timers,
            Indexing indexing,
            Ledger ledger,
            ChangeFeed changes,
            Vaults vaults,
            Network network,
            Receptions reception,
            InstantSource clock,
            SecureRandom random) {
        contacts.recallApprovals();
        accounts.onGone(changes::gone);
        SeenHashes seen = new SeenHashes(jdbc);
        SwarmCursors cursors = new SwarmCursors(jdbc);
        ConfigInbox configInbox =
                new ConfigInbox(
                        ledger,
                        vaults,
                        seen,
                        accounts,
                        new ConfigChanges(conversations, contacts, settings, relations, timers),
                        network.clock());
        Inbox inbox =
                new Inbox(
                        jdbc,
                        ledger,
                        vaults,
                        accounts.configs(),
                        seen,
                        handlers,
                        timers,
                        network.clock());
        Pollers pollers =
                new Pollers(
                        accounts,
                        changes,
                        vaults,
                        network.swarms(),
                        new Intake(accounts, configInbox, inbox),
                        new ConfigUploads(
                                accounts.configs(), ledger, network.swarms(), network.clock()),
                        cursors,
                        network.clock(),
                        reception,
                        random);
        return new Messenger(
                new OutboxWorker(outbox, network.swarms(), ways),
                new ErrandWorker(errands, accounts, vaults, network.swarms()),
                new Sweeper(vanishing, trimming, ledger, network.clock()),
                indexing,
                pollers,
                () -> {
                    changes.prune();
                    outbox.prune();
                    seen.prune(clock.instant());
                    early.prune(clock.instant());
                    cursors.prune(clock.instant());
                });
    }
}
