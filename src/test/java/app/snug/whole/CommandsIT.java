/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./snug} in a checkout that was built and nothing else. */
class CommandsIT {

    @Test
    void theFirstCommandOfANetworkWorksBeforeSnugWasEverStartedThere(@TempDir Path checkout)
            throws Exception {
        Files.copy(Path.of("snug"), checkout.resolve("snug"));
        for (String source : new String[] {"src/main", "frontend", "db", "target"}) {
            Files.createDirectories(checkout.resolve(source));
        }
        Files.createFile(checkout.resolve("pom.xml"));
        Path jar = checkout.resolve("target/snug.jar");
        Files.copy(Path.of("target/snug.jar"), jar);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(1)));

        ProcessBuilder command =
                new ProcessBuilder(
                                "bash",
                                checkout.resolve("snug").toString(),
                                "network",
                                "key",
                                "anna")
                        .redirectErrorStream(true);
        command.environment().put("SNUG_DATA_DIR", checkout.resolve("data").toString());
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process running = command.start();
        String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(running.waitFor()).as(said).isZero();
        assertThat(said).contains("--operator ");
    }
}
