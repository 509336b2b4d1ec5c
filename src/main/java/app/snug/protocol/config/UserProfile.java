/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.message.Picture;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The account's own profile and its notes to itself ({@code protocol/04} §8.1). */
public final class UserProfile {

    /** What others see beside the picture: a change of these has a time. */
    private static final List<String> SHOWN = List.of("n", "s", "M");

    private static final Duration PRO_MARKS_HOLD = Duration.ofDays(7);

    private final SyncedConfig config;

    public UserProfile(SyncedConfig config) {
        this.config = config;
    }

    public SyncedConfig config() {
        return config;
    }

    private BencodeDict data() {
        return config.data();
    }

    /** Empty if there is none yet. */
    public String name() {
        return Fields.text(data(), "n");
    }

    /** The one that was set or, if that is newer, the same as a device has uploaded it again. */
    public Optional<Picture> picture() {
        return ProfileEdit.isByUser(data())
                ? Fields.picture(data(), "p", "q")
                : Fields.picture(data(), "P", "Q");
    }

    /** When the profile last changed; messages carry it. */
    public Optional<Instant> updatedAt() {
        return Stream.of("t", "T")
                .flatMap(key -> Fields.seconds(data(), key).stream())
                .max(Comparator.naturalOrder());
    }

    /** More than 0: pinned; −1: hidden. */
    public int noteToSelfPriority() {
        return Fields.priority(data());
    }

    /** Notes disappear that long after they were written. */
    public Optional<Duration> noteToSelfTimer() {
        return Fields.timer(data(), "e");
    }

    /** Whether people in communities may write to us; unset counts as yes. */
    public Optional<Boolean> acceptsCommunityRequests() {
        return data().find("M", BencodeInteger.class).map(value -> value.bits() != 0);
    }

    public Optional<ProCredential> proCredential() {
        return data().find("s", BencodeString.class).flatMap(ProCredential::read);
    }

    /** Bits: 0 the Pro badge, 1 an animated picture. */
    public Set<Long> features() {
        return Fields.numbers(data(), "f");
    }

    public Optional<Instant> proAccessExpiry() {
        return Fields.seconds(data(), "E");
    }

    /** Empty once that is a week ago. */
    public Optional<Instant> proRefundRequestedAt(Instant now) {
        return lately("R", now);
    }

    /** Empty once that is a week ago. */
    public Optional<Instant> proPrepaidAt(Instant now) {
        return lately("I", now);
    }

    private Optional<Instant> lately(String key, Instant now) {
        return Fields.seconds(data(), key).filter(now.minus(PRO_MARKS_HOLD)::isBefore);
    }

    /** Changes by a person: if others can see them, they get this time. */
    public boolean change(Instant now, Consumer<ProfileEdit> edit) {
        return edit(profile -> {
            BencodeDict before = profile.record();
            edit.accept(profile);
            if (profile.isPictureSet()) {
                profile.pictureChangedAt(now);
            } else if (differ(before, profile.record())) {
                profile.changedAt(now);
            }
        });
    }

    private static boolean differ(BencodeDict before, BencodeDict after) {
        return SHOWN.stream().anyMatch(key -> !Objects.equals(before.get(key), after.get(key)));
    }

    /** Changes just what the edit sets. */
    public boolean edit(Consumer<ProfileEdit> edit) {
        return config.edit(data -> {
            ProfileEdit profile = new ProfileEdit(data);
            edit.accept(profile);
            return profile.record();
        });
    }
}
