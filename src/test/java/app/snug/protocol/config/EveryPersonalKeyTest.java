/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import app.snug.crypto.Secret;
import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.message.Disappearing;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every key that the protocol knows of the profile and of contacts ({@code protocol/04} §8.1,
 * §8.2): read as another app wrote it, and written alike.
 */
class EveryPersonalKeyTest extends EveryKey {

    private static BencodeDict credential() {
        return dict().put("e", LATER.getEpochSecond())
                .put("g", TAG)
                .put("r", KEY)
                .put("s", SIGNATURE)
                .build();
    }

    private static BencodeDict profile() {
        return dict().put("+", -1)
                .put("E", LATER.toEpochMilli())
                .put("I", NOW.getEpochSecond())
                .put("M", 0)
                .put("P", NEWER_URL)
                .put("Q", NEWER_KEY)
                .put("R", EARLIER.getEpochSecond())
                .put("T", NOW.getEpochSecond())
                .put("e", 3600)
                .put("f", set(0, 1))
                .put("n", "Anna")
                .put("p", URL)
                .put("q", KEY)
                .put("s", credential().encode())
                .put("t", EARLIER.getEpochSecond())
                .build();
    }

    @Test
    void ofTheProfileEveryKeyIsRead() {
        UserProfile profile = new UserProfile(received(ConfigType.USER_PROFILE, profile()));
        assertThat(profile.name()).isEqualTo("Anna");
        assertThat(profile.picture()).contains(picture(NEWER_URL, NEWER_KEY));
        assertThat(profile.updatedAt()).contains(NOW);
        assertThat(profile.noteToSelfPriority()).isEqualTo(-1);
        assertThat(profile.noteToSelfTimer()).contains(Duration.ofHours(1));
        assertThat(profile.acceptsCommunityRequests()).contains(false);
        assertThat(profile.features()).containsExactly(0L, 1L);
        assertThat(profile.proAccessExpiry()).contains(LATER);
        assertThat(profile.proPrepaidAt(NOW)).contains(NOW);
        assertThat(profile.proCredential())
                .hasValueSatisfying(pro -> {
                    assertThat(pro.expiry()).isEqualTo(LATER);
                    assertThat(pro.revocationTag()).isEqualTo(TAG);
                    assertThat(pro.rotatingSeed()).isEqualTo(Secret.copyOf(KEY));
                    assertThat(pro.signature()).isEqualTo(SIGNATURE);
                });
    }

    @Test
    void aRefundThatWasAskedForCountsForAWeek() {
        UserProfile profile = new UserProfile(received(ConfigType.USER_PROFILE, profile()));
        assertThat(profile.proRefundRequestedAt(EARLIER.plus(Duration.ofDays(6))))
                .contains(EARLIER);
        assertThat(profile.proRefundRequestedAt(NOW)).isEmpty();
        assertThat(profile.proPrepaidAt(NOW.plus(Duration.ofDays(8)))).isEmpty();
    }

    @Test
    void ofTheProfileEveryKeyIsWrittenAsOtherAppsDo() {
        SyncedConfig config = fresh(ConfigType.USER_PROFILE);
        new UserProfile(config).change(EARLIER, p -> p.picture(Optional.of(picture(URL, KEY))));
        new UserProfile(config)
                .edit(p ->
                        p.name("Anna")
                                .uploadedAgain(picture(NEWER_URL, NEWER_KEY), NOW)
                                .noteToSelfPriority(-1)
                                .noteToSelfTimer(Optional.of(Duration.ofHours(1)))
                                .acceptCommunityRequests(Optional.of(false))
                                .features(Set.of(1L, 0L))
                                .proAccessExpiry(Optional.of(LATER))
                                .proRefundRequestedAt(Optional.of(EARLIER))
                                .proPrepaidAt(Optional.of(NOW))
                                .proCredential(
                                        Optional.of(
                                                new ProCredential(
                                                        LATER,
                                                        TAG,
                                                        Secret.copyOf(KEY),
                                                        SIGNATURE))));
        // Milliseconds are read, seconds are written.
        assertThat(config.data())
                .isEqualTo(profile().with("E", BencodeInteger.of(LATER.getEpochSecond())));
    }

