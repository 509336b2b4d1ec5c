/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The packaged jar taken apart once, as the image has it: it starts in half the time. Test
 * processes that run side by side share it.
 */
public final class Unpacked {

    private static final Path JAR = unpack();

    private Unpacked() {}

    public static Path jar() {
        return JAR;
    }

    private static Path unpack() {
        Path packed = Path.of("target", "snug.jar").toAbsolutePath();
        Path place = packed.resolveSibling("snug-unpacked");
        try (FileChannel turns =
                        FileChannel.open(
                                packed.resolveSibling("snug-unpacked.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock turn = turns.lock()) {
            FileTime packedAt = Files.getLastModifiedTime(packed);
            if (turn.isValid()
                    && Files.exists(place)
                    && Files.getLastModifiedTime(place).equals(packedAt)) {
                return place.resolve("snug.jar");
            }
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
            // Set last, so it tells that nothing is missing, too.
            Files.setLastModifiedTime(place, packedAt);
            return place.resolve("snug.jar");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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
