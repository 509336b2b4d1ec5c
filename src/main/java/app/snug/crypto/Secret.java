/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Secret bytes that cannot be printed, compared in a leaking way or serialised by accident.
 *
 * <p>Closing wipes the bytes; using it afterwards is refused.
 */
public final class Secret implements AutoCloseable {

    private final byte[] bytes;
    private volatile boolean wiped;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A secret holding a copy; the caller still owns (and should wipe) its own array. */
    public static Secret copyOf(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /** A secret that takes over the array itself, which nobody else may keep. */
    public static Secret owning(byte[] bytes) {
        return new Secret(bytes);
    }

    public static Secret random(int size, SecureRandom random) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return new Secret(bytes);
    }

    public int size() {
        return bytes.length;
    }

    /** A copy of the bytes, for sealing or encoding; wipe it after use. */
    public byte[] copy() {
        return raw().clone();
    }

    /** The bytes themselves, for this room's primitives only. */
    byte[] raw() {
        if (wiped) {
            throw new IllegalStateException("This secret has been wiped");
        }
        return bytes;
    }

    @Override
    public void close() {
        wiped = true;
        Arrays.fill(bytes, (byte) 0);
    }

    /** Constant-time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(raw(), that.raw());
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this.getClass()) ^ bytes.length;
    }

    @Override
    public String toString() {
        return "Secret[" + bytes.length + " bytes]";
    }
}
