/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Randomness that was drawn before: the same pieces, in the same order and sizes. */
public final class ReplayedRandom extends SecureRandom {

    private final transient Queue<byte[]> pieces;

    public ReplayedRandom(List<byte[]> pieces) {
        this.pieces = new ArrayDeque<>(pieces);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        byte[] piece = pieces.poll();
        assertThat(piece).as("randomness of the reference").isNotNull().hasSameSizeAs(bytes);
        System.arraycopy(piece, 0, bytes, 0, bytes.length);
    }

    /** Whether all of it was used. */
    public void assertUsedUp() {
        assertThat(pieces).as("randomness that was not drawn").isEmpty();
    }
}
