/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * What the client remembers over a restart: small JSON files, each replaced whole. Losing one costs
 * a fetch, so a failure is logged and lived with.
 */
final class MemoryFiles {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryFiles.class);
    private static final int LARGEST = 32 << 20;

    private final Path directory;

    MemoryFiles(Path directory) {
        this.directory = directory;
    }

    Optional<JsonNode> read(String name) {
        Path file = directory.resolve(name);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                return Optional.empty();
            }
            return Optional.of(Json.parseObject(Files.readAllBytes(file)));
        } catch (IOException | MalformedAnswerException e) {
            LOG.warn("Cannot read {}: starting without it", file);
            return Optional.empty();
        }
    }

    synchronized void write(String name, JsonNode content) {
        Path file = directory.resolve(name);
        try {
            Files.createDirectories(directory);
            Path fresh = directory.resolve(name + ".new");
            Files.write(fresh, Json.bytes(content));
            if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("Cannot write {}: {}", file, e.getClass().getSimpleName());
        }
    }
}
