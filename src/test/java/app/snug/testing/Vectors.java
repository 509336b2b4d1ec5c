/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Known answers of one family, such as {@code onion}: the file of that name in the folder that the
 * system property {@code snug.vectors} names, else in {@code ../shared/vectors}, else the copy kept
 * with the tests.
 */
public final class Vectors {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path SHARED = Path.of("..", "shared", "vectors");

    private final String family;
    private final JsonNode cases;

    private Vectors(String family, JsonNode cases) {
        this.family = family;
        this.cases = cases;
        if (!cases.isArray() || cases.isEmpty()) {
            throw new IllegalStateException("No cases in " + family);
        }
    }

    public static Vectors of(String family) {
        return new Vectors(family, read(family + ".json").path("cases"));
    }

    /** All cases, in the order of the file. */
    public Stream<VectorCase> cases() {
        return IntStream.range(0, cases.size()).mapToObj(i -> new VectorCase(i, cases.get(i)));
    }

    /** One test a case. A case fails that has a field at which nobody looked. */
    public Stream<DynamicTest> tests(Check check) {
        return tests(cases(), check);
    }

    /**
     * One test for each case of the given types. A case of any other type fails, unless its type is
     * among those left for another test.
     */
    public Stream<DynamicTest> tests(Collection<String> leftForAnotherTest, Check check) {
        return tests(cases().filter(c -> !leftForAnotherTest.contains(c.type())), check);
    }

    private Stream<DynamicTest> tests(Stream<VectorCase> chosen, Check check) {
        return chosen.map(c ->
                DynamicTest.dynamicTest(
                        family + " " + c.name(),
                        () -> {
                            check.run(c);
                            c.assertAllRead();
                        }));
    }

    private static JsonNode read(String file) {
        String folder = System.getProperty("snug.vectors", "").strip();
        try {
            if (!folder.isEmpty()) {
                return JSON.readTree(Path.of(folder).resolve(file));
            }
            if (Files.exists(SHARED.resolve(file))) {
                return JSON.readTree(SHARED.resolve(file));
            }
            try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
                if (in == null) {
                    throw new IllegalStateException("No vectors: " + file);
                }
                return JSON.readTree(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a case is put to. */
    @FunctionalInterface
    public interface Check {
        void run(VectorCase c) throws Exception;
    }
}
