/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.storage;

/**
 * A compartment of an account in its swarm, −32768 to 32767 ({@code protocol/02} §8). The number
 * alone decides who may write and read there.
 */
public record Namespace(int number) implements Comparable<Namespace> {

    /** One-to-one messages, invitations and copies of own messages. */
    public static final Namespace DEFAULT = new Namespace(0);

    public static final Namespace USER_PROFILE = new Namespace(2);
    public static final Namespace CONTACTS = new Namespace(3);
    public static final Namespace CONVERSATIONS = new Namespace(4);
    public static final Namespace USER_GROUPS = new Namespace(5);
    public static final Namespace GROUP_MESSAGES = new Namespace(11);
    public static final Namespace GROUP_KEYS = new Namespace(12);
    public static final Namespace GROUP_INFO = new Namespace(13);
    public static final Namespace GROUP_MEMBERS = new Namespace(14);
    public static final Namespace LEGACY_GROUP = new Namespace(-10);
    public static final Namespace REVOKED = new Namespace(-11);

    /**
     * @throws IllegalArgumentException if the number does not fit 16 bits
     */
    public Namespace {
        if (number < Short.MIN_VALUE || number > Short.MAX_VALUE) {
            throw new IllegalArgumentException("A namespace is a 16-bit number");
        }
    }

    /** Anyone may store here without a signature. */
    public boolean isPublicInbox() {
        return number % 10 == 0;
    }

    /** Anyone may read here without a signature; holds a single message. */
    public boolean isPublicOutbox() {
        return number < 0 && -number % 20 == 1;
    }

    /** Readable without a signature. */
    public boolean isPubliclyReadable() {
        return this.equals(LEGACY_GROUP) || isPublicOutbox();
    }

    /** A revoked subaccount may still read here. */
    public boolean isReadableWhenRevoked() {
        return number < 0 && -number % 100 == 11;
    }

    /** How a hash and a signed text name it: nothing for 0, else the decimal number. */
    public String signedPart() {
        return number == 0 ? "" : Integer.toString(number);
    }

    @Override
    public int compareTo(Namespace other) {
        return Integer.compare(number, other.number);
    }
}
