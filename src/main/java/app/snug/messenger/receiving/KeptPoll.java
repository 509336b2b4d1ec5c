/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.network.NetworkException;
import app.snug.network.Swarms.Polled;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A poll under way that a node may keep; the poller does other things meanwhile. */
final class KeptPoll {

    private final FutureTask<Polled> task;

    /**
     * @param ended called when there is a result
     */
    KeptPoll(Callable<Polled> poll, Runnable ended) {
        task =
                new FutureTask<>(poll) {
                    @Override
                    protected void done() {
                        ended.run();
                    }
                };
        Thread.ofVirtual().name("poll").start(task);
    }

    boolean isDone() {
        return task.isDone();
    }

    /** What it would bring is still there next time. */
    void cancel() {
        task.cancel(true);
    }

    /** When done. */
    Polled result() throws NetworkException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case NetworkException network -> throw network;
                case RuntimeException runtime -> throw runtime;
                case null, default -> throw new IllegalStateException("A poll broke", e);
            }
        }
    }
}
