/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Secret;
import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeDictBuilder;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.config.ConversationKey.BlindedPerson;
import app.snug.protocol.config.ConversationKey.Community;
import app.snug.protocol.config.ConversationKey.Group;
import app.snug.protocol.config.ConversationKey.Person;
import app.snug.protocol.config.GroupMembership.Removal;
import app.snug.protocol.config.ReadMarker.ProProof;
import app.snug.protocol.identity.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every key that the protocol knows of read markers, groups and communities ({@code protocol/04}
 * §8.3, §8.4): read as another app wrote it, and written alike; and in all configs, kept beside
 * what nobody here knows.
 */
class EverySharedKeyTest extends EveryKey {

    private static BencodeDict markers() {
        BencodeDict proven =
                dict().put("e", LATER.toEpochMilli())
                        .put("g", TAG)
                        .put("r", NOW.toEpochMilli())
                        .build();
        BencodeDict read = dict().put("r", NOW.toEpochMilli()).build();
        BencodeDict unread = dict().put("u", 1).build();
        BencodeDict room =
                dict().put("#", SERVER_KEY).put("R", dict().put("hall", read).build()).build();
        return dict().put("1", at(ANN, proven))
                .put("C", at(OLD_GROUP, unread))
                .put(
                        "b",
                        at(
                                BLINDED_15,
                                proven.with("y", BencodeInteger.ONE).with("u", BencodeInteger.ONE)))
                .put("g", at(GROUP, read))
                .put("o", dict().put("http://example.org", room).build())
                .build();
    }

    @Test
    void ofReadMarkersEveryKindAndKeyIsReadAndWritten() {
        Conversations read = new Conversations(received(ConfigType.CONVERSATIONS, markers()));
        ProProof proof = new ProProof(LATER, TAG);
        assertThat(read.all())
                .extracting(
                        ReadMarker::conversation,
                        ReadMarker::lastRead,
                        ReadMarker::unread,
                        m -> m.proProof().map(ProProof::expiry))
                .containsExactlyInAnyOrder(
                        tuple(new Person(ANN), NOW, false, Optional.of(LATER)),
                        tuple(new Group(GROUP), NOW, false, Optional.empty()),
                        tuple(
                                new ConversationKey.LegacyGroup(OLD_GROUP),
                                Instant.EPOCH,
                                true,
                                Optional.empty()),
                        tuple(new BlindedPerson(BLINDED_15), NOW, true, Optional.of(LATER)),
                        tuple(
                                new Community(new CommunityRoom("http://example.org", "hall")),
                                NOW,
                                false,
                                Optional.empty()));

        SyncedConfig config = fresh(ConfigType.CONVERSATIONS);
        Conversations written = new Conversations(config);
        written.edit(new Person(ANN), NOW, m -> m.lastRead(NOW).proProof(Optional.of(proof)));
        written.edit(new Group(GROUP), NOW, m -> m.lastRead(NOW));
        written.edit(new ConversationKey.LegacyGroup(OLD_GROUP), NOW, m -> m.unread(true));
        written.edit(
                new BlindedPerson(BLINDED_15),
                NOW,
                m -> m.lastRead(NOW).unread(true).proProof(Optional.of(proof)));
        written.edit(ROOM, X25519PublicKey.of(SERVER_KEY), NOW, m -> m.lastRead(NOW));
        assertThat(config.data()).isEqualTo(markers());
    }

    @Test
    void theTimeOfAProofIsReadInSecondsToo() {
        BencodeDict record =
                dict().put("e", LATER.getEpochSecond()).put("g", TAG).put("u", 1).build();
        BencodeDict data = dict().put("1", at(ANN, record)).build();
        assertThat(
                        new Conversations(received(ConfigType.CONVERSATIONS, data))
                                .find(new Person(ANN))
                                .flatMap(ReadMarker::proProof)
                                .map(ProProof::expiry))
                .contains(LATER);
    }

