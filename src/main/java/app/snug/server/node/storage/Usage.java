/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.Namespace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much is kept, by account and by node. Of accounts that stored lately it is remembered, so
 * that it need not be counted for each message.
 */
final class Usage {

    /** Bytes that a deletion or a revocation counts. */
    static final long ROW = 200;

    /** Bytes that an order counts beside its request. */
    static final long ORDER = 400;

    /** What is remembered of orders may take so much of the node. */
    private static final int MEMORY_PART = 10;

    private static final int MAX_ACCOUNTS = 20_000;

    /** Account by account, by the key, whatever PostgreSQL believes about the table's size. */
    private static final String OF_ACCOUNTS =
            """
            SELECT r.node, r.owner, kept.open, kept.messages, kept.bytes
            FROM unnest(?::int4[], ?::bytea[]) AS r(node, owner)
            CROSS JOIN LATERAL (
                SELECT m.namespace % 10 = 0 AS open, count(*) AS messages,
                    sum(octet_length(m.data)) AS bytes
                FROM swarm_message m
                WHERE m.node = r.node AND m.owner = r.owner
                GROUP BY 1) AS kept
            """;

    private static final String OF_NODES =
            "SELECT node, sum(octet_length(data)) FROM swarm_message GROUP BY node";

    private static final String OF_MEMORY =
            """
            SELECT node, sum(bytes) FROM (
                SELECT node, octet_length(request) + %1$d AS bytes FROM swarm_order
                UNION ALL SELECT node, %2$d FROM swarm_deletion
                UNION ALL SELECT node, %2$d FROM swarm_revocation) AS remembered
            GROUP BY node
            """
                    .formatted(ORDER, ROW);

    private record Account(int node, AccountId owner) {}

    /** Of one account: what anybody may store, and what only the account may. */
    private static final class Amount {
        final long[] messages = new long[2];
        final long[] bytes = new long[2];
    }

    private final Quota quota;
    private final LinkedHashMap<Account, Amount> accounts =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Account, Amount> eldest) {
                    return size() > MAX_ACCOUNTS;
                }
            };
    private final Map<Integer, Long> nodes = new HashMap<>();
    private final Map<Integer, Long> memories = new HashMap<>();
    private boolean counted;

    Usage(Quota quota) {
        this.quota = quota;
    }

    /** Counts what is not known about the accounts that want to store. */
    synchronized void prepare(Connection connection, Collection<Write.Insert> inserts)
            throws SQLException {
        count(connection);
        Set<Account> unknown = new HashSet<>();
        for (Write.Insert insert : inserts) {
            Account account = new Account(insert.node(), insert.message().owner());
            if (!accounts.containsKey(account)) {
                unknown.add(account);
            }
        }
        if (unknown.isEmpty()) {
            return;
        }
        Map<Account, Amount> amounts = new HashMap<>();
        unknown.forEach(account -> amounts.put(account, new Amount()));
        try (PreparedStatement statement = connection.prepareStatement(OF_ACCOUNTS)) {
            Columns columns = new Columns(connection, statement);
            columns.integers(unknown.stream().map(Account::node));
            columns.bytes(unknown.stream().map(account -> account.owner().bytes()));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    Amount amount =
                            amounts.computeIfAbsent(
                                    new Account(result.getInt(1), AccountId.of(result.getBytes(2))),
                                    key -> new Amount());
                    int kind = result.getBoolean(3) ? 0 : 1;
                    amount.messages[kind] = result.getLong(4);
                    amount.bytes[kind] = result.getLong(5);
                }
            }
        }
        accounts.putAll(amounts);
    }

    /** How much there is of all together, unless it is known. */
    synchronized void count(Connection connection) throws SQLException {
        if (counted) {
            return;
        }
        try (Statement settings = connection.createStatement()) {
            // The one thing for which the whole table is read.
            settings.execute("SET LOCAL enable_seqscan TO on");
        }
        count(connection, OF_NODES, nodes);
        count(connection, OF_MEMORY, memories);
        counted = true;
    }

    private static void count(Connection connection, String sql, Map<Integer, Long> into)
            throws SQLException {
        into.clear();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                into.put(result.getInt(1), result.getLong(2));
            }
        }
    }

    /**
     * Why one more message is too many; null if it is not. It may be there already all the same.
     * Members hand on what they have room for: of accounts only they have counted it.
     */
    synchronized StoreOutcome.@Nullable Kind full(Write.Insert insert) {
        long size = insert.message().data().length;
        if (bytes(insert.node()) + size > quota.nodeBytes()) {
            return StoreOutcome.Kind.NODE_FULL;
        }
        Amount amount = accounts.get(new Account(insert.node(), insert.message().owner()));
        if (amount == null || insert.source() == Write.Source.HANDED_ON) {
            return null;
        }
        int kind = kind(insert.message().namespace());
        boolean full =
                amount.messages[kind] >= quota.messages()
                        || amount.bytes[kind] + size > quota.bytes();
        return full ? StoreOutcome.Kind.ACCOUNT_FULL : null;
    }

    synchronized void added(int node, StoredMessage message) {
        long size = message.data().length;
        nodes.merge(node, size, Long::sum);
        Amount amount = accounts.get(new Account(node, message.owner()));
        if (amount != null) {
            amount.messages[kind(message.namespace())]++;
            amount.bytes[kind(message.namespace())] += size;
        }
    }

    /** The account has deleted something. */
    synchronized void removed(int node, AccountId owner, long bytes) {
        accounts.remove(new Account(node, owner));
        nodes.merge(node, -bytes, Long::sum);
    }

    /** Messages of whatever accounts have expired. */
    synchronized void swept(int node, long bytes) {
        accounts.keySet().removeIf(account -> account.node() == node);
        nodes.merge(node, -bytes, Long::sum);
    }

    /** Whether orders of accounts of which nothing is here are remembered too. */
    synchronized boolean hasMemory(int node) {
        return bytes(node) < quota.nodeBytes()
                && memories.getOrDefault(node, 0L) < quota.nodeBytes() / MEMORY_PART;
    }

    /**
     * @param bytes less than zero if it is forgotten
     */
    synchronized void remembered(int node, long bytes) {
        memories.merge(node, bytes, Long::sum);
    }

    /** Everything is counted anew: what became of a commit is not known. */
    synchronized void forget() {
        accounts.clear();
        counted = false;
    }

    synchronized long bytes(int node) {
        return nodes.getOrDefault(node, 0L) + memories.getOrDefault(node, 0L);
    }

    private static int kind(Namespace namespace) {
        return namespace.isPublicInbox() ? 0 : 1;
    }
}
