/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.account.StoredPreferences;
import app.snug.messenger.account.StoredRemovals;
import app.snug.messenger.attachment.AttachmentRoom;
import app.snug.messenger.change.ChangeFeed;
import app.snug.messenger.change.Ledger;
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
import app.snug.messenger.conversation.SearchTable;
import app.snug.messenger.conversation.SettingsTable;
import app.snug.messenger.conversation.StoredChoices;
import app.snug.messenger.conversation.StoredContacts;
import app.snug.messenger.conversation.StoredConversations;
import app.snug.messenger.conversation.StoredSearch;
import app.snug.messenger.conversation.StoredTrimming;
import app.snug.messenger.conversation.Timers;
import app.snug.messenger.conversation.VanishingTable;
import app.snug.messenger.outbox.Acceptances;
import app.snug.messenger.outbox.Errands;
import app.snug.messenger.outbox.Outbox;
import app.snug.messenger.outbox.Post;
import app.snug.messenger.outbox.StoredMessages;
import app.snug.messenger.outbox.StoredNotices;
import app.snug.messenger.outbox.Ways;
import app.snug.messenger.receiving.Handlers;
import app.snug.messenger.receiving.Receptions;
import app.snug.messenger.response.StoredDeletions;
import app.snug.messenger.response.StoredReactions;
import app.snug.messenger.response.TypingNow;
import app.snug.messenger.sync.StoredSyncStatus;
import app.snug.network.Files;
import app.snug.network.Network;
import app.snug.network.Swarms;
import app.snug.outside.WebGet;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A messenger as it runs; a second one over the same database and vaults is a restart. */
public final class TestMessenger implements AutoCloseable {

    public final JdbcClient jdbc;
    public final ChangeFeed changes;
    public final Ledger ledger;
    public final StoredAccounts accounts;
    public final ConversationTable conversationTable;
    public final MessageTable messageTable;
    public final ContactTable contactTable;
    public final SettingsTable settingsTable;
    public final Relations relations;
    public final StoredConversations conversations;
    public final StoredChoices choices;
    public final StoredContacts contacts;
    public final StoredNotices notices;
    public final StoredRemovals removals;
    public final StoredSyncStatus syncStatus;
    public final Outbox outbox;
    public final Ways ways;
    public final StoredMessages messages;
    public final MessageLookup lookup;
    public final VanishingTable vanishingTable;
    public final StoredTrimming trimming;
    public final Errands errands;
    public final Timers timers;
    public final SearchTable searchTable;
    public final Indexing indexing;
    public final StoredSearch search;
    public final StoredPreferences preferences;
    public final StoredReactions reactions;
    public final StoredDeletions deletions;
    public final TypingNow typing;
    public final Handlers handlers;
    public final Vaults vaults;
    public final Reception reception;
    public final Post post;
    private final Messenger messenger;

