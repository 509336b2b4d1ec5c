/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import app.snug.server.node.swarm.PeerException.Kind;
import java.nio.ByteBuffer;

/** A status and a body as one answer between nodes: two bytes, big-endian, and the rest. */
public record StatusReply(int status, byte[] body) {

    /**
     * Whether the member knows now, whatever it thinks of it. It does not if it could not, or if it
     * believes the account is another swarm's: one of both has a descriptor that is not the newest.
     */
    boolean isHeard() {
        return isHeard(status);
    }

    static boolean isHeard(int status) {
        return status < 500 && status != 421;
    }

    public byte[] encode() {
        return ByteBuffer.allocate(Short.BYTES + body.length)
                .putShort((short) status)
                .put(body)
                .array();
    }

    public static StatusReply decode(byte[] bytes) throws PeerException {
        if (bytes.length < Short.BYTES) {
            throw new PeerException(Kind.GARBAGE, "Answer without status");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int status = buffer.getShort();
        byte[] body = new byte[buffer.remaining()];
        buffer.get(body);
        return new StatusReply(status, body);
    }
}
