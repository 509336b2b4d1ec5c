/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.group;

import app.snug.crypto.Secret;
import app.snug.crypto.XChaCha20Poly1305;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.protocol.bencode.MalformedBencodeException;
import java.util.Arrays;

/**
 * What a group's messages and configs are encrypted with ({@code protocol/04} §11.1).
 *
 * @param generation how many times the group had changed its key before; two admins who do so at
 *     once give two keys of one generation
 * @param storedAt when the message that brought it had been stored, in milliseconds
 * @param secret 32 bytes
 */
record GroupKey(long generation, long storedAt, Secret secret) implements Comparable<GroupKey> {

    private static final long MAX_NUMBER = 1L << 53;

    boolean isSame(GroupKey other) {
        return generation == other.generation && secret.equals(other.secret);
    }

    /** The same on all devices, whatever they read first. */
    @Override
    public int compareTo(GroupKey other) {
        if (generation != other.generation) {
            return Long.compare(generation, other.generation);
        }
        if (storedAt != other.storedAt) {
            return Long.compare(storedAt, other.storedAt);
        }
        byte[] one = secret.copy();
        byte[] two = other.secret.copy();
        try {
            return Arrays.compareUnsigned(one, two);
        } finally {
            Arrays.fill(one, (byte) 0);
            Arrays.fill(two, (byte) 0);
        }
    }

    BencodeDict encoded() {
        byte[] bytes = secret.copy();
        try {
            return BencodeDict.builder()
                    .put("g", generation)
                    .put("k", bytes)
                    .put("t", storedAt)
                    .build();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    static GroupKey read(BencodeValue value)
            throws MalformedBencodeException, MalformedGroupException {
        if (!(value instanceof BencodeDict dict)) {
            throw new MalformedGroupException("not a key");
        }
        return new GroupKey(
                number(dict, "g"),
                number(dict, "t"),
                secret(dict.require("k", BencodeString.class)));
    }

    static Secret secret(BencodeString bytes) throws MalformedGroupException {
        if (bytes.size() != XChaCha20Poly1305.KEY_SIZE) {
            throw new MalformedGroupException("key of another size");
        }
        return Secret.owning(bytes.bytes());
    }

    /** Generations and times. */
    static long number(BencodeDict dict, String key)
            throws MalformedBencodeException, MalformedGroupException {
        long number = dict.require(key, BencodeInteger.class).asLong();
        if (number < 0 || number > MAX_NUMBER) {
            throw new MalformedGroupException("number out of range");
        }
        return number;
    }
}
