/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RefusedStartTest {

    @TempDir Path data;

    @Test
    void anUnknownRoleIsNamed(CapturedOutput output) {
        refused("--snug.roles=web,cook");
        assertSaid(output, "SNUG_ROLES names “cook”, which is no role; the one there is: web.");
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
