/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.server.node.storage.StorageException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What fails here is no client's fault: it hears only that it failed, the operator reads why. */
final class Failed {

    private static final Logger LOG = LoggerFactory.getLogger(Failed.class);

    /** While the database is away every request fails. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final AtomicLong SAID = new AtomicLong(System.nanoTime() - QUIET_NANOS);

    private Failed() {}

    static RpcReply reply(StorageException why) {
        long said = SAID.get();
        long now = System.nanoTime();
        if (now - said >= QUIET_NANOS && SAID.compareAndSet(said, now)) {
            LOG.warn("Requests fail: {}", why.getMessage());
        }
        return reply();
    }

    /** A mistake of ours. */
    static RpcReply reply(RuntimeException why) {
        LOG.error("A request failed", why);
        return reply();
    }

    private static RpcReply reply() {
        return RpcReply.text(500, "request failed");
    }
}
