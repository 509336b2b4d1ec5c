/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.Blake2b;
import app.snug.protocol.bencode.BencodeLimits;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeReader;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeWriter;
import app.snug.protocol.bencode.MalformedBencodeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A packed message too large for the swarm, in parts ({@code protocol/04} §5.4): {@code m} and a
 * list of the whole's hash, the part's place, the number of parts, and its bytes.
 */
final class ConfigParts {

    /** Encrypted size that a swarm stores. */
    static final int MAX_STORED = 76_800;

    /** Packed size of the largest config. */
    static final int MAX_WHOLE = 5_000_000;

    private static final int CHUNK = 76_710;
    private static final int HASH_SIZE = 32;
    private static final int MAX_PARTS = 255;
    private static final int CHUNK_DIGITS = 5;
    private static final BencodeLimits LIMITS = new BencodeLimits(MAX_STORED, 1, 8);

    private ConfigParts() {}

    /** One part as read: {@code index} from 0, {@code count} 2 to 255. */
    record Part(BencodeString whole, int index, int count, BencodeString chunk) {}

    static List<byte[]> split(byte[] packed) {
        byte[] hash = Blake2b.hash(HASH_SIZE, packed);
        int count = (packed.length + CHUNK - 1) / CHUNK;
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = i * CHUNK;
            byte[] chunk = Arrays.copyOfRange(packed, from, Math.min(from + CHUNK, packed.length));
            byte[] list =
                    new BencodeWriter()
                            .beginList()
                            .string(hash)
                            .string(new byte[] {(byte) i})
                            .string(new byte[] {(byte) count})
                            .string(chunk)
                            .end()
                            .toByteArray();
            // The reference keeps room for five digits of the length; zeros fill what is left.
            int unused = CHUNK_DIGITS - Integer.toString(chunk.length).length();
            byte[] part = new byte[1 + list.length + unused];
            part[0] = 'm';
            System.arraycopy(list, 0, part, 1, list.length);
            parts.add(part);
        }
        return parts;
    }

    static boolean isPart(byte[] message) {
        return message.length > 0 && message[0] == 'm';
    }

    static Part read(byte[] message) throws MalformedConfigException {
        try {
            BencodeReader reader =
                    new BencodeReader(Arrays.copyOfRange(message, 1, message.length), LIMITS);
            BencodeList list = reader.list();
            BencodeString whole = list.require(0, BencodeString.class);
            int index = number(list.require(1, BencodeString.class));
            int count = number(list.require(2, BencodeString.class));
            BencodeString chunk = list.require(3, BencodeString.class);
            boolean sound =
                    list.size() == 4
                            && whole.size() == HASH_SIZE
                            && count >= 2
                            && count <= MAX_PARTS
                            && index < count
                            && !chunk.isEmpty();
            if (!sound) {
                throw new MalformedConfigException("a part that fits no whole");
            }
            return new Part(whole, index, count, chunk);
        } catch (MalformedBencodeException e) {
            throw new MalformedConfigException("not a part of a config");
        }
    }

    private static int number(BencodeString oneByte) throws MalformedConfigException {
        if (oneByte.size() != 1) {
            throw new MalformedConfigException("a part that fits no whole");
        }
        return oneByte.bytes()[0] & 0xff;
    }
}