    @Test
    void aMarkerWithAProofThatHoldsIsNotPrunedWithTheOld() {
        Instant muchLater = NOW.plus(Duration.ofDays(50));
        Conversations conversations =
                new Conversations(received(ConfigType.CONVERSATIONS, markers()));
        conversations.edit(new Person(OLD_GROUP), NOW, m -> m.lastRead(NOW));
        var unused = conversations.push(muchLater);
        assertThat(conversations.all())
                .extracting(ReadMarker::conversation)
                .containsExactlyInAnyOrder(
                        new Person(ANN),
                        new Group(GROUP),
                        new ConversationKey.LegacyGroup(OLD_GROUP),
                        new BlindedPerson(BLINDED_15));
    }

    @Test
    void ofGroupsAndCommunitiesEveryKeyIsReadAndWritten() {
        Secret seed = Secret.copyOf(filled(32, 12));
        AccountId ours;
        try (Ed25519KeyPair pair = Ed25519KeyPair.fromSeed(seed)) {
            ours = AccountId.ofGroup(pair.publicKey());
        }
        byte[] access = filled(100, 13);
        BencodeDict common =
                dict().put("!", LATER.getEpochSecond())
                        .put("+", 3)
                        .put("@", 3)
                        .put("j", EARLIER.getEpochSecond())
                        .build();
        BencodeDict adminOf = common.with("K", BencodeString.of(seed.copy())).with("n", text("A"));
        BencodeDict memberOf =
                common.with("K", text(""))
                        .with("i", BencodeInteger.ONE)
                        .with("n", text("M"))
                        .with("s", BencodeString.of(access));
        AccountId gone = id(AccountId.GROUP, 14);
        BencodeDict removed = dict().put("K", "").put("r", 2).build();
        BencodeDict old =
                common.with("E", BencodeInteger.of(60))
                        .with("K", BencodeString.of(NEWER_KEY))
                        .with("a", BencodeList.of(BencodeString.of(own.id().bytes())))
                        .with("k", BencodeString.of(KEY))
                        .with("m", BencodeList.of(BencodeString.of(ANN.bytes())))
                        .with("n", text("Old"));
        BencodeDict server =
                dict().put("#", SERVER_KEY)
                        .put("R", dict().put("hall", common.with("n", text("Hall"))).build())
                        .build();
        BencodeDictBuilder groups = dict();
        List.of(ours, GROUP, gone).stream()
                .sorted()
                .forEach(id ->
                        groups.put(
                                BencodeString.of(id.bytes()),
                                id.equals(ours) ? adminOf : id.equals(GROUP) ? memberOf : removed));
        BencodeDict data =
                dict().put("C", at(OLD_GROUP, old))
                        .put("g", groups.build())
                        .put("o", dict().put("http://example.org", server).build())
                        .build();
        UserGroups read = new UserGroups(received(ConfigType.USER_GROUPS, data));
        assertThat(read.findGroup(ours).orElseThrow().adminSeed()).contains(seed);
        assertThat(read.findGroup(gone).orElseThrow().removal()).isEqualTo(Removal.DESTROYED);
        GroupMembership member = read.findGroup(GROUP).orElseThrow();
        assertThat(member.authData()).contains(access);
        assertThat(member.adminSeed()).isEmpty();
        assertThat(member.invited()).isTrue();
        CommunityMembership hall = read.findCommunity(ROOM).orElseThrow();
        assertThat(hall.url()).isEqualTo("http://example.org/Hall?public_key=" + "0b".repeat(32));
        LegacyGroup legacy = read.findLegacyGroup(OLD_GROUP).orElseThrow();
        assertThat(legacy.encryptionPublicKey()).contains(KEY);
        assertThat(legacy.encryptionSecretKey()).contains(NEWER_KEY);
        assertThat(legacy.members()).containsExactly(ANN);
        assertThat(legacy.admins()).containsExactly(own.id());
        assertThat(legacy.disappearingTimer()).contains(Duration.ofMinutes(1));
        for (Membership each : List.of(member, hall, legacy)) {
            assertThat(each.priority()).isEqualTo(3);
            assertThat(each.notifications()).isEqualTo(Notifications.MENTIONS_ONLY);
            assertThat(each.mutedUntil()).contains(LATER);
            assertThat(each.joinedAt()).contains(EARLIER);
        }
        assertThat(List.of(member.name(), legacy.name(), hall.room().room()))
                .containsExactly("M", "Old", "Hall");

        SyncedConfig config = fresh(ConfigType.USER_GROUPS);
        UserGroups written = new UserGroups(config);
        written.editGroup(
                ours,
                group -> {
                    group.adminSeed(seed);
                    group.name("A");
                    common(group);
                });
        written.editGroup(
                GROUP,
                group -> {
                    group.authData(access);
                    group.name("M");
                    group.invited(true);
                    common(group);
                });
        written.editGroup(gone, GroupEdit::destroyed);
        written.editCommunity(ROOM, X25519PublicKey.of(SERVER_KEY), EverySharedKeyTest::common);
        written.editLegacyGroup(
                OLD_GROUP,
                group -> {
                    group.name("Old");
                    group.encryptionKeys(KEY, NEWER_KEY);
                    group.members(Set.of(ANN), Set.of(own.id()));
                    group.disappearingTimer(Optional.of(Duration.ofMinutes(1)));
                    common(group);
                });
        assertThat(config.data()).isEqualTo(data);
    }

