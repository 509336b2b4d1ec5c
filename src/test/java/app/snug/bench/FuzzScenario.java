/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import app.snug.fuzz.Fuzzing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A long search for bytes that a parser cannot bear; minutes, so only when it is asked for. */
final class FuzzScenario implements Scenario {

    private static final String SECONDS = "SNUG_FUZZ_SECONDS";
    private static final long DEFAULT_SECONDS = 300;

    @Override
    public String name() {
        return "fuzz: all parsers";
    }

    @Override
    public boolean isOnlyOnRequest() {
        return true;
    }

    @Override
    public List<Figure> measure(Path directory) throws Exception {
        long seconds =
                Optional.ofNullable(System.getenv(SECONDS))
                        .map(Long::parseLong)
                        .orElse(DEFAULT_SECONDS);
        Fuzzing.Result result =
                Fuzzing.run(directory, Duration.ofSeconds(seconds), System.nanoTime() >>> 33);
        if (!result.sound()) {
            throw new IllegalStateException("A parser broke:\n" + result.log());
        }
        return List.of(
                Figure.of(
                        "fuzz, inputs without a fault",
                        result.runs(),
                        "",
                        "fuzz: " + result.seconds() + " s, coverage-guided, one process"));
    }
}
