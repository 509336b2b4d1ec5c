/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.lang.invoke.MethodHandle;

/** The keystream of ChaCha20 (IETF): bytes that look random to whoever lacks the key. */
public final class ChaCha20 {

    public static final int KEY_SIZE = 32;
    public static final int NONCE_SIZE = 12;

    private static final MethodHandle STREAM =
            Sodium.quick(
                    "crypto_stream_chacha20_ietf", Sodium.PTR, Sodium.LONG, Sodium.PTR, Sodium.PTR);

    private ChaCha20() {}

    /** From the stream's beginning. */
    public static byte[] keystream(Secret key, byte[] nonce, int size) {
        if (key.size() != KEY_SIZE || nonce.length != NONCE_SIZE) {
            throw new IllegalArgumentException("ChaCha20: key 32 bytes, nonce 12 bytes");
        }
        byte[] stream = new byte[size];
        try {
            int unused =
                    (int)
                            STREAM.invokeExact(
                                    Sodium.of(stream),
                                    (long) size,
                                    Sodium.of(nonce),
                                    Sodium.of(key.raw()));
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
        return stream;
    }
}
