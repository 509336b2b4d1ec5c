/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.network.Files.Standing;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Whether a server answers: what requests found out, or a knock if that is too long ago. */
final class Answering {

    private static final long GOOD_FOR = Duration.ofMinutes(1).toNanos();

    /** A server that is back should soon be seen. */
    private static final long BAD_FOR = Duration.ofSeconds(5).toNanos();

    /** Tries the server. */
    @FunctionalInterface
    interface Knock {

        /** Tells {@link #heard} what it finds. */
        void run() throws NetworkException;
    }

    private final Knock knock;
    private final Executor background;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private Standing standing = Standing.UNKNOWN;
    private long since;
    private boolean knocking;

    Answering(Knock knock, Executor background) {
        this.knock = knock;
        this.background = background;
    }

    void heard(Standing what) {
        lock.lock();
        try {
            standing = what;
            since = System.nanoTime();
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Standing find(Duration patience) {
        if (isFresh()) {
            return current();
        }
        knockOnce();
        return wait(patience);
    }

    private void knockOnce() {
        lock.lock();
        try {
            if (knocking) {
                return;
            }
            knocking = true;
        } finally {
            lock.unlock();
        }
        background.execute(() -> {
            try {
                knock.run();
            } catch (NetworkException e) {
                // No way through the network says nothing about the server.
                forget(e);
            } finally {
                done();
            }
        });
    }

    private void forget(NetworkException e) {
        if (e.reason() != NetworkException.Reason.SERVER_UNREACHABLE) {
            heard(Standing.UNKNOWN);
        }
    }

    private void done() {
        lock.lock();
        try {
            knocking = false;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Standing wait(Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (knocking && !isFresh() && left > 0) {
                left = news.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return isFresh() ? current() : Standing.UNKNOWN;
    }

    private boolean isFresh() {
        lock.lock();
        try {
            long age = System.nanoTime() - since;
            return switch (standing) {
                case ANSWERS -> age < GOOD_FOR;
                case AWAY -> age < BAD_FOR;
                case UNKNOWN, NONE -> false;
            };
        } finally {
            lock.unlock();
        }
    }

    private Standing current() {
        lock.lock();
        try {
            return standing;
        } finally {
            lock.unlock();
        }
    }
}
