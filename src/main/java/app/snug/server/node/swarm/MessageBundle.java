/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.storage.StoredMessage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages as nodes hand them on: for each the account (33 bytes), namespace (2), timestamp,
 * expiry, time of storing and of the last change (8 each, milliseconds), size of the data (4) and
 * the data; big-endian. The hash is not sent: the recipient computes it.
 */
final class MessageBundle {

    private static final int FIXED = AccountId.SIZE + Short.BYTES + 4 * Long.BYTES + Integer.BYTES;

    private MessageBundle() {}

    static int size(StoredMessage message) {
        return FIXED + message.data().length;
    }

    static byte[] encode(List<StoredMessage> messages) {
        ByteBuffer out = ByteBuffer.allocate(messages.stream().mapToInt(MessageBundle::size).sum());
        for (StoredMessage message : messages) {
            out.put(message.owner().bytes());
            out.putShort((short) message.namespace().number());
            out.putLong(message.timestamp());
            out.putLong(message.expiry());
            out.putLong(message.storedAt());
            out.putLong(message.changedAt());
            out.putInt(message.data().length);
            out.put(message.data());
        }
        return out.array();
    }

    /**
     * @throws IllegalArgumentException if it is none
     */
    static List<StoredMessage> decode(byte[] bytes, int maxData) {
        List<StoredMessage> messages = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            while (in.hasRemaining()) {
                byte[] owner = new byte[AccountId.SIZE];
                in.get(owner);
                Namespace namespace = new Namespace(in.getShort());
                long timestamp = in.getLong();
                long expiry = in.getLong();
                long storedAt = in.getLong();
                long changedAt = in.getLong();
                int size = in.getInt();
                if (size < 0 || size > maxData) {
                    throw new IllegalArgumentException("Message of a wrong size");
                }
                byte[] data = new byte[size];
                in.get(data);
                messages.add(
                        StoredMessage.of(
                                AccountId.of(owner),
                                namespace,
                                timestamp,
                                expiry,
                                storedAt,
                                changedAt,
                                data));
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("Bundle cut short", e);
        }
        return messages;
    }
}
