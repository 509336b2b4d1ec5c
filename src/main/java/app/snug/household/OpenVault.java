/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.crypto.BlindHashes;
import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.messenger.OwnerId;
import app.snug.messenger.Vault;
import app.snug.messenger.VaultLockedException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/** A vault whose key is in memory. Closing it waits for seals under way, then wipes the key. */
final class OpenVault implements Vault, AutoCloseable {

    private static final String ROWS = "snug/vault/rows/1";
    private static final String FILES = "snug/vault/files/1";
    private static final String WORDS = "snug/vault/words/1";

    private final OwnerId owner;
    private final Secret key;
    private final Secret rows;
    private final SecureRandom random;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /**
     * @param key 32 bytes; taken over
     */
    OpenVault(OwnerId owner, Secret key, SecureRandom random) {
        this.owner = owner;
        this.key = key;
        this.rows = SubKey.of(key, ROWS);
        this.random = random;
    }

    @Override
    public byte[] seal(String row, byte[] plain) {
        Lock reading = use();
        try {
            return Sealing.seal(rows, owner, row, plain, random);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public byte[] open(String row, byte[] sealed) throws DecryptionException {
        Lock reading = use();
        try {
            return Sealing.open(rows, owner, row, sealed);
        } finally {
            reading.unlock();
        }
    }

    /** Owner and file are in the key, so a file opens as no other's. */
    @Override
    public Secret fileKey(String file) {
        return withKey(vault -> {
            try (Secret files = SubKey.of(vault, FILES)) {
                return SubKey.of(files, owner.value() + "/" + file);
            }
        });
    }

    @Override
    public long[] blind(String index, List<String> terms) {
        return withKey(vault -> {
            try (Secret words = SubKey.of(vault, WORDS);
                    Secret own = SubKey.of(words, owner.value() + "/" + index)) {
                return BlindHashes.of(own, terms);
            }
        });
    }

    /** Lends the vault key, which may not be kept. */
    <T> T withKey(Function<Secret, T> use) {
        Lock reading = use();
        try {
            return use.apply(key);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
            key.close();
            rows.close();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private Lock use() {
        Lock reading = lock.readLock();
        reading.lock();
        if (closed) {
            reading.unlock();
            throw new VaultLockedException(owner);
        }
        return reading;
    }
}
