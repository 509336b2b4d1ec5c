/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.Account;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.messenger.ScriptedSwarms;
import app.snug.messenger.SyncStatus;
import app.snug.messenger.TestMessenger;
import app.snug.messenger.TestVaults;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.message.SenderProfile;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One account in two messengers, each with a database of its own. */
abstract class TwoDevices {

    static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    final SecureRandom random = new SecureRandom();
    final TravellingClock clock = new TravellingClock(NOON);
    final ScriptedSwarms swarms = new ScriptedSwarms(clock);
    Device desk;
    Device phone;
    final AccountKeys bens = AccountKeys.fromEntropy(AccountKeys.newEntropy(random));

    final class Device implements AutoCloseable {
        final TestDatabase database = TestDatabase.fresh();
        final TestVaults vaults = new TestVaults();
        TestMessenger messenger;
        Account account;
        Poller poller;

        /**
         * @param words of an account to restore; none make a new one
         */
        Device(String words) throws Exception {
            messenger = messenger(database, vaults);
            account =
                    words.isEmpty()
                            ? messenger.accounts.create(vaults.newOwner(), "Anna")
                            : messenger.accounts.restore(vaults.newOwner(), words, "Typed");
            poller = TestPoller.of(account, messenger, swarms, clock);
        }

        /** What was in memory is gone. */
        void restart() {
            messenger.close();
            messenger = messenger(database, vaults);
            account = messenger.accounts.find(account.owner(), account.ref()).orElseThrow();
            poller = TestPoller.of(account, messenger, swarms, clock);
        }

        /** Reads, and pushes what waited for long enough. */
        void sync() throws Exception {
            poller.poll();
            clock.travel(Sharing.APART);
            poller.poll();
        }

        String name() {
            return messenger.accounts.name(account);
        }

        Summary with(AccountId peer) {
            return messenger.conversations.with(account, peer).orElseThrow();
        }

        List<AccountId> listed() {
            return messenger.conversations.list(account, Optional.empty(), 50).stream()
                    .map(Summary::peer)
                    .toList();
        }

        List<String> bodies(AccountId peer) {
            return messenger.messages.page(account, with(peer).id(), Optional.empty(), 50).stream()
                    .filter(message -> message.kind() == Message.Kind.TEXT)
                    .map(Message::body)
                    .toList();
        }

        SyncStatus.Report status() {
            return messenger.syncStatus.of(account);
        }

        @Override
        public void close() {
            messenger.close();
            database.close();
        }
    }

    private TestMessenger messenger(TestDatabase database, TestVaults vaults) {
        return new TestMessenger(
                database.dataSource(), vaults, TestMessenger.network(swarms, clock), clock);
    }

    @BeforeEach
    void meet() throws Exception {
        desk = new Device("");
        desk.sync();
        phone = another();
        phone.sync();
    }

    Device another() throws Exception {
        return new Device(desk.messenger.accounts.recoveryWords(desk.account));
    }

    @AfterEach
    void close() {
        desk.close();
        phone.close();
        bens.close();
    }

    void benWrites(String text, Instant at) {
        Content.Visible content =
                new Content.Visible(
                        text, Content.Context.of(new SenderProfile("Ben", Optional.of(NOON))));
        swarms.put(
                desk.account.id(),
                DirectMessage.seal(content, at, bens, desk.account.id(), random));
    }

    void benWritesAndIsAccepted(String text) throws Exception {
        benWrites(text, clock.instant());
        both();
        desk.messenger.choices.approve(desk.account, desk.with(bens.id()).id());
        both();
    }

    void both() throws Exception {
        desk.sync();
        phone.sync();
        desk.sync();
        phone.sync();
    }
}
