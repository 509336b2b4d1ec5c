/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.crypto.Argon2id;
import app.snug.crypto.Secret;
import app.snug.household.Members.Refusal;
import app.snug.household.Members.RefusedException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Keys from passphrases. Each takes much memory and time, so few are made at once, on threads of
 * their own: a native call would hold up a carrier of virtual threads.
 */
final class PassphraseKeys implements AutoCloseable {

    private static final int KEY_SIZE = 32;
    private static final int WAITING = 32;

    private final Derivation derivation;
    private final ThreadPoolExecutor workers;

    /** Argon2id, or what counts its calls. */
    @FunctionalInterface
    interface Derivation {
        Secret derive(Secret passphrase, byte[] salt, Argon2id.Cost cost, int size);
    }

    PassphraseKeys(Derivation derivation) {
        this.derivation = derivation;
        int atOnce = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.workers =
                new ThreadPoolExecutor(
                        atOnce,
                        atOnce,
                        30,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING),
                        Thread.ofPlatform().name("passphrases-", 1).daemon().factory());
        workers.allowCoreThreadTimeOut(true);
    }

    /**
     * @throws RefusedException BUSY if too many are waiting already
     */
    Secret derive(Secret passphrase, byte[] salt, Argon2id.Cost cost) throws RefusedException {
        var work = new FutureTask<>(() -> derivation.derive(passphrase, salt, cost, KEY_SIZE));
        try {
            workers.execute(work);
        } catch (RejectedExecutionException e) {
            throw new RefusedException(Refusal.BUSY);
        }
        return await(work);
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }

    /** Waits even if interrupted, since the passphrase may not be wiped while it is read. */
    private static Secret await(FutureTask<Secret> work) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return work.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("No key from a passphrase", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
