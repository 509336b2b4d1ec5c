/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The packaged jar taken apart once, as the image has it: it starts in half the time. */
public final class Unpacked {

    private static final Path JAR = unpack();

    private Unpacked() {}

    public static Path jar() {
        return JAR;
    }

    private static Path unpack() {
        Path packed = Path.of("target", "snug.jar").toAbsolutePath();
        Path place = packed.resolveSibling("snug-unpacked");
        try {
            delete(place);
            Process taking =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Djarmode=tools",
                                    "-jar",
                                    packed.toString(),
                                    "extract",
                                    "--destination",
                                    place.toString())
                            .inheritIO()
                            .start();
            if (taking.waitFor() != 0) {
                throw new IllegalStateException(packed + " cannot be taken apart");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return place.resolve("snug.jar");
    }

    private static void delete(Path place) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> all = Files.walk(place)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