    private static void common(MembershipEdit edit) {
        edit.pinned(3);
        edit.joinedAt(Optional.of(EARLIER));
        edit.notifications(Notifications.MENTIONS_ONLY);
        edit.mutedUntil(Optional.of(LATER));
    }

    @Test
    void aKeyOfWhichNothingIsKnownHereOutlivesAnEditInEveryConfig() {
        BencodeString unknown = text("of a newer app");
        BencodeDict future = dict().put("Z", unknown).build();
        BencodeDict room = dict().put("#", SERVER_KEY).put("Z", unknown).build();
        BencodeDict server = dict().put("http://example.org", room.with("R", hall(future))).build();

        SyncedConfig profile = received(ConfigType.USER_PROFILE, future);
        new UserProfile(profile).edit(p -> p.name("Anna"));
        assertThat(profile.data()).isEqualTo(future.with("n", text("Anna")));

        BencodeDict data = future.with("c", at(ANN, future));
        SyncedConfig contacts = received(ConfigType.CONTACTS, data);
        new Contacts(contacts).edit(ANN, c -> c.blocked(true));
        assertThat(new Contacts(contacts).find(ANN).orElseThrow().fields().get("Z"))
                .isEqualTo(unknown);
        assertThat(contacts.data().get("Z")).isEqualTo(unknown);

        data = future.with("1", at(ANN, future)).with("o", server);
        SyncedConfig markers = received(ConfigType.CONVERSATIONS, data);
        new Conversations(markers).edit(new Person(ANN), NOW, m -> m.unread(true));
        new Conversations(markers)
                .edit(ROOM, X25519PublicKey.of(SERVER_KEY), NOW, m -> m.unread(true));
        BencodeDict unread = future.with("u", BencodeInteger.ONE);
        assertThat(markers.data())
                .isEqualTo(
                        future.with("1", at(ANN, unread))
                                .with(
                                        "o",
                                        dict().put(
                                                        "http://example.org",
                                                        room.with("R", hall(unread)))
                                                .build()));

        data = future.with("g", at(GROUP, future)).with("o", server);
        SyncedConfig groups = received(ConfigType.USER_GROUPS, data);
        new UserGroups(groups).editGroup(GROUP, group -> group.pinned(1));
        new UserGroups(groups)
                .editCommunity(ROOM, X25519PublicKey.of(SERVER_KEY), r -> r.pinned(1));
        assertThat(new UserGroups(groups).findGroup(GROUP).orElseThrow().fields().get("Z"))
                .isEqualTo(unknown);
        assertThat(new UserGroups(groups).findCommunity(ROOM).orElseThrow().fields().get("Z"))
                .isEqualTo(unknown);
        assertThat(groups.data().get("Z")).isEqualTo(unknown);
    }

    private static BencodeDict hall(BencodeDict record) {
        return dict().put("hall", record).build();
    }
}
