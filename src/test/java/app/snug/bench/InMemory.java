/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One JMH method: operations a second in one thread, in a JVM of its own. */
record InMemory(String name, Class<?> where, String method, @Nullable Bar bar) implements Scenario {

    private static final TimeValue WARM_UP = TimeValue.seconds(2);
    private static final TimeValue MEASURE = TimeValue.seconds(2);
    private static final int ROUNDS = 3;

    static List<Scenario> all() {
        Class<?> onion = OnionBenchmark.class;
        Class<?> message = MessageBenchmark.class;
        return List.of(
                new InMemory(
                        "onion build, 3 hops, 2 KB, AES-GCM",
                        onion,
                        "buildAesGcm",
                        Bar.atLeast(5_000)),
                new InMemory(
                        "onion build, 3 hops, 2 KB, XChaCha20",
                        onion,
                        "buildXChaCha20",
                        Bar.atLeast(5_000)),
                new InMemory("onion peel, one layer, 2 KB, AES-GCM", onion, "peel", null),
                new InMemory(
                        "onion reply decryption, 2 KB, AES-GCM",
                        onion,
                        "replyAesGcm",
                        Bar.atLeast(22_000)),
                new InMemory(
                        "onion reply decryption, 2 KB, XChaCha20",
                        onion,
                        "replyXChaCha20",
                        Bar.atLeast(22_000)),
                new InMemory("onion V4 request, there and back, 2 KB", onion, "v4", null),
                new InMemory("message encrypt, V1, 2 KB", message, "seal", Bar.atLeast(11_000)),
                new InMemory("message decrypt, V1, 2 KB", message, "open", Bar.atLeast(8_500)),
                new InMemory("message encrypt, all layers, 2 KB", message, "sealAllLayers", null),
                new InMemory("message decrypt, all layers, 2 KB", message, "openAllLayers", null),
                new InMemory(
                        "config of 500 contacts: change, push and merge (libsession: 249/s)",
                        ConfigBenchmark.class,
                        "changePushAndMerge",
                        Bar.atLeast(250)));
    }

    @Override
    public List<Figure> measure(Path directory) throws Exception {
        RunResult result =
                new Runner(
                                new OptionsBuilder()
                                        .include(where.getName() + "\\." + method + "$")
                                        .forks(1)
                                        .warmupIterations(2)
                                        .warmupTime(WARM_UP)
                                        .measurementIterations(ROUNDS)
                                        .measurementTime(MEASURE)
                                        .verbosity(VerboseMode.SILENT)
                                        .shouldFailOnError(true)
                                        .jvmArgs(
                                                "--enable-native-access=ALL-UNNAMED",
                                                "--sun-misc-unsafe-memory-access=allow")
                                        .build())
                        .runSingle();
        double rate = result.getPrimaryResult().getScore();
        return List.of(
                new Figure(
                        name,
                        rate,
                        "/s",
                        bar,
                        "in memory: JMH, one thread, mean of " + ROUNDS + " rounds of 2 s"));
    }
}
