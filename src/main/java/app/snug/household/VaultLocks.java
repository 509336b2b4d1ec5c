/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.crypto.Argon2id;
import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.household.Members.RefusedException;
import app.snug.household.StoredMember.PassphraseLock;
import app.snug.messenger.OwnerId;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * Locks vault keys by passphrases. There is no password hash besides: a passphrase is right if its
 * key opens the lock, which is authenticated.
 */
final class VaultLocks {

    static final int VAULT_KEY_SIZE = 32;

    private static final String ROW = "member/vault_by_passphrase";

    private final PassphraseKeys keys;
    private final Argon2id.Cost cost;
    private final SecureRandom random;
    private final OwnerId nobody = new OwnerId(new UUID(0, 0));
    private final PassphraseLock decoy;

    VaultLocks(PassphraseKeys keys, Argon2id.Cost cost, SecureRandom random) {
        this.keys = keys;
        this.cost = cost;
        this.random = random;
        try (Secret unknown = Secret.random(VAULT_KEY_SIZE, random)) {
            this.decoy =
                    new PassphraseLock(
                            salt(),
                            cost,
                            Sealing.seal(unknown, nobody, ROW, new byte[VAULT_KEY_SIZE], random));
        }
    }

    /**
     * @param passphrase as {@link Passphrase} gives it
     */
    PassphraseLock lock(OwnerId owner, Secret vaultKey, Secret passphrase) throws RefusedException {
        return lock(owner, vaultKey, passphrase, salt());
    }

    /** A lock for the same passphrase, at the cost that is wanted now. */
    PassphraseLock renew(OwnerId owner, PassphraseLock lock, Secret vaultKey, Secret passphrase)
            throws RefusedException {
        return lock(owner, vaultKey, passphrase, lock.salt());
    }

    private PassphraseLock lock(OwnerId owner, Secret vaultKey, Secret passphrase, byte[] salt)
            throws RefusedException {
        byte[] plain = vaultKey.copy();
        try (Secret key = keys.derive(passphrase, salt, cost)) {
            return new PassphraseLock(salt, cost, Sealing.seal(key, owner, ROW, plain, random));
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** The vault key, if the passphrase is right. */
    Optional<Secret> unlock(OwnerId owner, PassphraseLock lock, Secret passphrase)
            throws RefusedException {
        try (Secret key = keys.derive(passphrase, lock.salt(), lock.cost())) {
            return Optional.of(Secret.owning(Sealing.open(key, owner, ROW, lock.wrapped())));
        } catch (DecryptionException e) {
            return Optional.empty();
        }
    }

    /** The same work as {@link #unlock}, for a login that does not exist. */
    void workInVain(Secret passphrase) throws RefusedException {
        unlock(nobody, decoy, passphrase).ifPresent(Secret::close);
    }

    /** Whether the lock was made at a cost that is no longer the one wanted. */
    boolean isOutdated(PassphraseLock lock) {
        return !lock.cost().equals(cost);
    }

    private byte[] salt() {
        byte[] salt = new byte[Argon2id.SALT_SIZE];
        random.nextBytes(salt);
        return salt;
    }
}
