/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Secret;
import app.snug.messenger.OtherApp;
import app.snug.messenger.SyncStatus.Membership;
import app.snug.messenger.SyncStatus.Membership.Kind;
import app.snug.messenger.SyncStatus.Membership.Place;
import app.snug.network.Swarms.StoredMessage;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.config.CommunityRoom;
import app.snug.protocol.config.ConfigType;
import app.snug.protocol.config.GroupEdit;
import app.snug.protocol.config.GroupMembership.Removal;
import app.snug.protocol.config.Notifications;
import app.snug.protocol.config.UserGroups;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Groups and communities that other apps have joined: this messenger takes no part in them yet, and
 * keeps all that these apps know of them.
 */
class GroupsSyncTest extends TwoDevices {

    private static final CommunityRoom HALL = new CommunityRoom("http://example.org", "Hall");
    private static final CommunityRoom YARD = new CommunityRoom("https://example.net:8443", "yard");
    private static final AccountId MEMBER_OF = new AccountId("03" + "a1".repeat(32));
    private static final AccountId INVITED_TO = new AccountId("03" + "b2".repeat(32));
    private static final AccountId LEFT = new AccountId("03" + "c3".repeat(32));
    private static final AccountId LEGACY = new AccountId("05" + "d4".repeat(32));

    private final Secret seed = Secret.random(Ed25519KeyPair.SEED_SIZE, random);
    private AccountId ours;
    private OtherApp app;
    private OtherApp tablet;

    @BeforeEach
    void joinEverythingOnAnApp() throws Exception {
        try (Ed25519KeyPair pair = Ed25519KeyPair.fromSeed(seed)) {
            ours = AccountId.ofGroup(pair.publicKey());
        }
        app = anotherApp();
        tablet = anotherApp();
        UserGroups groups = app.groups();
        groups.editGroup(
                ours,
                group -> {
                    group.name("Ours");
                    group.adminSeed(seed);
                    group.pinned(3);
                    group.joinedAt(Optional.of(NOON));
                });
        groups.editGroup(
                MEMBER_OF,
                group -> {
                    group.name("Theirs");
                    group.authData(authData());
                    group.notifications(Notifications.MENTIONS_ONLY);
                    group.mutedUntil(Optional.of(NOON.plus(Duration.ofDays(1))));
                });
        groups.editGroup(
                INVITED_TO,
                group -> {
                    group.name("Perhaps");
                    group.invited(true);
                });
        groups.editGroup(LEFT, GroupEdit::kicked);
        groups.editLegacyGroup(
                LEGACY,
                group -> {
                    group.name("Of old");
                    group.members(Set.of(bens.id()), Set.of(desk.account.id()));
                    group.encryptionKeys(new byte[32], new byte[32]);
                    group.disappearingTimer(Optional.of(Duration.ofHours(1)));
                });
        groups.editCommunity(HALL, bens.id().x25519(), room -> room.pinned(1));
        groups.editCommunity(YARD, bens.id().x25519(), room -> {});
        writeWhatOnlyNewerAppsKnow();
        app.push();
        both();
    }

    @AfterEach
    void closeApps() {
        app.close();
        tablet.close();
        seed.close();
    }

    private OtherApp anotherApp() {
        return new OtherApp(desk.messenger.accounts.keys(desk.account), swarms, clock);
    }

    private static byte[] authData() {
        byte[] bytes = new byte[100];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }

    /** A key in each kind of record, one beside them, and a list of its own. */
    private void writeWhatOnlyNewerAppsKnow() {
        app.config(ConfigType.USER_GROUPS)
                .edit(data -> {
                    BencodeDict changed = data;
                    changed = withNewKey(changed, "g", BencodeString.of(MEMBER_OF.bytes()));
                    changed = withNewKey(changed, "C", BencodeString.of(LEGACY.bytes()));
                    changed = withNewKey(changed, "o", BencodeString.of(HALL.baseUrl()));
                    return changed.with(
                                    "zz",
                                    BencodeDict.EMPTY.with(
                                            "new", BencodeString.of("kind of thing")))
                            .with("y", BencodeInteger.of(42));
                });
    }

    private static BencodeDict withNewKey(BencodeDict data, String list, BencodeString key) {
        BencodeDict all = data.find(list, BencodeDict.class).orElseThrow();
        BencodeDict record = (BencodeDict) Objects.requireNonNull(all.get(key));
        return data.with(list, all.with(key, record.with("new", BencodeString.of("unknown"))));
    }

