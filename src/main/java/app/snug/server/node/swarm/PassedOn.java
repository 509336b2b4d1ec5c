/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import app.snug.server.node.rpc.Passed;
import java.nio.ByteBuffer;

/**
 * A client's request on its way to another member: whether it comes late (1 byte), when it was
 * carried out first (8 bytes, Unix milliseconds, big-endian), and the request.
 */
record PassedOn(Passed passed, byte[] request) {

    private static final int HEAD = 1 + Long.BYTES;

    byte[] encode() {
        return ByteBuffer.allocate(HEAD + request.length)
                .put((byte) (passed.late() ? 1 : 0))
                .putLong(passed.at())
                .put(request)
                .array();
    }

    /**
     * @throws IllegalArgumentException if it is none
     */
    static PassedOn decode(byte[] bytes) {
        if (bytes.length < HEAD || bytes[0] < 0 || bytes[0] > 1) {
            throw new IllegalArgumentException("Not a passed request");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        boolean late = in.get() == 1;
        long at = in.getLong();
        byte[] request = new byte[in.remaining()];
        in.get(request);
        return new PassedOn(new Passed(at, late), request);
    }
}
