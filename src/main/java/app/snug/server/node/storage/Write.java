/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.crypto.Ed25519PublicKey;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Something the writer does in its next transaction, for the node with that row number. */
sealed interface Write {

    int node();

    StoredMessage message();

    /** Bytes waiting because of this. */
    default int weight() {
        return message().data().length + 512;
    }

    /** Keep the message, and remember who else should get it. */
    record Insert(
            int node,
            StoredMessage message,
            Set<Ed25519PublicKey> peers,
            long dueAt,
            CompletableFuture<StoreOutcome> done)
            implements Write {}

    /** Only these still lack it. */
    record Settle(int node, StoredMessage message, Set<Ed25519PublicKey> missing, long dueAt)
            implements Write {

        @Override
        public int weight() {
            return 256;
        }
    }
}
