/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for the store. */
final class Waiting {

    private static final long PATIENCE_SECONDS = 20;

    private Waiting() {}

    /** Null if it failed. */
    static <T> @Nullable T forResult(CompletableFuture<T> result) {
        try {
            return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
