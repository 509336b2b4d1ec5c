/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.identity;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519PublicKey;
import java.util.HexFormat;
import java.util.Locale;

/**
 * An account or group: one kind byte and a 32-byte key, written as 66 lower-case hexadecimal digits
 * ({@code protocol/01} §1.2).
 */
public record AccountId(String hex) implements Comparable<AccountId> {

    /** A person: X25519 key. */
    public static final int USER = 0x05;

    /** A closed group: Ed25519 key. */
    public static final int GROUP = 0x03;

    public static final int SIZE = 33;

    /** Why a text is no Account ID. */
    public enum Flaw {
        EMPTY,
        TOO_SHORT,
        TOO_LONG,
        NOT_HEXADECIMAL,
        /** Of another kind, or with a key that nobody can have. */
        NOT_A_PERSON
    }

    /** A text that is no Account ID; {@link #flaw} says what is wrong with it. */
    public static final class InvalidAccountIdException extends Exception {

        private final Flaw flaw;

        InvalidAccountIdException(Flaw flaw) {
            super("Not an Account ID: " + flaw);
            this.flaw = flaw;
        }

        public Flaw flaw() {
            return flaw;
        }
    }

    /**
     * @throws IllegalArgumentException unless these are 66 lower-case hexadecimal digits; for text
     *     that people type use {@link #parseUser}
     */
    public AccountId {
        if (hex.length() != 2 * SIZE || !isHex(hex) || !hex.equals(hex.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("An Account ID has 66 hexadecimal digits");
        }
    }

    /**
     * A person's Account ID as typed or pasted: white space around it and capitals are forgiven.
     */
    public static AccountId parseUser(String text) throws InvalidAccountIdException {
        String hex = text.strip().toLowerCase(Locale.ROOT);
        if (hex.isEmpty()) {
            throw new InvalidAccountIdException(Flaw.EMPTY);
        }
        if (!isHex(hex)) {
            throw new InvalidAccountIdException(Flaw.NOT_HEXADECIMAL);
        }
        if (hex.length() != 2 * SIZE) {
            throw new InvalidAccountIdException(
                    hex.length() < 2 * SIZE ? Flaw.TOO_SHORT : Flaw.TOO_LONG);
        }
        if (!hex.startsWith("05")) {
            throw new InvalidAccountIdException(Flaw.NOT_A_PERSON);
        }
        AccountId id = new AccountId(hex);
        if (id.x25519().isOfLowOrder()) {
            throw new InvalidAccountIdException(Flaw.NOT_A_PERSON);
        }
        return id;
    }

    public static AccountId ofUser(X25519PublicKey key) {
        return new AccountId("05" + key.hex());
    }

    public static AccountId ofGroup(Ed25519PublicKey key) {
        return new AccountId("03" + key.hex());
    }

    /**
     * @param bytes kind and key, 33 bytes
     */
    public static AccountId of(byte[] bytes) {
        return new AccountId(HexFormat.of().formatHex(bytes));
    }

    /** The kind byte, such as {@link #USER}. */
    public int kind() {
        return HexFormat.fromHexDigits(hex, 0, 2);
    }

    public boolean isUser() {
        return kind() == USER;
    }

    /** The key, 32 bytes. */
    public byte[] key() {
        return HexFormat.of().parseHex(hex, 2, 2 * SIZE);
    }

    /** Kind and key, 33 bytes. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /** The key of a person, to encrypt to. */
    public X25519PublicKey x25519() {
        return X25519PublicKey.of(key());
    }

    @Override
    public int compareTo(AccountId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
    }
}