    @Test
    void aCredentialOfAnOlderKindCountsAsNoneAndIsKept() {
        BencodeDict data = profile().with("s", credential());
        SyncedConfig config = received(ConfigType.USER_PROFILE, data);
        UserProfile profile = new UserProfile(config);
        assertThat(profile.proCredential()).isEmpty();
        profile.edit(p -> p.noteToSelfPriority(1));
        assertThat(config.data()).isEqualTo(data.with("+", BencodeInteger.ONE));
    }

    private static BencodeDict contact() {
        return dict().put("!", LATER.getEpochSecond())
                .put("+", 2)
                .put("@", 2)
                .put("A", 1)
                .put("E", 60)
                .put("N", "Annie")
                .put("a", 1)
                .put("b", 1)
                .put("e", 2)
                .put("f", set(1))
                .put("j", EARLIER.getEpochSecond())
                .put("n", "Ann")
                .put("p", URL)
                .put("q", KEY)
                .put("t", NOW.getEpochSecond())
                .build();
    }

    private static void describe(ContactEdit contact) {
        contact.name("Ann")
                .nickname("Annie")
                .picture(Optional.of(picture(URL, KEY)))
                .profileUpdatedAt(Optional.of(NOW))
                .approved(true)
                .approvedMe(true)
                .blocked(true)
                .pinned(2)
                .notifications(Notifications.DISABLED)
                .mutedUntil(Optional.of(LATER))
                .disappearing(
                        Optional.of(
                                new Disappearing(
                                        Disappearing.Mode.AFTER_READING, Duration.ofMinutes(1))))
                .createdAt(Optional.of(EARLIER))
                .features(Set.of(1L));
    }

    @Test
    void ofAContactEveryKeyIsReadAndWritten() {
        BencodeDict data = dict().put("c", at(ANN, contact())).build();
        Contacts contacts = new Contacts(received(ConfigType.CONTACTS, data));
        assertThat(contacts.all()).singleElement().isEqualTo(new Contact(ANN, contact()));
        Contact contact = contacts.find(ANN).orElseThrow();
        assertThat(contact.name()).isEqualTo("Ann");
        assertThat(contact.nickname()).isEqualTo("Annie");
        assertThat(contact.picture()).contains(picture(URL, KEY));
        assertThat(contact.profileUpdatedAt()).contains(NOW);
        assertThat(contact.approved() && contact.approvedMe() && contact.blocked()).isTrue();
        assertThat(contact.priority()).isEqualTo(2);
        assertThat(contact.notifications()).isEqualTo(Notifications.DISABLED);
        assertThat(contact.mutedUntil()).contains(LATER);
        assertThat(contact.disappearing())
                .contains(new Disappearing(Disappearing.Mode.AFTER_READING, Duration.ofMinutes(1)));
        assertThat(contact.createdAt()).contains(EARLIER);
        assertThat(contact.features()).containsExactly(1L);

        SyncedConfig written = fresh(ConfigType.CONTACTS);
        new Contacts(written).edit(ANN, EveryPersonalKeyTest::describe);
        assertThat(written.data()).isEqualTo(data);
    }

