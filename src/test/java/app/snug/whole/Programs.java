/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.whole;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The programs of PostgreSQL where earlier tests unpacked them: to do it anew takes seconds. */
final class Programs {

    private Programs() {}

    /** As if a house had started once before. */
    static void lendTo(Path data) throws IOException {
        Path place = Files.createDirectories(data.resolve("postgres"));
        try (DirectoryStream<Path> unpacked =
                Files.newDirectoryStream(Path.of("target"), "programs-*")) {
            for (Path programs : unpacked) {
                Path lent = place.resolve(programs.getFileName());
                if (!Files.exists(lent)) {
                    Files.createSymbolicLink(lent, programs.toAbsolutePath());
                }
            }
        }
    }
}
