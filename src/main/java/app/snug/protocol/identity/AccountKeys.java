/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.identity;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Secret;
import app.snug.crypto.X25519KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The keys of an account, made from the 16 bytes of entropy behind the recovery words ({@code
 * protocol/01} §1.1). Closing wipes them.
 */
public final class AccountKeys implements AutoCloseable {

    public static final int ENTROPY_SIZE = 16;

    private final Ed25519KeyPair ed25519;
    private final X25519KeyPair x25519;
    private final AccountId id;

    private AccountKeys(Ed25519KeyPair ed25519) {
        this.ed25519 = ed25519;
        this.x25519 = ed25519.toX25519();
        this.id = AccountId.ofUser(x25519.publicKey());
    }

    /**
     * What recovery words hold.
     *
     * @param secret 16 bytes of entropy, or the 32 bytes of an old account's seed; stays the
     *     caller's
     * @throws IllegalArgumentException if it has another size
     */
    public static AccountKeys of(Secret secret) {
        return secret.size() == Ed25519KeyPair.SEED_SIZE ? fromSeed(secret) : fromEntropy(secret);
    }

    /**
     * @param entropy 16 bytes; stays the caller's
     * @throws IllegalArgumentException if it has another size
     */
    public static AccountKeys fromEntropy(Secret entropy) {
        if (entropy.size() != ENTROPY_SIZE) {
            throw new IllegalArgumentException("An account's entropy has 16 bytes");
        }
        byte[] bytes = entropy.copy();
        try (Secret seed = Secret.owning(Arrays.copyOf(bytes, Ed25519KeyPair.SEED_SIZE))) {
            return fromSeed(seed);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /**
     * @param seed the 32-byte Ed25519 seed: entropy and 16 zeros, or a full seed of the early days;
     *     stays the caller's
     * @throws IllegalArgumentException if it has another size
     */
    public static AccountKeys fromSeed(Secret seed) {
        return new AccountKeys(Ed25519KeyPair.fromSeed(seed));
    }

    /** What a new account starts from, 16 bytes. */
    public static Secret newEntropy(SecureRandom random) {
        return Secret.random(ENTROPY_SIZE, random);
    }

    public AccountId id() {
        return id;
    }

    /** Lives as long as this; closed with it. */
    public Ed25519KeyPair ed25519() {
        return ed25519;
    }

    /** Lives as long as this; closed with it. */
    public X25519KeyPair x25519() {
        return x25519;
    }

    @Override
    public void close() {
        ed25519.close();
        x25519.close();
    }

    @Override
    public String toString() {
        return "AccountKeys[" + id + "]";
    }
}
