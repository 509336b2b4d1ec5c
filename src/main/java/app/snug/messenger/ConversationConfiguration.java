/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ContactTable;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.conversation.EarlyWords;
import app.snug.messenger.conversation.Erasure;
import app.snug.messenger.conversation.MessageLookup;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.Receipts;
import app.snug.messenger.conversation.Relations;
import app.snug.messenger.conversation.SettingsTable;
import app.snug.messenger.conversation.StoredChoices;
import app.snug.messenger.conversation.StoredContacts;
import app.snug.messenger.conversation.StoredConversations;
import app.snug.messenger.conversation.StoredHistory;
import app.snug.messenger.conversation.Timers;
import app.snug.messenger.conversation.VanishingTable;
import app.snug.messenger.outbox.Acceptances;
import app.snug.messenger.outbox.Errands;
import app.snug.messenger.outbox.TimerLetters;
import app.snug.messenger.response.ReadReceipts;
import app.snug.messenger.response.StoredReactions;
import app.snug.network.Network;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is kept of conversations: the people, the messages, and how long they last. */
@Configuration(proxyBeanMethods = false)
class ConversationConfiguration {

    @Bean
    ConversationTable conversationTable(JdbcClient jdbc) {
        return new ConversationTable(jdbc);
    }

    @Bean
    MessageTable messageTable(JdbcClient jdbc) {
        return new MessageTable(jdbc);
    }

    @Bean
    MessageLookup messageLookup(JdbcClient jdbc) {
        return new MessageLookup(jdbc);
    }

    @Bean
    Receipts receipts(JdbcClient jdbc) {
        return new Receipts(jdbc);
    }

    @Bean
    EarlyWords earlyWords(JdbcClient jdbc) {
        return new EarlyWords(jdbc);
    }

    @Bean
    Erasure erasure(JdbcClient jdbc, MessageTable messages) {
        return new Erasure(jdbc, messages);
    }

    @Bean
    ContactTable contactTable(JdbcClient jdbc) {
        return new ContactTable(jdbc);
    }

    @Bean
    SettingsTable settingsTable(JdbcClient jdbc) {
        return new SettingsTable(jdbc);
    }

    @Bean
    Relations relations(
            ConversationTable conversations, ContactTable contacts, SettingsTable settings) {
        return new Relations(conversations, contacts, settings);
    }

    @Bean
    VanishingTable vanishingTable(JdbcClient jdbc) {
        return new VanishingTable(jdbc);
    }

    @Bean
    Timers timers(
            VanishingTable vanishing, SettingsTable settings, Errands errands, Network network) {
        return new Timers(vanishing, settings, errands::shorten, network.clock());
    }

    @Bean
    StoredConversations conversations(
            ConversationTable table,
            SettingsTable settings,
            Timers timers,
            StoredAccounts accounts,
            ReadReceipts receipts,
            Ledger ledger,
            Vaults vaults,
            Network network) {
        return new StoredConversations(
                table,
                settings,
                timers,
                accounts.configs(),
                receipts,
                ledger,
                vaults,
                network.clock());
    }

    @Bean
    StoredChoices choices(
            ConversationTable conversations,
            ContactTable contacts,
            SettingsTable settings,
            Relations relations,
            TimerLetters timerLetters,
            Acceptances acceptances,
            StoredAccounts accounts,
            Ledger ledger,
            Vaults vaults,
            Network network) {
        return new StoredChoices(
                conversations,
                contacts,
                settings,
                relations,
                acceptances,
                timerLetters,
                accounts.configs(),
                ledger,
                vaults,
                network.clock());
    }

    @Bean
    StoredContacts contacts(
            ContactTable contacts,
            ConversationTable conversations,
            Relations relations,
            StoredAccounts accounts,
            Ledger ledger,
            Vaults vaults,
            Network network) {
        return new StoredContacts(
                contacts,
                conversations,
                relations,
                accounts.configs(),
                ledger,
                vaults,
                network.clock());
    }

    @Bean
    StoredHistory history(
            MessageLookup lookup,
            MessageTable messages,
            StoredReactions reactions,
            Attachments attachments,
            Vaults vaults) {
        return new StoredHistory(lookup, messages.files(), reactions, attachments, vaults);
    }
}
