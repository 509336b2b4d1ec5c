/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Exchanges recorded with real storage servers: from the folder that the system property {@code
 * snug.fixtures} names, else from beside the repository, else the copy in it.
 */
public final class Fixtures {

    private Fixtures() {}

    public static JsonNode read(String name) {
        try {
            return JsonMapper.shared().readTree(Files.readAllBytes(file(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A recorded text or binary: {@code {"text": …}} or {@code {"b64": …}}. */
    public static byte[] bytes(JsonNode recorded) {
        return recorded.has("b64")
                ? Base64.getDecoder().decode(recorded.get("b64").stringValue())
                : recorded.get("text")
                        .stringValue()
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Path file(String name) {
        String given = System.getProperty("snug.fixtures", "");
        if (!given.isBlank()) {
            return Path.of(given, name);
        }
        Path beside = Path.of("..", "shared", "fixtures", name);
        return Files.exists(beside)
                ? beside
                : Path.of("src", "test", "resources", "fixtures", name);
    }
}
