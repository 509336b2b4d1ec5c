/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.crypto.Secret;
import app.snug.protocol.message.AttachmentPointer;
import app.snug.protocol.message.AttachmentPointer.Bytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where a file lies and what opens it, as the database keeps it: three lines under a seal.
 *
 * @param digest 32 bytes, or none
 */
public record Pointer(String url, Secret key, byte[] digest) {

    static String text(AttachmentPointer pointer) {
        return new Pointer(
                        pointer.url().replace('\n', ' '),
                        pointer.key(),
                        pointer.digest().map(Bytes::value).orElseGet(() -> new byte[0]))
                .text();
    }

    String text() {
        byte[] bytes = key.copy();
        try {
            HexFormat hex = HexFormat.of();
            return url + "\n" + hex.formatHex(bytes) + "\n" + hex.formatHex(digest);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    static Pointer of(String text) {
        String[] lines = text.split("\n", -1);
        HexFormat hex = HexFormat.of();
        return new Pointer(lines[0], Secret.owning(hex.parseHex(lines[1])), hex.parseHex(lines[2]));
    }

    Optional<Bytes> digestIfAny() {
        return digest.length == 0 ? Optional.empty() : Optional.of(new Bytes(digest));
    }

    /** Without what it leads to. */
    @Override
    public String toString() {
        return "Pointer[]";
    }
}
