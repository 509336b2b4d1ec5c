/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    private static final Path PROGRAMS = Path.of("target");

    @TempDir Path directory;

    @Test
    void whatWasCommittedIsThereAfterARestart() throws Exception {
        try (var postgres = start();
                var connection = connect(postgres)) {
            connection.createStatement().execute("create table kept as select 42 as answer");
        }
        try (var postgres = start();
                var connection = connect(postgres);
                var rows = connection.createStatement().executeQuery("select answer from kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(42);
        }
    }

    @Test
    void aCommitWaitsForTheDisk() throws Exception {
        try (var postgres = start();
                var connection = connect(postgres)) {
            assertThat(setting(connection, "fsync")).isEqualTo("on");
            assertThat(setting(connection, "synchronous_commit")).isEqualTo("on");
        }
    }

    @Test
    void nobodyConnectsWithoutThePassword() throws Exception {
        try (var postgres = start()) {
            assertThatThrownBy(() ->
                            DriverManager.getConnection(postgres.url(), "snug", "not it").close())
                    .isInstanceOf(SQLException.class);
        }
        assertThat(Files.getPosixFilePermissions(directory.resolve("password")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aSecondServerOnTheSameDataIsRefusedInASentence() throws Exception {
        try (var postgres = start()) {
            assertThat(postgres.url()).startsWith("jdbc:postgresql://127.0.0.1:");
            assertThatThrownBy(this::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Another Snug is running");
        }
    }

    @Test
    void aServerThatEndedByItselfComesBackAtTheSameAddressWithWhatWasCommitted() throws Exception {
        try (var postgres = start()) {
            try (var connection = connect(postgres)) {
                connection.createStatement().execute("create table kept as select 42 as answer");
            }
            Path pidFile = directory.resolve("data-18").resolve("postmaster.pid");
            long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst());
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            await().ignoreExceptionsInstanceOf(SQLException.class)
                    .until(() -> {
                        try (var connection = connect(postgres);
                                var rows =
                                        connection
                                                .createStatement()
                                                .executeQuery("select answer from kept")) {
                            return rows.next() && rows.getInt(1) == 42;
                        }
                    });
        }
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.start(PROGRAMS, directory, EmbeddedPostgres.Settings.DEFAULT);
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (var rows = connection.createStatement().executeQuery("show " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
