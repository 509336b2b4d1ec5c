/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import app.snug.testing.TestDatabase;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(OutputCaptureExtension.class)
class RefusedStartTest {

    @TempDir Path data;

    @Test
    void anUnknownRoleIsNamed(CapturedOutput output) {
        refused("--snug.roles=web,cook");
        assertSaid(
                output,
                "SNUG_ROLES names “cook”, which is no role; there are web, node and files.");
    }

    @Test
    void aLocalNetworkTooSmallForAPathIsNamed(CapturedOutput output) {
        refused("--snug.local.nodes=3");
        assertSaid(
                output,
                "SNUG_LOCAL_NODES is 3; it can be 4 (three hops and a destination) to 100.");
    }

    @Test
    void portsBeyondTheLastOneAreNamed(CapturedOutput output) {
        refused("--snug.local.node-port=65530");
        assertSaid(output, "SNUG_LOCAL_NODE_PORT is 65530; it can be 0 (any free) to 65526.");
    }

    @Test
    void aPortThatIsNoNumberIsNamed(CapturedOutput output) {
        refused("--snug.local.file-port=many");
        assertSaid(output, "SNUG_LOCAL_FILE_PORT has a value that cannot be read.");
    }

    @Test
    void aFileServerWithoutSpaceForAFileIsNamed(CapturedOutput output) {
        refused("--snug.files.space=5MB");
        assertSaid(
                output,
                "SNUG_FILES_SPACE is 5242880B; one file may take 10 MB, so 11MB are the least.");
    }

    @Test
    void aLifetimeThatIsNoneIsNamed(CapturedOutput output) {
        refused("--snug.files.lifetime=5s");
        assertSaid(output, "SNUG_FILES_LIFETIME is 5 seconds; it can be 1m (a minute) to 3650d.");
    }

    @Test
    void aSecondFileServerBesideThatOfTheLocalNetworkIsRefused(CapturedOutput output) {
        refused("--snug.roles=web,files");
        assertSaid(
                output,
                "SNUG_ROLES says files, but the local network has a file server of its own");
    }

    @Test
    void aFolderInUseByAnotherProcessIsNamed(CapturedOutput output) throws Exception {
        Path folder = Files.createDirectories(data.resolve("postgres"));
        try (FileChannel channel =
                        FileChannel.open(
                                folder.resolve("in-use"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            refused();
        }
        assertSaid(output, "stop it first or set SNUG_DATA_DIR to another folder");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNamedWithoutItsAddress(CapturedOutput output) {
        refused(
                "--snug.database-url=jdbc:postgresql://127.0.0.1:1/snug?password=hush",
                "--snug.database-user=someone");
        assertSaid(output, "The PostgreSQL that SNUG_DATABASE_URL names does not let us in");
        assertThat(output.getAll()).doesNotContain("hush");
    }

    @Test
    void aDatabaseOfANewerSnugIsLeftAlone(CapturedOutput output) {
        try (TestDatabase database = TestDatabase.fresh()) {
            JdbcClient.create(database.dataSource())
                    .sql(
                            """
                            insert into flyway_schema_history
                              select 9999, '9999', 'tomorrow', 'SQL', 'V9999__tomorrow.sql', 1,
                                     'someone', now(), 1, true
                            """)
                    .update();
            refused(
                    "--snug.database-url=" + database.url(),
                    "--snug.database-user=" + database.user(),
                    "--snug.database-password=" + database.password());
        }
        assertSaid(output, "The database was changed by a newer Snug (its schema is 9999)");
    }

    @Test
    void aPasswordFileThatIsNotThereIsNamed(CapturedOutput output) {
        refused(
                "--snug.database-url=jdbc:postgresql://127.0.0.1:1/snug",
                "--snug.database-password-file=" + data.resolve("nowhere"));
        assertSaid(output, "The file that SNUG_DATABASE_PASSWORD_FILE names cannot be read");
    }

    @Test
    void twoPasswordsAreOneTooMany(CapturedOutput output) {
        refused("--snug.database-password=hush", "--snug.database-password-file=password");
        assertSaid(
                output,
                "Both SNUG_DATABASE_PASSWORD and SNUG_DATABASE_PASSWORD_FILE are set; keep one of"
                        + " them.");
        assertThat(output.getAll()).doesNotContain("hush");
    }

    /** As little of a server as can find a port taken. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(TomcatServletWebServerAutoConfiguration.class)
    static class BareServer {}

    @ParameterizedTest
    @CsvSource({"SNUG_PORT,1", "SNUG_MANAGEMENT_PORT,0"})
    void aTakenPortIsNamed(String setting, int away, CapturedOutput output) throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();
            Throwable failure =
                    catchThrowable(() ->
                            new SpringApplicationBuilder(BareServer.class)
                                    .registerShutdownHook(false)
                                    .run(
                                            "--server.port=" + port,
                                            "--management.server.port=" + (port + away))
                                    .close());
            assertThat(failure).isNotNull();
            assertSaid(
                    output,
                    "%s is %d, and nothing can listen there: another program does already. Stop that one, or set %s to a free port."
                            .formatted(setting, port, setting));
        }
    }

    private void refused(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("--snug.data-dir=" + data);
        all.add("--server.port=0");
        Throwable failure =
                catchThrowable(() ->
                        new SpringApplicationBuilder(SnugApplication.class)
                                .registerShutdownHook(false)
                                .run(all.toArray(String[]::new))
                                .close());
        assertThat(failure).isNotNull();
    }

    private static void assertSaid(CapturedOutput output, String sentence) {
        assertThat(output.getAll()).containsOnlyOnce(sentence).doesNotContain("\tat ");
    }
}