    public TestMessenger(DataSource database, Vaults vaults, Network network, InstantSource clock) {
        SecureRandom random = new SecureRandom();
        MessengerConfiguration wiring = new MessengerConfiguration();
        ConversationConfiguration talks = new ConversationConfiguration();
        OutboxConfiguration going = new OutboxConfiguration();
        ResponseConfiguration said = new ResponseConfiguration();
        this.vaults = vaults;
        Receptions reception = wiring.receptions(clock);
        this.reception = reception;
        jdbc = JdbcClient.create(database);
        changes = wiring.changes(jdbc);
        ledger =
                wiring.ledger(
                        jdbc,
                        new TransactionTemplate(new DataSourceTransactionManager(database)),
                        changes);
        accounts = wiring.accounts(jdbc, vaults, ledger, network, clock, random);
        conversationTable = talks.conversationTable(jdbc);
        messageTable = talks.messageTable(jdbc);
        contactTable = talks.contactTable(jdbc);
        settingsTable = talks.settingsTable(jdbc);
        relations = talks.relations(conversationTable, contactTable, settingsTable);
        preferences = wiring.preferences(jdbc, ledger);
        vanishingTable = talks.vanishingTable(jdbc);
        trimming =
                new TrimmingConfiguration().trimming(jdbc, vanishingTable, ledger, network, clock);
        errands = going.errands(jdbc, vanishingTable, ledger, network, clock, random);
        timers = talks.timers(vanishingTable, settingsTable, errands, network);
        ways = going.ways();
        outbox = going.outbox(jdbc, messageTable, timers, errands, ledger, clock, random);
        post = going.post(jdbc, accounts, outbox, network, random);
        Receipts receipts = talks.receipts(jdbc);
        conversations =
                talks.conversations(
                        conversationTable,
                        settingsTable,
                        timers,
                        accounts,
                        said.readReceipts(preferences, contactTable, receipts, post),
                        ledger,
                        vaults,
                        network);
        SearchConfiguration searching = new SearchConfiguration();
        searchTable = searching.searchTable(jdbc);
        indexing = searching.indexing(searchTable, accounts, vaults, ledger);
        search =
                searching.search(
                        searchTable,
                        messageTable,
                        conversations,
                        indexing,
                        vaults,
                        new TransactionTemplate(new DataSourceTransactionManager(database)));
        Acceptances acceptances = going.acceptances(accounts, relations, messageTable, post);
        choices =
                talks.choices(
                        conversationTable,
                        contactTable,
                        settingsTable,
                        relations,
                        going.timerLetters(messageTable, post, vaults),
                        acceptances,
                        accounts,
                        ledger,
                        vaults,
                        network);
        contacts =
                talks.contacts(
                        contactTable,
                        conversationTable,
                        relations,
                        accounts,
                        ledger,
                        vaults,
                        network);
        syncStatus = wiring.syncStatus(jdbc, accounts);
        lookup = talks.messageLookup(jdbc);
        ReactionTable reactionTable = said.reactionTable(jdbc);
        Erasure erasure = talks.erasure(jdbc, messageTable);
        EarlyWords early = talks.earlyWords(jdbc);
        messages =
                going.messages(
                        accounts,
                        conversationTable,
                        relations,
                        acceptances,
                        messageTable,
                        timers,
                        lookup,
                        outbox,
                        ways,
                        post,
                        ledger,
                        vaults,
                        network);
        removals = wiring.removals(accounts, network);
        notices = going.notices(messages, conversations, post, ledger);
        reactions =
                said.reactions(
                        reactionTable,
                        messageTable,
                        conversationTable,
                        contactTable,
                        post,
                        ledger,
                        vaults,
                        clock);
        deletions =
                said.deletions(
                        messageTable,
                        lookup,
                        conversationTable,
                        erasure,
                        early,
                        errands,
                        outbox,
                        post,
                        ledger,
                        vaults);
        typing =
                said.typing(
                        accounts,
                        conversationTable,
                        contactTable,
                        preferences,
                        post,
                        network,
                        random);
        handlers =
                wiring.handlers(
                        relations,
                        conversationTable,
                        contactTable,
                        messageTable,
                        lookup,
                        reactionTable,
                        receipts,
                        erasure,
                        early,
                        errands,
                        preferences,
                        typing);
        messenger =
                wiring.messenger(
                        jdbc,
                        accounts,
                        conversationTable,
                        contactTable,
                        settingsTable,
                        relations,
                        handlers,
                        outbox,
                        ways,
                        errands,
                        early,
                        vanishingTable,
                        trimming,
                        timers,
                        indexing,
                        ledger,
                        changes,
                        vaults,
                        network,
                        reception,
                        clock,
                        random);
    }

    /** What deals with files, to be started and stopped by itself. */
    public AttachmentRoom files(Network network, Path folder) {
        return files(network, folder, WebGet.guarded());
    }

    /** As above, with another web. */
    public AttachmentRoom files(Network network, Path folder, WebGet web) {
        return files(network, folder, web, InstantSource.system());
    }

    /** As above, with another clock. */
    public AttachmentRoom files(Network network, Path folder, WebGet web, InstantSource clock) {
        return new AttachmentRoom(
                new AttachmentRoom.Ground(
                        jdbc,
                        accounts,
                        conversationTable,
                        contactTable,
                        conversations,
                        messageTable,
                        post,
                        preferences,
                        ledger,
                        vaults,
                        network.files(),
                        web,
                        folder,
                        clock,
                        network.clock(),
                        new SecureRandom()));
    }

    public TestMessenger started() {
        messenger.start();
        return this;
    }

    @Override
    public void close() {
        messenger.stop();
    }

    /** A network that is nothing but these swarms. */
    public static Network network(Swarms swarms, InstantSource clock) {
        return network(swarms, clock, new NoFiles());
    }

    /** As above, with files. */
    public static Network network(Swarms swarms, InstantSource clock, Files files) {
        return new Network() {
            @Override
            public Swarms swarms() {
                return swarms;
            }

            @Override
            public Files files() {
                return files;
            }

            @Override
            public InstantSource clock() {
                return clock;
            }

            @Override
            public Status status() {
                return new Status(Connection.OFFLINE, List.of(), 0);
            }

            @Override
            public void close() {}
        };
    }
}