    private static BencodeDict groupsOf(Device device) {
        return device.messenger
                .accounts
                .configs()
                .<BencodeDict>read(device.account, c -> c.groups().config().data());
    }

    private static BencodeDict groupsOf(OtherApp app) {
        return app.config(ConfigType.USER_GROUPS).data();
    }

    private void assertAllHave(BencodeDict data) throws Exception {
        app.read();
        tablet.read();
        assertThat(groupsOf(desk)).isEqualTo(data);
        assertThat(groupsOf(phone)).isEqualTo(data);
        assertThat(groupsOf(app)).isEqualTo(data);
        assertThat(groupsOf(tablet)).isEqualTo(data);
        assertThat(swarms.mailbox(desk.account.id(), Namespace.USER_GROUPS)).hasSize(1);
    }

    private void change(Device device, Consumer<UserGroups> change) {
        device.messenger.ledger.change(
                device.account.ref(),
                entries ->
                        change.accept(
                                device.messenger
                                        .accounts
                                        .configs()
                                        .of(device.account, entries)
                                        .groups()));
    }

    @Test
    void whatAnotherAppHasJoinedIsKnownHereAndOutlivesARestart() throws Exception {
        assertAllHave(groupsOf(app));
        assertThat(desk.messenger.syncStatus.memberships(desk.account))
                .extracting(Membership::kind, Membership::name, Membership::place)
                .containsExactlyInAnyOrder(
                        tuple(Kind.GROUP, "Ours", Place.INSIDE),
                        tuple(Kind.GROUP, "Theirs", Place.INSIDE),
                        tuple(Kind.GROUP, "Perhaps", Place.INVITED),
                        tuple(Kind.GROUP, "", Place.REMOVED),
                        tuple(Kind.COMMUNITY, "Hall", Place.INSIDE),
                        tuple(Kind.COMMUNITY, "yard", Place.INSIDE),
                        tuple(Kind.OLD_GROUP, "Of old", Place.INSIDE));
        int pushes = swarms.pushes.get();
        desk.restart();
        both();
        assertAllHave(groupsOf(app));
        assertThat(swarms.pushes.get()).isEqualTo(pushes);
    }

