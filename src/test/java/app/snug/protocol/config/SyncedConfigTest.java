/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Secret;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Picture;
import app.snug.protocol.storage.MessageHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SyncedConfigTest {

    private static final Instant NOW = Instant.parse("2026-11-25T20:00:00Z");

    private final AccountKeys own = AccountKeys.fromEntropy(Secret.owning(new byte[16]));

    @Test
    void aDamagedMessageIsReportedAndStopsNoOther() {
        SyncedConfig sender = fresh(ConfigType.CONTACTS);
        new Contacts(sender).edit(contact(1), c -> c.name("Ann"));
        StoredConfig good = stored(sender.push(NOW).messages().getFirst());
        byte[] damaged = good.bytes().clone();
        damaged[damaged.length / 2] ^= 1;
        SyncedConfig receiver = fresh(ConfigType.CONTACTS);
        ConfigIntake intake = receiver.merge(List.of(stored(damaged), good), NOW);
        assertThat(intake.accepted()).containsExactly(good.hash());
        assertThat(intake.refused()).containsOnlyKeys(stored(damaged).hash());
        assertThat(new Contacts(receiver).find(contact(1))).isPresent();
    }

    @Test
    void whatIsBeingStoredIsNeverToBeDeleted() {
        SyncedConfig config = fresh(ConfigType.CONTACTS);
        new Contacts(config).edit(contact(1), c -> c.name("Ann"));
        StoredConfig pushed = stored(config.push(NOW).messages().getFirst());
        // The answer was lost; the message comes back by polling, and is pushed again.
        config.merge(List.of(pushed), NOW);
        ConfigPush again = config.push(NOW);
        assertThat(again.messages()).containsExactly(pushed.bytes());
        assertThat(again.obsolete()).isEmpty();
        config.confirmPushed(again.seqno(), List.of(pushed.hash()));
        assertThat(config.needsPush()).isFalse();
        new Contacts(config).edit(contact(1), c -> c.name("Bea"));
        assertThat(config.push(NOW).obsolete()).containsExactly(pushed.hash());
    }

    @Test
    void aLargeConfigTravelsInPartsInAnyOrderAndSurvivesARestartBetweenThem() throws Exception {
        SyncedConfig sender = fresh(ConfigType.CONTACTS);
        Random random = new Random(7);
        for (int i = 0; i < 3000; i++) {
            byte[] id = new byte[AccountId.SIZE];
            random.nextBytes(id);
            id[0] = AccountId.USER;
            String name = Long.toHexString(random.nextLong());
            new Contacts(sender).edit(AccountId.of(id), c -> c.name(name));
        }
        ConfigPush push = sender.push(NOW);
        assertThat(push.messages()).hasSizeGreaterThan(2);
        assertThat(push.messages()).allMatch(message -> message.length <= 76_800);
        List<StoredConfig> parts =
                new ArrayList<>(push.messages().stream().map(this::stored).toList());
        sender.confirmPushed(push.seqno(), parts.stream().map(StoredConfig::hash).toList());
        Collections.reverse(parts);
        SyncedConfig receiver = fresh(ConfigType.CONTACTS);
        for (StoredConfig part : parts) {
            assertThat(receiver.merge(List.of(part, part), NOW).accepted())
                    .containsExactly(part.hash());
            assertThat(receiver.activeHashes()).contains(part.hash());
            receiver =
                    SyncedConfig.load(
                            receiver.dump(),
                            ConfigType.CONTACTS,
                            new UserSeal(ConfigType.CONTACTS, own),
                            ConfigAuthority.UNSIGNED);
        }
        assertThat(receiver.data()).isEqualTo(sender.data());
        assertThat(receiver.currentHashes()).isEqualTo(sender.currentHashes());
        // Our own parts come back: known already.
        assertThat(sender.merge(parts, NOW).refused()).isEmpty();
        assertThat(sender.needsPush()).isFalse();
    }

    /** A phone and a desk that share three contacts; only the phone reaches the swarm. */
    private final class Apart {
        final SyncedConfig phone = fresh(ConfigType.CONTACTS);
        SyncedConfig desk = fresh(ConfigType.CONTACTS);

        Apart() {
            new Contacts(phone).edit(contact(1), c -> c.name("Ann").nickname("Annie").pinned(1));
            new Contacts(phone).edit(contact(2), c -> c.name("Bea"));
            new Contacts(phone).edit(contact(3), c -> c.name("Cid"));
            StoredConfig first = stored(phone.push(NOW).messages().getFirst());
            desk.merge(List.of(first), NOW);
            new Contacts(desk).edit(contact(1), c -> c.blocked(true).nickname("A.").pinned(0));
            new Contacts(desk).edit(contact(4), c -> c.name("Dan").approved(true));
            new Contacts(desk).erase(contact(2));
        }

        /** The desk hears the phone again after eight pushes, and edits anew what was overtaken. */
        Contacts meetAgain() {
            for (int i = 0; i < 8; i++) {
                String name = "Annie " + i;
                new Contacts(phone).edit(contact(1), c -> c.nickname(name));
                new Contacts(phone).erase(contact(3));
                phone.push(NOW);
            }
            StoredConfig last = stored(phone.push(NOW).messages().getFirst());
            ConfigIntake intake = desk.merge(List.of(last), NOW);
            assertThat(desk.data()).isEqualTo(phone.data());
            assertThat(desk.needsPush()).isFalse();
            desk.edit(intake.overtaken().orElseThrow());
            assertThat(desk.needsPush()).isTrue();
            return new Contacts(desk);
        }
    }

    private static void assertBoth(Contacts merged, AccountId... all) {
        assertThat(merged.all().stream().map(Contact::id)).containsExactlyInAnyOrder(all);
        Contact ann = merged.find(contact(1)).orElseThrow();
        assertThat(ann.blocked()).isTrue();
        assertThat(ann.nickname()).isEqualTo("Annie 7");
        assertThat(merged.find(contact(4)).orElseThrow().approved()).isTrue();
    }

    @Test
    void whatOthersHaveOvertakenIsGivenBackToBeEditedAnew() {
        Contacts merged = new Apart().meetAgain();
        assertBoth(merged, contact(1), contact(4));
        assertThat(merged.find(contact(1)).orElseThrow().priority()).isZero();
    }

    @Test
    void alsoWhatWasEditedBeforeARestartButNeverWhatWasRemoved() throws Exception {
        Apart apart = new Apart();
        apart.desk =
                SyncedConfig.load(
                        apart.desk.dump(),
                        ConfigType.CONTACTS,
                        new UserSeal(ConfigType.CONTACTS, own),
                        ConfigAuthority.UNSIGNED);
        new Contacts(apart.desk).edit(contact(5), c -> c.name("Eve"));
        assertBoth(apart.meetAgain(), contact(1), contact(2), contact(4), contact(5));
    }

    @Test
    void whatIsMergedIsNotOvertaken() {
        SyncedConfig phone = fresh(ConfigType.CONTACTS);
        new Contacts(phone).edit(contact(1), c -> c.name("Ann"));
        SyncedConfig desk = fresh(ConfigType.CONTACTS);
        new Contacts(desk).edit(contact(2), c -> c.name("Bea"));
        ConfigIntake intake =
                desk.merge(List.of(stored(phone.push(NOW).messages().getFirst())), NOW);
        assertThat(intake.overtaken()).isEmpty();
        assertThat(new Contacts(desk).all()).hasSize(2);
    }

    @Test
    void keysOfNewerVersionsSurviveAnEdit() throws Exception {
        SyncedConfig config = fresh(ConfigType.CONTACTS);
        new Contacts(config).edit(contact(1), c -> c.set("Z", BencodeString.of("new")));
        SyncedConfig other = fresh(ConfigType.CONTACTS);
        other.merge(List.of(stored(config.push(NOW).messages().getFirst())), NOW);
        new Contacts(other).edit(contact(1), c -> c.nickname("Annie").blocked(true));
        Contact contact = new Contacts(other).find(contact(1)).orElseThrow();
        assertThat(contact.fields().get("Z")).isEqualTo(BencodeString.of("new"));
        assertThat(contact.nickname()).isEqualTo("Annie");
    }

    @Test
    void aPictureUploadedAgainCountsUntilTheUserSetsAnother() {
        UserProfile profile = new UserProfile(fresh(ConfigType.USER_PROFILE));
        Picture first = new Picture("http://files.example/1", Secret.owning(new byte[32]));
        Picture again = new Picture("http://files.example/2", Secret.owning(new byte[32]));
        profile.change(NOW, p -> p.picture(Optional.of(first)));
        assertThat(profile.picture()).contains(first);
        profile.edit(p -> p.uploadedAgain(again, NOW.plusSeconds(60)));
        assertThat(profile.picture()).contains(again);
        profile.change(NOW.plusSeconds(90), p -> p.name("Ann"));
        assertThat(profile.picture()).contains(again);
        assertThat(profile.updatedAt()).contains(NOW.plusSeconds(90));
        profile.change(NOW.plusSeconds(120), p -> p.picture(Optional.of(first)));
        assertThat(profile.picture()).contains(first);
    }

    @Property
    void arbitraryBytesAreReportedAndChangeNothing(@ForAll byte[] bytes) {
        SyncedConfig config = fresh(ConfigType.USER_PROFILE);
        ConfigIntake intake = config.merge(List.of(stored(bytes)), NOW);
        assertThat(intake.accepted()).isEmpty();
        assertThat(intake.refused()).hasSize(1);
        assertThat(config.needsPush()).isFalse();
    }

    @Property
    void arbitraryBytesUnderTheRightKeyAreReported(@ForAll byte[] bytes) {
        SyncedConfig config = fresh(ConfigType.USER_PROFILE);
        for (String prefix : List.of("", "z", "m", "d")) {
            byte[] plain =
                    (prefix + new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
                            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            byte[] sealed = new UserSeal(ConfigType.USER_PROFILE, own).encrypt(plain);
            assertThat(config.merge(List.of(stored(sealed)), NOW).refused()).hasSize(1);
        }
    }

    @Property
    void arbitraryDumpsAreRefused(@ForAll byte[] bytes) {
        try {
            SyncedConfig.load(
                    bytes,
                    ConfigType.CONTACTS,
                    new UserSeal(ConfigType.CONTACTS, own),
                    ConfigAuthority.UNSIGNED);
            throw new AssertionError("loaded");
        } catch (MalformedConfigException expected) {
            assertThat(expected).hasMessageNotContaining("null");
        }
    }

    private SyncedConfig fresh(ConfigType type) {
        return SyncedConfig.fresh(type, new UserSeal(type, own), ConfigAuthority.UNSIGNED);
    }

    private StoredConfig stored(byte[] bytes) {
        return new StoredConfig(
                MessageHash.of(own.id(), ConfigType.CONTACTS.namespace(), bytes), bytes);
    }

    private static AccountId contact(int number) {
        byte[] id = new byte[AccountId.SIZE];
        id[0] = AccountId.USER;
        id[1] = (byte) (number >> 8);
        id[2] = (byte) number;
        return AccountId.of(id);
    }
}
