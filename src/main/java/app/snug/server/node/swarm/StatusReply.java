/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import app.snug.server.node.swarm.PeerException.Kind;
import java.nio.ByteBuffer;

/** A status and a body as one answer between nodes: two bytes, big-endian, and the rest. */
public record StatusReply(int status, byte[] body) {

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
