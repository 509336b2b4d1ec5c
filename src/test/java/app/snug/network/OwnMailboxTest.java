/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.network.NetworkException.Reason;
import app.snug.network.Swarms.OwnMessage;
import app.snug.network.Swarms.Polled;
import app.snug.network.Swarms.StoreReceipt;
import app.snug.network.Swarms.StoredMessage;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.LocalNetwork;
import app.snug.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account's own namespaces on ten real nodes. */
class OwnMailboxTest {

    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir Path directory;
    private final SecureRandom random = new SecureRandom();
    private final TestDatabase database = TestDatabase.fresh();
    private final Ed25519KeyPair keys = Ed25519KeyPair.generate(random);
    private LocalNetwork nodes;
    private SessionNetwork client;
    private AccountId account;

    @BeforeEach
    void connect() throws Exception {
        nodes =
                LocalNetwork.open(
                        LocalNetwork.Settings.DEFAULT.onFreePorts(),
                        directory.resolve("nodes"),
                        database.dataSource(),
                        InstantSource.system(),
                        random);
        client =
                SessionNetwork.openStill(
                        NetworkDescriptor.ofPrivate("local", List.of(nodes.seed())),
                        NetworkSettings.DEFAULT,
                        InstantSource.system(),
                        random,
                        directory.resolve("client"));
        account = AccountId.ofUser(keys.publicKey().toX25519());
        client.tick();
    }

    @AfterEach
    void stop() {
        client.close();
        nodes.close();
        database.close();
        keys.close();
    }

    private static OwnMessage message(Namespace namespace, String text) {
        return new OwnMessage(namespace, text.getBytes(StandardCharsets.UTF_8), MONTH);
    }

    private List<StoreReceipt> replace(List<OwnMessage> messages, Set<MessageHash> obsolete)
            throws NetworkException {
        return client.swarms().replace(account, keys, messages, obsolete);
    }

