/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    @Test
    void everySourceFileNamesItsLicence() throws IOException {
        for (String folder : new String[] {"src", "db", "frontend"}) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                assertThat(
                                files.filter(Files::isRegularFile)
                                        .filter(file ->
                                                file.toString()
                                                        .matches(
                                                                ".*\\.(java|sql|js|css|html|proto|yaml|svg)"))
                                        .filter(DocumentsTest::lacksLicence))
                        .isEmpty();
            }
        }
    }

    private static boolean lacksLicence(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.limit(5)
                    .noneMatch(line -> line.contains("SPDX-License-Identifier: AGPL-3.0-only"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
