/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.message.Picture;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Changes to a {@link UserProfile}. */
public final class ProfileEdit extends RecordEdit {

    private boolean pictureSet;

    ProfileEdit(BencodeDict record) {
        super(record);
    }

    /** Which picture counts: the one set by the user, or the one uploaded again. */
    static boolean isByUser(BencodeDict profile) {
        return Fields.number(profile, "t") >= Fields.number(profile, "T");
    }

    /**
     * @throws IllegalArgumentException if it has more than 100 bytes
     */
    public ProfileEdit name(String name) {
        text("n", Utf8.fitting(name, MAX_NAME_BYTES));
        return this;
    }

    public ProfileEdit nameCutToFit(String name) {
        text("n", Utf8.cut(name, MAX_NAME_BYTES));
        return this;
    }

    /** Without one, the copies of it go too. */
    public ProfileEdit picture(Optional<Picture> picture) {
        pictureSet = true;
        picture("p", "q", picture);
        if (picture.isEmpty()) {
            picture("P", "Q", picture);
        }
        return this;
    }

    /** The same picture, uploaded again by a device before the old copy expires. */
    public ProfileEdit uploadedAgain(Picture picture, Instant now) {
        picture("P", "Q", Optional.of(picture));
        positive("T", now.getEpochSecond());
        return this;
    }

    /** Whether the user chose a picture, be it the same again. */
    boolean isPictureSet() {
        return pictureSet;
    }

    /** The time of the picture that counts moves on, so that the same one goes on counting. */
    void changedAt(Instant now) {
        positive(isByUser(record()) ? "t" : "T", now.getEpochSecond());
    }

    /** The user's picture counts from now on; without one, no copy of an old one does. */
    void pictureChangedAt(Instant now) {
        positive("t", now.getEpochSecond());
        if (Fields.picture(record(), "p", "q").isEmpty()) {
            positive("T", now.getEpochSecond());
        }
    }

    public ProfileEdit noteToSelfPriority(int priority) {
        priority(priority);
        return this;
    }

    public ProfileEdit noteToSelfTimer(Optional<Duration> timer) {
        timer("e", timer);
        return this;
    }

    public ProfileEdit acceptCommunityRequests(Optional<Boolean> accept) {
        set("M", accept.map(yes -> BencodeInteger.of(yes ? 1 : 0)).orElse(null));
        return this;
    }

    public ProfileEdit proCredential(Optional<ProCredential> credential) {
        set("s", credential.map(ProCredential::encoded).orElse(null));
        return this;
    }

    public ProfileEdit features(Set<Long> bits) {
        numbers("f", bits);
        return this;
    }

    public ProfileEdit proAccessExpiry(Optional<Instant> expiry) {
        seconds("E", expiry);
        return this;
    }

    public ProfileEdit proRefundRequestedAt(Optional<Instant> time) {
        seconds("R", time);
        return this;
    }

    public ProfileEdit proPrepaidAt(Optional<Instant> time) {
        seconds("I", time);
        return this;
    }
}
