/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The ends of mailboxes that were read lately. Those who poll ask the same thing again and again,
 * and nearly always nothing has changed. Only this process writes, so it knows when something has.
 */
final class ReadCache {

    private static final long MAX_BYTES = 32L << 20;
    private static final long MAX_BOX = 256L << 10;
    private static final int ROW = 200;
    private static final int STRIPES = 4_096;

    private record Box(int node, AccountId owner, Namespace namespace) {}

    /**
     * Everything after a message, or everything, as it was when its owner's counter stood there.
     */
    private record End(
            @Nullable MessageHash after, List<StoredMessage> messages, long version, long weight) {}

    private final LinkedHashMap<Box, End> ends = new LinkedHashMap<>(16, 0.75f, true);
    private final AtomicLongArray changes = new AtomicLongArray(STRIPES);
    private long bytes;

    /** To be asked before the database is read, and given to {@link #keep}. */
    long version(int node, AccountId owner) {
        return changes.get(stripe(node, owner));
    }

    /** After a commit and before anybody is told of it. */
    void changed(int node, AccountId owner) {
        changes.incrementAndGet(stripe(node, owner));
    }

    /** After something else than this process has written. */
    void clear() {
        for (int i = 0; i < STRIPES; i++) {
            changes.incrementAndGet(i);
        }
    }

    /** What comes after a message, expired ones too; null if that is not known. */
    @Nullable List<StoredMessage> read(
            int node, AccountId owner, Namespace namespace, @Nullable MessageHash after) {
        End end;
        synchronized (ends) {
            end = ends.get(new Box(node, owner, namespace));
        }
        if (end == null || end.version() != version(node, owner)) {
            return null;
        }
        if (Objects.equals(after, end.after())) {
            return end.messages();
        }
        for (int i = 0; i < end.messages().size(); i++) {
            if (end.messages().get(i).hash().equals(after)) {
                return end.messages().subList(i + 1, end.messages().size());
            }
        }
        return null;
    }

    /** Notes all that the database has after a message. */
    void keep(
            int node,
            AccountId owner,
            Namespace namespace,
            @Nullable MessageHash after,
            List<StoredMessage> messages,
            long version) {
        long weight = ROW + messages.stream().mapToLong(m -> ROW + m.data().length).sum();
        if (weight > MAX_BOX) {
            return;
        }
        End end = new End(after, List.copyOf(messages), version, weight);
        synchronized (ends) {
            End before = ends.put(new Box(node, owner, namespace), end);
            bytes += weight - (before == null ? 0 : before.weight());
            while (bytes > MAX_BYTES) {
                Map.Entry<Box, End> eldest = ends.firstEntry();
                bytes -= eldest.getValue().weight();
                ends.remove(eldest.getKey());
            }
        }
    }

    private static int stripe(int node, AccountId owner) {
        int hash = 31 * node + owner.hashCode();
        return (hash ^ hash >>> 16) & STRIPES - 1;
    }
}
