/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.protocol.identity.AccountId;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.storage.StorageException;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** A local network on free ports, its database, and a client. */
final class TestNetwork implements AutoCloseable {

    final TravellingClock clock = new TravellingClock(Instant.ofEpochMilli(1_795_438_800_000L));
    final TestDatabase database = TestDatabase.fresh();
    final RawClient client = new RawClient();
    private final Path directory;
    private final LocalNetwork.Settings settings;
    LocalNetwork network;

    TestNetwork(Path directory, UnaryOperator<LocalNetwork.Settings> settings)
            throws IOException, StorageException {
        this.directory = directory;
        this.settings = settings.apply(LocalNetwork.Settings.DEFAULT.onFreePorts());
        this.network = open();
    }

    private LocalNetwork open() throws IOException, StorageException {
        return LocalNetwork.open(
                settings, directory, database.dataSource(), clock, new SecureRandom());
    }

    /** Everything off and on again, with the same keys and messages, on other ports. */
    void restart() throws IOException, StorageException {
        network.close();
        network = open();
    }

    List<NodeEntry> swarmOf(AccountId account) {
        return network.map().members(network.map().swarmOf(account));
    }

    int numberOf(NodeEntry node) {
        return network.nodes().indexOf(node);
    }

    long now() {
        return clock.millis();
    }

    void execute(String sql) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Rows in a table of the nodes. */
    int count(String table) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Override
    public void close() {
        network.close();
        client.close();
        database.close();
    }
}
