/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.conversation.MessageLookup;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.Relations;
import app.snug.messenger.conversation.Timers;
import app.snug.messenger.conversation.VanishingTable;
import app.snug.messenger.outbox.Acceptances;
import app.snug.messenger.outbox.Errands;
import app.snug.messenger.outbox.Outbox;
import app.snug.messenger.outbox.Post;
import app.snug.messenger.outbox.SentTimes;
import app.snug.messenger.outbox.StoredMessages;
import app.snug.messenger.outbox.StoredNotices;
import app.snug.messenger.outbox.TimerLetters;
import app.snug.messenger.outbox.Ways;
import app.snug.network.Network;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What goes out: messages, notices and errands, until the swarms have them. */
@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {

    @Bean
    Outbox outbox(
            JdbcClient jdbc,
            MessageTable messages,
            Timers timers,
            Errands errands,
            Ledger ledger,
            InstantSource clock,
            SecureRandom random) {
        return new Outbox(jdbc, messages, timers, errands, ledger, clock, random);
    }

    @Bean
    Ways ways() {
        return new Ways();
    }

    @Bean
    Errands errands(
            JdbcClient jdbc,
            VanishingTable vanishing,
            Ledger ledger,
            Network network,
            InstantSource clock,
            SecureRandom random) {
        return new Errands(jdbc, vanishing, ledger, clock, network.clock(), random);
    }

    @Bean
    Post post(
            JdbcClient jdbc,
            StoredAccounts accounts,
            Outbox outbox,
            Network network,
            SecureRandom random) {
        return new Post(accounts, outbox, new SentTimes(jdbc, network.clock()), random);
    }

    @Bean
    TimerLetters timerLetters(MessageTable messages, Post post, Vaults vaults) {
        return new TimerLetters(messages, post, vaults);
    }

    @Bean
    Acceptances acceptances(
            StoredAccounts accounts, Relations relations, MessageTable messages, Post post) {
        return new Acceptances(accounts, relations, messages, post);
    }

    @Bean
    StoredMessages messages(
            StoredAccounts accounts,
            ConversationTable conversations,
            Relations relations,
            Acceptances acceptances,
            MessageTable messages,
            Timers timers,
            MessageLookup lookup,
            Outbox outbox,
            Ways ways,
            Post post,
            Ledger ledger,
            Vaults vaults,
            Network network) {
        return new StoredMessages(
                accounts,
                conversations,
                relations,
                acceptances,
                messages,
                lookup,
                timers,
                outbox,
                ways,
                post,
                ledger,
                vaults,
                network.clock());
    }

    @Bean
    StoredNotices notices(
            Messages messages, Conversations conversations, Post post, Ledger ledger) {
        return new StoredNotices(messages, conversations, post, ledger);
    }
}
