/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.crypto.Ed25519PublicKey;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Something the writer does in its next transaction, for the node with that row number. */
sealed interface Write {

    int node();

    /** Bytes waiting because of this. */
    int weight();

    void fail(StorageException why);

    /** About one message; many of them become a few statements. */
    sealed interface OfMessage extends Write {
        StoredMessage message();
    }

    /** Who brings a message. */
    enum Source {
        /** A client: whatever was before, it wants it kept. */
        CLIENT,
        /**
         * A member that a client has asked; the client may have asked for its deletion since, and
         * been faster with that.
         */
        FORWARDED,
        /** A member that found this one to lack it. */
        HANDED_ON
    }

    /**
     * Keep the message, and remember who else should get it.
     *
     * @param source of which it depends whether what was deleted since stays so
     */
    record Insert(
            int node,
            StoredMessage message,
            Source source,
            Set<Ed25519PublicKey> peers,
            long dueAt,
            CompletableFuture<StoreOutcome> done)
            implements OfMessage {

        @Override
        public int weight() {
            return message.data().length + 512;
        }

        @Override
        public void fail(StorageException why) {
            done.completeExceptionally(why);
        }
    }

    /** Only these still lack it. */
    record Settle(int node, StoredMessage message, Set<Ed25519PublicKey> missing, long dueAt)
            implements OfMessage {

        @Override
        public int weight() {
            return 256;
        }

        @Override
        public void fail(StorageException why) {}
    }

    /** Change what is kept, and remember the order. */
    record Alter(
            int node, Alteration change, Order order, long dueAt, CompletableFuture<Altered> done)
            implements Write {

        @Override
        public int weight() {
            return order.request().length + 512;
        }

        @Override
        public void fail(StorageException why) {
            done.completeExceptionally(why);
        }
    }

    /** Only the peers named in it still have to carry it out. */
    record SettleOrder(int node, Order order, long dueAt) implements Write {

        @Override
        public int weight() {
            return 256;
        }

        @Override
        public void fail(StorageException why) {}
    }
}
