/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Argon2id v1.3: a key from a passphrase. Slow on purpose. */
public final class Argon2id {

    public static final int SALT_SIZE = 16;

    private static final MethodHandle HASH =
            Sodium.slow(
                    "crypto_pwhash",
                    Sodium.PTR,
                    Sodium.LONG,
                    Sodium.PTR,
                    Sodium.LONG,
                    Sodium.PTR,
                    Sodium.LONG,
                    Sodium.LONG,
                    ValueLayout.JAVA_INT);
    private static final int ARGON2ID13 = 2;

    /**
     * What the work costs.
     *
     * @param passes 1 and more
     * @param memory bytes, 8192 and more
     */
    public record Cost(int passes, int memory) {}

    private Argon2id() {}

    /**
     * @param passphrase UTF-8
     * @param salt 16 bytes
     * @param size bytes wanted, 16 and more
     */
    public static Secret derive(Secret passphrase, byte[] salt, Cost cost, int size) {
        if (salt.length != SALT_SIZE) {
            throw new IllegalArgumentException("Argon2id: salt of 16 bytes");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment password = arena.allocate(Math.max(1, passphrase.size()));
            MemorySegment.copy(
                    passphrase.raw(), 0, password, ValueLayout.JAVA_BYTE, 0, passphrase.size());
            MemorySegment out = arena.allocate(size);
            int code =
                    (int)
                            HASH.invokeExact(
                                    out,
                                    (long) size,
                                    password,
                                    (long) passphrase.size(),
                                    arena.allocateFrom(ValueLayout.JAVA_BYTE, salt),
                                    (long) cost.passes(),
                                    (long) cost.memory(),
                                    ARGON2ID13);
            password.fill((byte) 0);
            if (code != 0) {
                throw new IllegalStateException("Argon2id: not enough memory");
            }
            byte[] key = out.toArray(ValueLayout.JAVA_BYTE);
            out.fill((byte) 0);
            return Secret.owning(key);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
    }
}
