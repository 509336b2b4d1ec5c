/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Changes to a {@link ReadMarker}. */
public final class MarkerEdit extends RecordEdit {

    /** An older time need not be shared any more. */
    static final Duration KEPT = Duration.ofDays(30);

    private final Instant now;

    MarkerEdit(BencodeDict record, Instant now) {
        super(record);
        this.now = now;
    }

    /**
     * A time before the stored one is a deliberate reset; any other is stored only if it is younger
     * than 30 days.
     */
    public MarkerEdit lastRead(Instant time) {
        boolean reset =
                record().get("r") instanceof BencodeInteger stored
                        && time.toEpochMilli() < stored.bits();
        if (reset || time.isAfter(now.minus(KEPT))) {
            set("r", BencodeInteger.of(time.toEpochMilli()));
        }
        return this;
    }

    public MarkerEdit unread(boolean unread) {
        flag("u", unread);
        return this;
    }

    public MarkerEdit proProof(Optional<ReadMarker.ProProof> proof) {
        positive("e", proof.map(value -> value.expiry().toEpochMilli()).orElse(0L));
        bytes("g", proof.map(ReadMarker.ProProof::revocationTag));
        return this;
    }
}
