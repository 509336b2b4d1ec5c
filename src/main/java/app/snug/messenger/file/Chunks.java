/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.file;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.crypto.XChaCha20Poly1305;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * How a kept file looks: {@code version (1) ‖ plain size (8) ‖ random (16)}, then chunks of 64 KiB,
 * each XChaCha20-Poly1305 with the random part and its number as nonce. Head and file id are
 * authenticated with every chunk, so none can be moved, left out or cut off.
 *
 * @param head 25 bytes
 */
record Chunks(byte[] head, String id) {

    static final int HEAD = 1 + Long.BYTES + 16;
    static final int PLAIN = 64 << 10;
    static final int SEALED = PLAIN + XChaCha20Poly1305.TAG_SIZE;

    private static final byte VERSION = 1;
    private static final int RANDOM = 1 + Long.BYTES;

    static Chunks fresh(String id, long size, SecureRandom random) {
        byte[] head = new byte[HEAD];
        byte[] unique = new byte[HEAD - RANDOM];
        random.nextBytes(unique);
        ByteBuffer.wrap(head).put(VERSION).putLong(size).put(unique);
        return new Chunks(head, id);
    }

    long size() {
        return ByteBuffer.wrap(head).getLong(1);
    }

    boolean isKnown() {
        return head[0] == VERSION && size() >= 0;
    }

    long count() {
        return Math.ceilDiv(size(), (long) PLAIN);
    }

    /** Bytes of a chunk, unsealed. */
    int length(long number) {
        return (int) Math.min(PLAIN, size() - number * PLAIN);
    }

    /** Where a chunk begins in the file. */
    static long position(long number) {
        return HEAD + number * SEALED;
    }

    long fileSize() {
        return HEAD + size() + count() * XChaCha20Poly1305.TAG_SIZE;
    }

    byte[] seal(Secret key, long number, byte[] plain) {
        return XChaCha20Poly1305.encrypt(key, nonce(number), plain, associated());
    }

    byte[] open(Secret key, long number, byte[] sealed) throws DecryptionException {
        return XChaCha20Poly1305.decrypt(key, nonce(number), sealed, associated());
    }

    private byte[] nonce(long number) {
        return ByteBuffer.allocate(XChaCha20Poly1305.NONCE_SIZE)
                .put(head, RANDOM, HEAD - RANDOM)
                .putLong(number)
                .array();
    }

    private byte[] associated() {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEAD + name.length).put(head).put(name).array();
    }
}
