/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.account.StoredPreferences;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ContactTable;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.conversation.EarlyWords;
import app.snug.messenger.conversation.Erasure;
import app.snug.messenger.conversation.MessageLookup;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.ReactionTable;
import app.snug.messenger.conversation.Receipts;
import app.snug.messenger.outbox.Errands;
import app.snug.messenger.outbox.Outbox;
import app.snug.messenger.outbox.Post;
import app.snug.messenger.response.ReadReceipts;
import app.snug.messenger.response.StoredDeletions;
import app.snug.messenger.response.StoredReactions;
import app.snug.messenger.response.TypingNow;
import app.snug.network.Network;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is said to a message: reactions, deletions, receipts, and that somebody writes. */
@Configuration(proxyBeanMethods = false)
class ResponseConfiguration {

    @Bean
    ReactionTable reactionTable(JdbcClient jdbc) {
        return new ReactionTable(jdbc);
    }

    @Bean
    StoredReactions reactions(
            ReactionTable table,
            MessageTable messages,
            ConversationTable conversations,
            ContactTable contacts,
            Post post,
            Ledger ledger,
            Vaults vaults,
            InstantSource clock) {
        return new StoredReactions(
                table, messages, conversations, contacts, post, ledger, vaults, clock);
    }

    @Bean
    StoredDeletions deletions(
            MessageTable messages,
            MessageLookup lookup,
            ConversationTable conversations,
            Erasure erasure,
            EarlyWords early,
            Errands errands,
            Outbox outbox,
            Post post,
            Ledger ledger,
            Vaults vaults) {
        return new StoredDeletions(
                messages,
                lookup,
                conversations,
                erasure,
                early,
                errands,
                outbox,
                post,
                ledger,
                vaults);
    }

    @Bean
    ReadReceipts readReceipts(
            StoredPreferences preferences, ContactTable contacts, Receipts receipts, Post post) {
        return new ReadReceipts(preferences, contacts, receipts, post);
    }

    @Bean
    TypingNow typing(
            StoredAccounts accounts,
            ConversationTable conversations,
            ContactTable contacts,
            StoredPreferences preferences,
            Post post,
            Network network,
            SecureRandom random) {
        return new TypingNow(accounts, conversations, contacts, preferences, post, network, random);
    }
}
