/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a conversation has been read ({@code protocol/04} §8.3).
 *
 * @param fields as stored, with those that we do not know
 */
public record ReadMarker(ConversationKey conversation, BencodeDict fields) {

    private static final long MILLISECONDS_FROM = 1_000_000_000_000L;

    /** When the newest read message was sent, to the millisecond; the epoch if none was. */
    public Instant lastRead() {
        return Instant.ofEpochMilli(Fields.number(fields, "r"));
    }

    /** Marked as unread by hand. */
    public boolean unread() {
        return Fields.flag(fields, "u");
    }

    /**
     * Until when the other one's Session Pro runs, and the 32-byte tag under which it is revoked.
     */
    public Optional<ProProof> proProof() {
        long expiry = Fields.number(fields, "e");
        Optional<byte[]> tag = Fields.bytes(fields, "g", ProProof.TAG_SIZE);
        if (expiry <= 0 || tag.isEmpty()) {
            return Optional.empty();
        }
        Instant until =
                expiry > MILLISECONDS_FROM
                        ? Instant.ofEpochMilli(expiry)
                        : Instant.ofEpochSecond(expiry);
        return Optional.of(new ProProof(until, tag.get()));
    }

    /** What a conversation knows of the other one's Session Pro. */
    public record ProProof(Instant expiry, byte[] revocationTag) {

        static final int TAG_SIZE = 32;

        public ProProof {
            if (revocationTag.length != TAG_SIZE) {
                throw new IllegalArgumentException("A revocation tag has 32 bytes");
            }
        }
    }
}
