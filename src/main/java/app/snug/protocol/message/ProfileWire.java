/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import app.snug.crypto.Secret;
import app.snug.protocol.message.SenderProfile.Portrait;
import app.snug.protocol.message.wire.SessionProtos.LokiProfile;
import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;

/** {@link SenderProfile} to and from its protobuf; the picture's key stands beside it. */
final class ProfileWire {

    private ProfileWire() {}

    static LokiProfile write(SenderProfile profile) {
        LokiProfile.Builder wire = LokiProfile.newBuilder().setDisplayName(profile.displayName());
        profile.updatedAt().ifPresent(at -> wire.setLastProfileUpdateSeconds(at.getEpochSecond()));
        switch (profile.portrait()) {
            case Portrait.Shown(Picture picture) -> wire.setProfilePicture(picture.url());
            case Portrait.Removed() -> wire.setProfilePicture("");
            case Portrait.Unchanged() -> {}
        }
        return wire.build();
    }

    /** Empty if there is no picture. */
    static ByteString key(SenderProfile profile) {
        if (!(profile.portrait() instanceof Portrait.Shown(Picture picture))) {
            return ByteString.EMPTY;
        }
        return ByteString.copyFrom(picture.key().copy());
    }

    /**
     * @param absent what it means that no picture is named. With what is shared, that there is
     *     none: Desktop and iOS leave it away, and only Android names an empty one. Where a request
     *     is accepted, nothing
     */
    static Optional<SenderProfile> read(LokiProfile profile, ByteString key, Portrait absent) {
        long seconds = profile.getLastProfileUpdateSeconds();
        boolean dated = seconds > 0 && seconds <= Instant.MAX.getEpochSecond() / 1000;
        return SenderProfile.received(
                profile.getDisplayName(),
                dated ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty(),
                profile.hasProfilePicture() ? portrait(profile, key) : absent);
    }

    private static Portrait portrait(LokiProfile profile, ByteString key) {
        if (key.size() != Picture.KEY_SIZE) {
            return new Portrait.Removed();
        }
        try {
            return new Portrait.Shown(
                    new Picture(profile.getProfilePicture(), Secret.owning(key.toByteArray())));
        } catch (IllegalArgumentException e) {
            return new Portrait.Removed();
        }
    }
}
