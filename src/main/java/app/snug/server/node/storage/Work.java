/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Part of a transaction of the writer. */
interface Work {

    /** May be called again, in another transaction, after one that failed. */
    void execute(Connection connection) throws SQLException;

    /** The smallest parts, to be tried one by one where the whole fails. */
    default List<Work> pieces() {
        return List.of(this);
    }

    /** Answers those who wait, after the commit. */
    void succeed();

    void fail(StorageException why);

    /** Names the accounts that may read something else now. */
    void changed(ReadCache cache);
}