    private List<String> stored(Namespace namespace) throws NetworkException {
        Polled polled =
                client.swarms()
                        .poll(account, keys, List.of(namespace), (node, ns) -> Optional.empty());
        return polled.messages().getOrDefault(namespace, List.of()).stream()
                .map(StoredMessage::data)
                .map(data -> new String(data, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void theNewIsStoredAndTheOldIsDeleted() throws Exception {
        List<StoreReceipt> first =
                replace(
                        List.of(
                                message(Namespace.USER_PROFILE, "name"),
                                message(Namespace.CONTACTS, "contacts")),
                        Set.of());
        assertThat(first).hasSize(2);
        assertThat(first.getFirst().hash())
                .isEqualTo(
                        MessageHash.of(
                                account,
                                Namespace.USER_PROFILE,
                                "name".getBytes(StandardCharsets.UTF_8)));
        assertThat(first).allSatisfy(r -> assertThat(r.storedBy()).hasSizeGreaterThan(1));

        replace(
                List.of(message(Namespace.USER_PROFILE, "new name")),
                Set.of(first.getFirst().hash()));

        assertThat(stored(Namespace.USER_PROFILE)).containsExactly("new name");
        assertThat(stored(Namespace.CONTACTS)).containsExactly("contacts");
    }

    @Test
    void everythingGoesAtOnceFromAllNamespaces() throws Exception {
        replace(
                List.of(
                        message(Namespace.USER_PROFILE, "name"),
                        message(Namespace.CONTACTS, "contacts")),
                Set.of());
        client.swarms().store(account, Namespace.DEFAULT, new byte[] {7}, Duration.ofDays(1));
        assertThat(client.swarms().deleteAll(account, keys)).isEqualTo(3);
        assertThat(stored(Namespace.USER_PROFILE)).isEmpty();
        assertThat(stored(Namespace.CONTACTS)).isEmpty();
        assertThat(client.swarms().deleteAll(account, keys)).isZero();
    }

    @Test
    void theSameAgainIsStoredOnce() throws Exception {
        List<OwnMessage> same = List.of(message(Namespace.CONTACTS, "contacts"));
        assertThat(replace(same, Set.of()).getFirst().hash())
                .isEqualTo(replace(same, Set.of()).getFirst().hash());
        assertThat(stored(Namespace.CONTACTS)).containsExactly("contacts");
    }

    @Test
    void moreMessagesThanOneSequenceHoldsAreAllStoredBeforeAnyIsDeleted() throws Exception {
        MessageHash old =
                replace(List.of(message(Namespace.CONTACTS, "old")), Set.of()).getFirst().hash();
        List<OwnMessage> parts = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            parts.add(message(Namespace.CONTACTS, "part " + i));
        }
        assertThat(OwnSequence.of(parts, Set.of(old)))
                .extracting(s -> s.messages().size(), s -> s.obsolete().size())
                .containsExactly(tuple(19, 0), tuple(2, 1));

        assertThat(replace(parts, Set.of(old))).hasSize(21);
        assertThat(stored(Namespace.CONTACTS)).hasSize(21).doesNotContain("old");
    }

    @Test
    void whatIsTooLargeOrLivesTooLongIsRefusedBeforeItIsSent() {
        OwnMessage large = new OwnMessage(Namespace.CONTACTS, new byte[76_801], MONTH);
        assertThatThrownBy(() -> replace(List.of(large), Set.of()))
                .isInstanceOfSatisfying(
                        NetworkException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
        OwnMessage lasting = new OwnMessage(Namespace.CONTACTS, new byte[1], MONTH.plusDays(1));
        assertThatThrownBy(() -> replace(List.of(lasting), Set.of()))
                .isInstanceOfSatisfying(
                        NetworkException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED));
    }

    @Test
    void extendingSaysWhatTheSwarmStillHas() throws Exception {
        MessageHash kept =
                replace(
                                List.of(
                                        new OwnMessage(
                                                Namespace.CONTACTS,
                                                new byte[] {1},
                                                Duration.ofDays(1))),
                                Set.of())
                        .getFirst()
                        .hash();
        MessageHash lost = MessageHash.of(account, Namespace.CONTACTS, new byte[] {2});
        assertThat(client.swarms().extend(account, keys, Set.of(kept, lost), MONTH))
                .containsExactly(kept);
        assertThat(client.swarms().extend(account, keys, Set.of(kept), MONTH))
                .containsExactly(kept);
        Polled polled =
                client.swarms()
                        .poll(
                                account,
                                keys,
                                List.of(Namespace.CONTACTS),
                                (node, ns) -> Optional.empty());
        assertThat(
                        polled.messages()
                                .getOrDefault(Namespace.CONTACTS, List.of())
                                .getFirst()
                                .expiry())
                .isAfter(InstantSource.system().instant().plus(MONTH.minusMinutes(5)));
        assertThat(Collections.frequency(stored(Namespace.CONTACTS), "\u0001")).isOne();
    }

    private MessageHash leave(String text) throws NetworkException {
        return client.swarms()
                .store(
                        account,
                        Namespace.DEFAULT,
                        text.getBytes(StandardCharsets.UTF_8),
                        Duration.ofDays(14))
                .hash();
    }

    private static MessageHash unknown() {
        return new MessageHash("A".repeat(MessageHash.LENGTH));
    }

    @Test
    void whatIsDeletedIsGoneFromEveryMember() throws Exception {
        MessageHash one = leave("one");
        var unused = leave("two");
        assertThat(client.swarms().delete(account, keys, Set.of(one, unknown())))
                .containsExactly(one);
        for (int i = 0; i < 5; i++) {
            assertThat(stored(Namespace.DEFAULT)).containsExactly("two");
        }
        assertThat(client.swarms().delete(account, keys, Set.of(one))).isEmpty();
    }

    @Test
    void aLifeIsShortenedAndNeverProlonged() throws Exception {
        MessageHash hash = leave("one");
        Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.MILLIS);
        Instant soon = now.plus(Duration.ofHours(1));
        assertThat(client.swarms().shorten(account, keys, Set.of(hash, unknown()), soon))
                .containsOnly(entry(hash, soon));
        assertThat(
                        client.swarms()
                                .shorten(account, keys, Set.of(hash), now.plus(Duration.ofDays(2))))
                .containsOnly(entry(hash, soon));
    }

    @Test
    void whatShouldHaveEndedLongAgoEndsNow() throws Exception {
        MessageHash hash = leave("one");
        Instant now = InstantSource.system().instant();
        Instant end = client.swarms().shorten(account, keys, Set.of(hash), Instant.EPOCH).get(hash);
        assertThat(end).isBetween(now.minusSeconds(5), now.plusSeconds(60));
    }

    @Test
    void askingAboutNothingOrTooMuchIsAMistake() {
        assertThatThrownBy(() -> client.swarms().delete(account, keys, Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
