/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.storage;

/** The number of a swarm, unsigned 64 bit ({@code protocol/02} §2.1). */
public record SwarmId(long value) implements Comparable<SwarmId> {

    /** A node in no swarm. */
    public static final SwarmId NONE = new SwarmId(-1L);

    /** Hexadecimal without prefix, as {@code get_swarm} writes it. */
    public String hex() {
        return Long.toHexString(value);
    }

    /** Unsigned. */
    @Override
    public int compareTo(SwarmId other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(value);
    }
}
