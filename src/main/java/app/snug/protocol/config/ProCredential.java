/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.Secret;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeReader;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.MalformedBencodeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What proves a Session Pro subscription to others. Snug sells none; it keeps what another app has
 * stored.
 *
 * @param revocationTag 32 bytes
 * @param rotatingSeed 32 bytes
 * @param signature 64 bytes
 */
public record ProCredential(
        Instant expiry, byte[] revocationTag, Secret rotatingSeed, byte[] signature) {

    private static final int TAG_SIZE = 32;
    private static final int SEED_SIZE = 32;
    private static final int SIGNATURE_SIZE = 64;

    /** Nothing if these bytes are no credential. */
    static Optional<ProCredential> read(BencodeString encoded) {
        try {
            BencodeDict dict = BencodeReader.parseDict(encoded.bytes());
            Optional<Instant> expiry = Fields.seconds(dict, "e");
            Optional<byte[]> tag = Fields.bytes(dict, "g", TAG_SIZE);
            Optional<byte[]> seed = Fields.bytes(dict, "r", SEED_SIZE);
            Optional<byte[]> signature = Fields.bytes(dict, "s", SIGNATURE_SIZE);
            if (expiry.isEmpty() || tag.isEmpty() || seed.isEmpty() || signature.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    new ProCredential(
                            expiry.get(), tag.get(), Secret.owning(seed.get()), signature.get()));
        } catch (MalformedBencodeException e) {
            return Optional.empty();
        }
    }

    BencodeString encoded() {
        byte[] seed = rotatingSeed.copy();
        BencodeDict dict =
                BencodeDict.builder()
                        .put("e", expiry.getEpochSecond())
                        .put("g", revocationTag)
                        .put("r", seed)
                        .put("s", signature)
                        .build();
        Arrays.fill(seed, (byte) 0);
        return BencodeString.of(dict.encode());
    }
}
