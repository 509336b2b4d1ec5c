/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.stream.Stream;

/** Fills a statement's parameters in order: whole columns as arrays, and single values. */
final class Columns {

    private final Connection connection;
    private final PreparedStatement statement;
    private int index;

    Columns(Connection connection, PreparedStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    void integers(Stream<Integer> values) throws SQLException {
        array("int4", values.toArray(Integer[]::new));
    }

    void smallints(Stream<Short> values) throws SQLException {
        array("int2", values.toArray(Short[]::new));
    }

    void longs(Stream<Long> values) throws SQLException {
        array("int8", values.toArray(Long[]::new));
    }

    void texts(Stream<String> values) throws SQLException {
        array("text", values.toArray(String[]::new));
    }

    void bytes(Stream<byte[]> values) throws SQLException {
        array("bytea", values.toArray(byte[][]::new));
    }

    void value(long value) throws SQLException {
        statement.setLong(++index, value);
    }

    void value(int value) throws SQLException {
        statement.setInt(++index, value);
    }

    void value(boolean value) throws SQLException {
        statement.setBoolean(++index, value);
    }

    void value(String value) throws SQLException {
        statement.setString(++index, value);
    }

    void value(byte[] value) throws SQLException {
        statement.setBytes(++index, value);
    }

    private void array(String type, Object[] values) throws SQLException {
        statement.setArray(++index, connection.createArrayOf(type, values));
    }
}
