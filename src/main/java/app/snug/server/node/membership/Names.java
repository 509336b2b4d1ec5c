/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.membership;

import app.snug.crypto.Blake2b;
import app.snug.crypto.Concatenation;
import app.snug.crypto.Secret;
import app.snug.crypto.XChaCha20Poly1305;
import app.snug.protocol.identity.AccountId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Short names of accounts, as a private network lists them, found by hash and readable for those
 * who know the name ({@code protocol/02} §11).
 */
public final class Names {

    public static final Names NONE = new Names(Map.of());

    private static final int HASH = 32;
    private static final byte[] NOTHING = {};

    /**
     * An account that only somebody with the name can read.
     *
     * @param nonce 24 bytes
     */
    public record Sealed(byte[] value, byte[] nonce) {}

    private final Map<String, Sealed> byHash = new HashMap<>();

    /**
     * @param accounts by name, in any case
     */
    public Names(Map<String, AccountId> accounts) {
        accounts.forEach((name, account) -> {
            byte[] text = name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            byte[] hash = Blake2b.hash(HASH, text);
            byHash.put(HexFormat.of().formatHex(hash), seal(text, hash, account));
        });
    }

    /** The nonce comes from what is sealed, so that all nodes answer the same. */
    private static Sealed seal(byte[] name, byte[] hash, AccountId account) {
        byte[] nonce =
                Blake2b.keyed(
                        XChaCha20Poly1305.NONCE_SIZE,
                        hash,
                        Concatenation.of(name, account.bytes()));
        try (Secret key = Secret.owning(Blake2b.keyed(HASH, hash, name))) {
            return new Sealed(
                    XChaCha20Poly1305.encrypt(key, nonce, account.bytes(), NOTHING), nonce);
        }
    }

    /**
     * @param hash of a name, 32 bytes in hexadecimal or base64
     */
    public Optional<Sealed> find(String hash) {
        try {
            return switch (hash.length()) {
                case 2 * HASH -> Optional.ofNullable(byHash.get(hash.toLowerCase(Locale.ROOT)));
                case 43, 44 ->
                        Optional.ofNullable(
                                byHash.get(
                                        HexFormat.of()
                                                .formatHex(Base64.getDecoder().decode(hash))));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
