/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.snug.testing.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
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

    @Test
    void aPortThatSomebodyElseTookMeanwhileIsGivenUpForAnother() throws Exception {
        int free = FreePorts.one();
        try (Socket one = bound();
                Socket other = bound()) {
            Iterator<Integer> ports =
                    List.of(one.getLocalPort(), other.getLocalPort(), free).iterator();
            try (var postgres = start(ports::next)) {
                assertThat(postgres.url()).contains(":" + free + "/");
                connect(postgres).close();
            }
        }
    }

    @Test
    void ifEveryPortIsTakenItSaysSoAndLeavesTheData() throws Exception {
        try (Socket taken = bound()) {
            assertThatThrownBy(() -> start(taken::getLocalPort))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " is taken");
        }
        start().close();
    }

    /** Has a port, as whoever asks somebody else for something. */
    private static Socket bound() throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
    }

    @Test
    void anEmptyPasswordIsRefusedBeforeAnythingIsMade() throws Exception {
        Files.createFile(directory.resolve("password"));
        assertThatThrownBy(this::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is empty");
        assertThat(directory.resolve("data-18")).doesNotExist();
    }

    private EmbeddedPostgres start(EmbeddedPostgres.Ports ports) throws IOException {
        return EmbeddedPostgres.start(
                PROGRAMS, directory, EmbeddedPostgres.Settings.DEFAULT, ports);
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
