/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.descriptor;

import app.snug.crypto.Blake2b;
import app.snug.crypto.Concatenation;
import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.crypto.XChaCha20Poly1305;
import app.snug.protocol.identity.AccountId;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A short name of an account, found by its hash and readable for those who know the name ({@code
 * protocol/02} §11).
 *
 * @param hash of the name, 64 hexadecimal digits
 * @param value the account, sealed: 98 hexadecimal digits
 * @param nonce 48 hexadecimal digits
 */
public record SealedName(String hash, String value, String nonce) {

    private static final int KEY = 32;
    private static final byte[] NOTHING = {};
    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");
    private static final int VALUE = AccountId.SIZE + 16;

    /** As clients take them. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,62}[a-z0-9_])?");

    /**
     * @throws IllegalArgumentException with a sentence for people
     */
    public SealedName {
        require(hash, 2 * KEY);
        require(value, 2 * VALUE);
        require(nonce, 2 * XChaCha20Poly1305.NONCE_SIZE);
    }

    private static void require(String hex, int digits) {
        if (hex.length() != digits || !HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("The list of names is damaged.");
        }
    }

    /**
     * Seals an account. The nonce comes from what is sealed, so the same is sealed the same way.
     *
     * @param name in any case
     * @throws IllegalArgumentException with a sentence for people, if clients could not look for it
     */
    public static SealedName of(String name, AccountId account) {
        byte[] text = bytes(name);
        byte[] hash = Blake2b.hash(KEY, text);
        byte[] nonce =
                Blake2b.keyed(
                        XChaCha20Poly1305.NONCE_SIZE,
                        hash,
                        Concatenation.of(text, account.bytes()));
        try (Secret key = key(text, hash)) {
            HexFormat hex = HexFormat.of();
            return new SealedName(
                    hex.formatHex(hash),
                    hex.formatHex(XChaCha20Poly1305.encrypt(key, nonce, account.bytes(), NOTHING)),
                    hex.formatHex(nonce));
        }
    }

    /**
     * What a name is found by.
     *
     * @throws IllegalArgumentException with a sentence for people
     */
    public static String hashOf(String name) {
        return HexFormat.of().formatHex(Blake2b.hash(KEY, bytes(name)));
    }

    /** The account; nothing if this is another name's, or was sealed by somebody who lied. */
    public Optional<AccountId> open(String name) {
        HexFormat hex = HexFormat.of();
        byte[] text = bytes(name);
        try (Secret key = key(text, Blake2b.hash(KEY, text))) {
            return Optional.of(
                    AccountId.of(
                            XChaCha20Poly1305.decrypt(
                                    key, hex.parseHex(nonce), hex.parseHex(value), NOTHING)));
        } catch (DecryptionException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Secret key(byte[] name, byte[] hash) {
        return Secret.owning(Blake2b.keyed(KEY, hash, name));
    }

    private static byte[] bytes(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(lower).matches()) {
            throw new IllegalArgumentException(
                    "“"
                            + Node.printable(name)
                            + "” is no short name: 1 to 64 letters a to z, digits, hyphens and"
                            + " underscores, no hyphen first or last.");
        }
        return lower.getBytes(StandardCharsets.UTF_8);
    }
}
