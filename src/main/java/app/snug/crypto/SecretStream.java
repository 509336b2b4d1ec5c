/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * libsodium's secretstream (XChaCha20-Poly1305): chunks that open only in their order, and of which
 * the last says that it is. Either all pushed or all pulled. The header is given, not drawn: the
 * protocol derives it from the content.
 */
public final class SecretStream implements AutoCloseable {

    public static final int KEY_SIZE = 32;
    public static final int HEADER_SIZE = 24;

    /** What a chunk grows by. */
    public static final int OVERHEAD = 17;

    private static final int STATE_SIZE = 52;
    private static final byte MESSAGE = 0;
    private static final byte FINAL = 3;

    private static final MethodHandle INIT =
            Sodium.quick(
                    "crypto_secretstream_xchacha20poly1305_init_pull",
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.PTR);
    private static final MethodHandle PUSH =
            Sodium.quick(
                    "crypto_secretstream_xchacha20poly1305_push",
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.LONG,
                    Sodium.PTR,
                    Sodium.LONG,
                    ValueLayout.JAVA_BYTE);
    private static final MethodHandle PULL =
            Sodium.quick(
                    "crypto_secretstream_xchacha20poly1305_pull",
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.PTR,
                    Sodium.LONG,
                    Sodium.PTR,
                    Sodium.LONG);

    private final byte[] state = new byte[STATE_SIZE];

    public SecretStream(Secret key, byte[] header) {
        if (key.size() != KEY_SIZE || header.length != HEADER_SIZE) {
            throw new IllegalArgumentException("secretstream: key 32 bytes, header 24 bytes");
        }
        try {
            int unused =
                    (int)
                            INIT.invokeExact(
                                    Sodium.of(state), Sodium.of(header), Sodium.of(key.raw()));
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
    }

    /**
     * Encrypts the next chunk.
     *
     * @param in from {@code inAt}, {@code length} bytes
     * @param out from {@code outAt}, {@code length} + {@link #OVERHEAD} bytes
     */
    public void push(byte[] in, int inAt, int length, boolean last, byte[] out, int outAt) {
        MemorySegment to = Sodium.of(out).asSlice(outAt, length + OVERHEAD);
        MemorySegment from = Sodium.of(in).asSlice(inAt, length);
        try {
            int unused =
                    (int)
                            PUSH.invokeExact(
                                    Sodium.of(state),
                                    to,
                                    MemorySegment.NULL,
                                    from,
                                    (long) length,
                                    MemorySegment.NULL,
                                    0L,
                                    last ? FINAL : MESSAGE);
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
    }

    /**
     * Decrypts the next chunk.
     *
     * @param in from {@code inAt}, {@code length} bytes, at least {@link #OVERHEAD}
     * @param out from {@code outAt}, {@code length} - {@link #OVERHEAD} bytes
     * @return whether it was the last
     * @throws DecryptionException if anything was altered or is not in its place
     */
    public boolean pull(byte[] in, int inAt, int length, byte[] out, int outAt)
            throws DecryptionException {
        MemorySegment to = Sodium.of(out).asSlice(outAt, length - OVERHEAD);
        MemorySegment from = Sodium.of(in).asSlice(inAt, length);
        byte[] tag = new byte[1];
        int code;
        try {
            code =
                    (int)
                            PULL.invokeExact(
                                    Sodium.of(state),
                                    to,
                                    MemorySegment.NULL,
                                    Sodium.of(tag),
                                    from,
                                    (long) length,
                                    MemorySegment.NULL,
                                    0L);
        } catch (Throwable t) {
            throw Sodium.broken(t);
        }
        if (code != 0 || (tag[0] != MESSAGE && tag[0] != FINAL)) {
            throw new DecryptionException("secretstream: does not open");
        }
        return tag[0] == FINAL;
    }

    @Override
    public void close() {
        Arrays.fill(state, (byte) 0);
    }
}
