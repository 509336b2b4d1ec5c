/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * BLAKE2b, keyed (up to 64 bytes) or not. A hash has 16 to 64 bytes; with a personalisation it may
 * be shorter, since the protocol has such check values.
 */
public final class Blake2b {

    private static final byte[] NO_KEY = {};
    private static final byte[] NOTHING = new byte[16];

    private static final MethodHandle HASH =
            Sodium.quick(
                    "crypto_generichash",
                    Sodium.PTR,
                    Sodium.LONG,
                    Sodium.PTR,
                    Sodium.LONG,
                    Sodium.PTR,
                    Sodium.LONG);
    private static final MethodHandle PERSONAL =
            Sodium.quick(
                    "crypto_generichash_blake2b_salt_personal",
                    Sodium.PTR,
                    Sodium.LONG,
                    Sodium.PTR,
                    Sodium.LONG,
                    Sodium.PTR,
                    Sodium.LONG,
                    Sodium.PTR,
                    Sodium.PTR);

    private Blake2b() {}

    public static byte[] hash(int size, byte[]... parts) {
        return keyed(size, NO_KEY, parts);
    }

    public static byte[] keyed(int size, byte[] key, byte[]... parts) {
        check(size, 16, key);
        byte[] input = Concatenation.of(parts);
        byte[] out = new byte[size];
        // Declared, since invokeExact goes by the static type, which a conditional loses.
        MemorySegment keySegment = key.length == 0 ? MemorySegment.NULL : Sodium.of(key);
        try {
            int unused =
                    (int)
                            HASH.invokeExact(
                                    Sodium.of(out),
                                    (long) size,
                                    Sodium.of(input),
                                    (long) input.length,
                                    keySegment,
                                    (long) key.length);
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
        return out;
    }

    /**
     * @param personal 16 bytes
     */
    public static byte[] personal(int size, byte[] key, byte[] personal, byte[]... parts) {
        return initialised(size, key, NOTHING, personal, parts);
    }

    /**
     * @param salt 16 bytes
     */
    public static byte[] salted(int size, byte[] key, byte[] salt, byte[]... parts) {
        return initialised(size, key, salt, NOTHING, parts);
    }

    private static byte[] initialised(
            int size, byte[] key, byte[] salt, byte[] personal, byte[]... parts) {
        check(size, 1, key);
        if (salt.length != 16 || personal.length != 16) {
            throw new IllegalArgumentException("Salt and personalisation have 16 bytes");
        }
        byte[] input = Concatenation.of(parts);
        byte[] out = new byte[size];
        // Declared, since invokeExact goes by the static type, which a conditional loses.
        MemorySegment keySegment = key.length == 0 ? MemorySegment.NULL : Sodium.of(key);
        try {
            int unused =
                    (int)
                            PERSONAL.invokeExact(
                                    Sodium.of(out),
                                    (long) size,
                                    Sodium.of(input),
                                    (long) input.length,
                                    keySegment,
                                    (long) key.length,
                                    Sodium.of(salt),
                                    Sodium.of(personal));
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
        return out;
    }

    private static void check(int size, int smallest, byte[] key) {
        if (size < smallest || size > 64 || key.length > 64) {
            throw new IllegalArgumentException(
                    "BLAKE2b: output " + smallest + " to 64 bytes, key up to 64");
        }
    }
}
