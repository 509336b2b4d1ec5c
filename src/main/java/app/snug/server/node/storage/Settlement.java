/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import java.sql.Connection;
import java.sql.SQLException;

/** Notes which peers still have to carry out an order; one that nobody needs is forgotten. */
final class Settlement implements Work {

    private final Write.SettleOrder write;
    private final Usage usage;
    private long freed;

    Settlement(Write.SettleOrder write, Usage usage) {
        this.write = write;
        this.usage = usage;
    }

    @Override
    public void execute(Connection connection) throws SQLException {
        freed = Orders.settle(connection, write);
    }

    @Override
    public void succeed() {
        usage.remembered(write.node(), -freed);
    }

    @Override
    public void fail(StorageException why) {}

    @Override
    public void changed(ReadCache cache) {}
}
