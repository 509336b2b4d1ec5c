/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static app.snug.messenger.ScriptedSwarms.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.messenger.ConversationId;
import app.snug.messenger.SyncStatus;
import app.snug.network.NetworkException;
import app.snug.network.Swarms.StoredMessage;
import app.snug.protocol.config.ConfigType;
import app.snug.protocol.config.UserSeal;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.storage.Namespace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the changes of a device come into the swarm, and what may happen on the way. */
class SharingTest extends TwoDevices {

    @Test
    void manyEditsArePushedTogether() throws Exception {
        benWrites("hello", clock.instant());
        both();
        int before = swarms.pushes.get();
        ConversationId id = desk.with(bens.id()).id();
        for (int i = 0; i < 30; i++) {
            desk.messenger.choices.nickname(desk.account, id, "Ben " + i);
        }
        desk.sync();
        assertThat(swarms.pushes.get()).isEqualTo(before + 1);
        phone.sync();
        assertThat(phone.with(bens.id()).name()).contains("Ben 29");
    }

    @Test
    void twoEditsAtOnceConverge() throws Exception {
        benWrites("hello", clock.instant());
        both();
        desk.messenger.choices.nickname(desk.account, desk.with(bens.id()).id(), "Desk");
        phone.messenger.choices.nickname(phone.account, phone.with(bens.id()).id(), "Phone");
        phone.messenger.choices.pin(phone.account, phone.with(bens.id()).id(), true);
        both();
        both();
        assertThat(desk.with(bens.id()).settings()).isEqualTo(phone.with(bens.id()).settings());
        assertThat(desk.with(bens.id()).settings().pinned()).isTrue();
        assertThat(swarms.mailbox(desk.account.id(), Namespace.CONTACTS)).hasSize(1);
    }

    @Test
    void aCrashBetweenStoringAndPushingPushesAfterTheRestart() throws Exception {
        desk.messenger.accounts.rename(desk.account, "Before the crash");
        desk.restart();
        desk.sync();
        phone.sync();
        assertThat(phone.name()).isEqualTo("Before the crash");
    }

    @Test
    void withoutANetworkChangesWaitAndNothingIsLost() throws Exception {
        swarms.pushGate =
                account -> {
                    throw failure(NetworkException.Reason.NO_PATH);
                };
        desk.messenger.accounts.rename(desk.account, "Patient");
        desk.sync();
        assertThat(desk.status().unsharedSince()).isPresent();
        swarms.pushGate = account -> {};
        clock.travel(Duration.ofMinutes(6));
        desk.sync();
        phone.sync();
        assertThat(phone.name()).isEqualTo("Patient");
        assertThat(desk.status().unsharedSince()).isEmpty();
        assertThat(swarms.mailbox(desk.account.id(), Namespace.USER_PROFILE)).hasSize(1);
    }

    @Test
    void configsThatCannotBeReadAreCountedAndStayAndBlockNothing() throws Exception {
        List<byte[]> unreadable = unreadable();
        unreadable.forEach(each -> swarms.put(desk.account.id(), Namespace.CONTACTS, each));
        clock.travel(Duration.ofSeconds(1));
        phone.messenger.accounts.rename(phone.account, "Newer");
        benWrites("hello", clock.instant());
        both();
        both();
        assertThat(desk.name()).isEqualTo("Newer");
        assertThat(phone.with(bens.id()).name()).contains("Ben");
        for (Device device : List.of(desk, phone)) {
            assertThat(device.status().parts())
                    .extracting(SyncStatus.PartReport::unreadable)
                    .containsExactly(0L, 4L, 0L, 0L);
            assertThat(device.messenger.syncStatus.unreadable(device.account)).isEqualTo(4);
        }
        // What is shared afterwards takes the place of what was read, and of nothing else.
        desk.messenger.choices.nickname(desk.account, desk.with(bens.id()).id(), "Benny");
        both();
        assertThat(phone.with(bens.id()).name()).contains("Benny");
        assertThat(swarms.mailbox(desk.account.id(), Namespace.CONTACTS))
                .hasSize(5)
                .extracting(StoredMessage::data)
                .containsAll(unreadable);
        assertThat(desk.status().parts().get(1).unreadable()).isEqualTo(4);
    }

    /** One that does not open, one that is nothing, a damaged one, one as of a newer app. */
    private List<byte[]> unreadable() {
        byte[] damaged =
                swarms.mailbox(desk.account.id(), Namespace.USER_PROFILE).getFirst().data().clone();
        damaged[damaged.length / 2] ^= 1;
        try (AccountKeys keys = desk.messenger.accounts.keys(desk.account)) {
            UserSeal seal = new UserSeal(ConfigType.CONTACTS, keys);
            return List.of(
                    new byte[] {1, 2, 3},
                    seal.encrypt("zNothing that unpacks".getBytes(StandardCharsets.UTF_8)),
                    damaged,
                    seal.encrypt("d1:!i1e1:#i7e1:&de1:<le1:=dee".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void aProfileThatCannotBeReadIsNotReplacedByTheNameThatWasTyped() throws Exception {
        List<StoredMessage> mailbox = swarms.mailbox(desk.account.id(), Namespace.USER_PROFILE);
        mailbox.clear();
        swarms.put(desk.account.id(), Namespace.USER_PROFILE, new byte[] {1, 2, 3});
        Device tablet = another();
        tablet.sync();
        assertThat(mailbox).hasSize(1);
        assertThat(tablet.name()).isEqualTo("Typed");
        tablet.close();
    }

    @Test
    void whatTheSwarmLosesIsStoredAgain() throws Exception {
        List<StoredMessage> mailbox = swarms.mailbox(desk.account.id(), Namespace.USER_PROFILE);
        List<StoredMessage> before = List.copyOf(mailbox);
        mailbox.clear();
        clock.travel(Sharing.KEEP_ALIVE);
        desk.sync();
        assertThat(mailbox)
                .extracting(StoredMessage::hash)
                .containsExactlyElementsOf(before.stream().map(StoredMessage::hash).toList());
        int asked = swarms.extensions.get();
        desk.sync();
        assertThat(swarms.extensions.get()).isEqualTo(asked);
    }

    @Test
    void aTransactionThatFailsLeavesNothingInMemory() throws Exception {
        assertThatThrownBy(() ->
                        desk.messenger.ledger.change(
                                desk.account.ref(),
                                entries -> {
                                    desk.messenger
                                            .accounts
                                            .configs()
                                            .of(desk.account, entries)
                                            .profile()
                                            .edit(profile -> profile.name("Never"));
                                    throw new IllegalStateException("as the test wishes");
                                }))
                .isInstanceOf(IllegalStateException.class);
        both();
        assertThat(phone.name()).isEqualTo("Anna");
        assertThat(
                        desk.messenger
                                .accounts
                                .configs()
                                .<String>read(desk.account, c -> c.profile().name()))
                .isEqualTo("Anna");
    }

    @Test
    void dumpsAreSealed() {
        byte[] dump =
                desk.messenger
                        .jdbc
                        .sql("select dump from config where namespace = ?")
                        .param(ConfigType.USER_PROFILE.namespace().number())
                        .query(byte[].class)
                        .single();
        assertThat(new String(dump, StandardCharsets.ISO_8859_1)).doesNotContain("Anna");
    }
}