    @Test
    void ofPeopleByABlindedIdEveryKeyIsReadAndWritten() {
        BencodeDict of15 =
                dict().put("+", -1)
                        .put("f", set(0))
                        .put("j", EARLIER.getEpochSecond())
                        .put("n", "Bo")
                        .put("p", URL)
                        .put("q", KEY)
                        .put("t", NOW.getEpochSecond())
                        .put("y", 1)
                        .build();
        BencodeDict of25 = dict().put("n", "").build();
        BencodeDict server =
                dict().put("#", SERVER_KEY)
                        .put(
                                "R",
                                dict().put(BLINDED_15.hex().substring(2), of15)
                                        .put(BLINDED_25.hex().substring(2), of25)
                                        .build())
                        .build();
        BencodeDict data =
                dict().put("b", dict().put("http://example.org", server).build()).build();
        BlindedContacts blinded = new BlindedContacts(received(ConfigType.CONTACTS, data));
        assertThat(blinded.all())
                .extracting(b -> b.contact().id(), b -> b.contact().name(), b -> b.serverKey())
                .containsExactly(
                        tuple(BLINDED_15, "Bo", X25519PublicKey.of(SERVER_KEY)),
                        tuple(BLINDED_25, "", X25519PublicKey.of(SERVER_KEY)));
        assertThat(blinded.find("http://example.org", BLINDED_15))
                .hasValueSatisfying(contact -> {
                    assertThat(contact.picture()).contains(picture(URL, KEY));
                    assertThat(contact.profileUpdatedAt()).contains(NOW);
                    assertThat(contact.priority()).isEqualTo(-1);
                    assertThat(contact.createdAt()).contains(EARLIER);
                    assertThat(contact.features()).containsExactly(0L);
                });

        SyncedConfig config = fresh(ConfigType.CONTACTS);
        BlindedContacts written = new BlindedContacts(config);
        X25519PublicKey key = X25519PublicKey.of(SERVER_KEY);
        written.edit("http://EXAMPLE.org", key, BLINDED_25, contact -> {});
        written.edit(
                "http://example.org",
                key,
                BLINDED_15,
                contact ->
                        contact.name("Bo")
                                .picture(Optional.of(picture(URL, KEY)))
                                .profileUpdatedAt(Optional.of(NOW))
                                .pinned(-1)
                                .createdAt(Optional.of(EARLIER))
                                .features(Set.of(0L)));
        assertThat(config.data()).isEqualTo(data);
        assertThat(written.erase("http://example.org", BLINDED_15)).isTrue();
        assertThat(written.erase("http://example.org", BLINDED_25)).isTrue();
        assertThat(config.data()).isEqualTo(BencodeDict.EMPTY);
    }

    /** A message's timer has 32 bits, and one is a sign to Android. */
    @Test
    void aTimerThatNoMessageCanCarryCountsAsNone() {
        BencodeDict longest = contact().with("E", BencodeInteger.of(Integer.MAX_VALUE));
        BencodeDict longer = contact().with("E", BencodeInteger.of(Integer.MAX_VALUE + 1L));
        assertThat(new Contact(ANN, longest).disappearing().orElseThrow().timer())
                .isEqualTo(Duration.ofSeconds(Integer.MAX_VALUE));
        assertThat(new Contact(ANN, longer).disappearing()).isEmpty();
        BencodeDict notes = profile().with("e", BencodeInteger.of(Integer.MAX_VALUE + 1L));
        assertThat(new UserProfile(received(ConfigType.USER_PROFILE, notes)).noteToSelfTimer())
                .isEmpty();
    }

    @Test
    void valuesOfAnotherKindCountAsNoneAndLimitsHold() {
        BencodeDict wrong =
                dict().put("!", "soon")
                        .put("E", 60)
                        .put("b", "yes")
                        .put("e", 3)
                        .put("n", 5)
                        .put("p", "x".repeat(224))
                        .put("q", KEY)
                        .build();
        Contacts contacts =
                new Contacts(
                        received(ConfigType.CONTACTS, dict().put("c", at(ANN, wrong)).build()));
        Contact contact = contacts.find(ANN).orElseThrow();
        assertThat(contact.mutedUntil()).isEmpty();
        assertThat(contact.disappearing()).isEmpty();
        assertThat(contact.blocked()).isFalse();
        assertThat(contact.name()).isEmpty();
        assertThat(contact.picture()).isEmpty();
        assertThatThrownBy(() -> contacts.edit(ANN, c -> c.nickname("ä".repeat(51))))
                .isInstanceOf(IllegalArgumentException.class);
        contacts.edit(ANN, c -> c.name("ä".repeat(51)));
        assertThat(contacts.find(ANN).orElseThrow().name()).isEqualTo("ä".repeat(50));
    }
}