    @Test
    void aRestoredDeviceIsInAllOfThem() throws Exception {
        List<MessageHash> before = stored();
        try (Device restored = another()) {
            restored.sync();
            assertThat(groupsOf(restored)).isEqualTo(groupsOf(app));
            assertThat(restored.messenger.syncStatus.memberships(restored.account))
                    .isEqualTo(desk.messenger.syncStatus.memberships(desk.account));
            assertThat(restored.status().groups()).isEqualTo(4);
            assertThat(restored.status().communities()).isEqualTo(2);
        }
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void moreThanOneMessageHoldsTravelsInPartsBothWays() throws Exception {
        for (int i = 0; i < 800; i++) {
            byte[] id = new byte[AccountId.SIZE];
            byte[] access = new byte[100];
            random.nextBytes(id);
            random.nextBytes(access);
            id[0] = AccountId.GROUP;
            app.groups().editGroup(AccountId.of(id), group -> group.authData(access));
        }
        app.push();
        both();
        List<MessageHash> first = stored();
        assertThat(first).hasSizeGreaterThan(1);
        assertThat(groupsOf(desk)).isEqualTo(groupsOf(app)).isEqualTo(groupsOf(phone));

        change(desk, groups -> groups.editGroup(MEMBER_OF, group -> group.pinned(5)));
        both();
        app.read();
        assertThat(app.groups().findGroup(MEMBER_OF).orElseThrow().priority()).isEqualTo(5);
        assertThat(groupsOf(app)).isEqualTo(groupsOf(desk)).isEqualTo(groupsOf(phone));
        List<MessageHash> second = stored();
        assertThat(second).hasSameSizeAs(first).doesNotContainAnyElementsOf(first);

        swarms.mailbox(desk.account.id(), Namespace.USER_GROUPS).removeLast();
        clock.travel(Sharing.KEEP_ALIVE);
        desk.sync();
        assertThat(stored()).containsExactlyInAnyOrderElementsOf(second);
        tablet.read();
        assertThat(groupsOf(tablet)).isEqualTo(groupsOf(desk));
    }

    private List<MessageHash> stored() {
        return swarms.mailbox(desk.account.id(), Namespace.USER_GROUPS).stream()
                .map(StoredMessage::hash)
                .toList();
    }

    @Test
    void ourOwnChangeKeepsAllThatWeDoNotKnow() throws Exception {
        BencodeDict before = groupsOf(app);
        change(desk, groups -> groups.editGroup(MEMBER_OF, group -> group.pinned(5)));
        both();
        BencodeDict records = before.find("g", BencodeDict.class).orElseThrow();
        BencodeString key = BencodeString.of(MEMBER_OF.bytes());
        BencodeDict record = (BencodeDict) Objects.requireNonNull(records.get(key));
        assertAllHave(before.with("g", records.with(key, record.with("+", BencodeInteger.of(5)))));
    }

    @Test
    void ourOwnChangeAndThatOfAnAppAtTheSameTimeBothHold() throws Exception {
        clock.travel(Duration.ofMinutes(1));
        change(
                desk,
                groups -> {
                    groups.editLegacyGroup(LEGACY, group -> group.pinned(2));
                    groups.eraseCommunity(YARD);
                });
        AccountId joined = new AccountId("03" + "e5".repeat(32));
        app.groups().editGroup(joined, group -> group.name("Joined meanwhile"));
        app.groups().editGroup(ours, group -> group.name("Renamed meanwhile"));
        app.push();
        both();
        both();
        assertAllHave(groupsOf(desk));
        UserGroups merged = tablet.groups();
        assertThat(merged.findGroup(joined)).isPresent();
        assertThat(merged.findGroup(ours))
                .hasValueSatisfying(group -> {
                    assertThat(group.name()).isEqualTo("Renamed meanwhile");
                    assertThat(group.adminSeed()).contains(seed);
                });
        assertThat(merged.findLegacyGroup(LEGACY))
                .hasValueSatisfying(group -> {
                    assertThat(group.priority()).isEqualTo(2);
                    assertThat(group.admins()).containsExactly(desk.account.id());
                });
        assertThat(merged.findCommunity(YARD)).isEmpty();
        assertThat(merged.findCommunity(HALL)).isPresent();
        assertUnknownIsKept(groupsOf(desk));
    }

    @Test
    void whatTwoAppsChangeAtTheSameTimeIsMergedHereAndNothingIsLost() throws Exception {
        tablet.read();
        app.groups()
                .editGroup(
                        INVITED_TO,
                        group -> {
                            group.invited(false);
                            group.authData(authData());
                        });
        tablet.groups().editGroup(LEFT, GroupEdit::destroyed);
        tablet.groups().editCommunity(YARD, bens.id().x25519(), room -> room.pinned(9));
        app.push();
        tablet.push();
        both();
        assertAllHave(groupsOf(desk));
        assertThat(app.groups().findGroup(INVITED_TO))
                .hasValueSatisfying(group -> {
                    assertThat(group.invited()).isFalse();
                    assertThat(group.authData()).contains(authData());
                });
        assertThat(app.groups().findGroup(LEFT))
                .hasValueSatisfying(
                        group -> assertThat(group.removal()).isEqualTo(Removal.DESTROYED));
        assertThat(app.groups().findCommunity(YARD))
                .hasValueSatisfying(room -> assertThat(room.priority()).isEqualTo(9));
        assertThat(app.groups().groups()).hasSize(4);
        assertThat(app.groups().legacyGroups()).hasSize(1);
        assertUnknownIsKept(groupsOf(desk));
    }

    private static void assertUnknownIsKept(BencodeDict data) {
        assertThat(data.get("y")).isEqualTo(BencodeInteger.of(42));
        assertThat(data.find("zz", BencodeDict.class)).isPresent();
        for (List<Object> place :
                List.<List<Object>>of(
                        List.of("g", BencodeString.of(MEMBER_OF.bytes())),
                        List.of("C", BencodeString.of(LEGACY.bytes())),
                        List.of("o", BencodeString.of(HALL.baseUrl())))) {
            BencodeDict all = data.find((String) place.get(0), BencodeDict.class).orElseThrow();
            assertThat(all.get((BencodeString) place.get(1)))
                    .isInstanceOfSatisfying(
                            BencodeDict.class,
                            record ->
                                    assertThat(record.get("new"))
                                            .isEqualTo(BencodeString.of("unknown")));
        }
    }
}
