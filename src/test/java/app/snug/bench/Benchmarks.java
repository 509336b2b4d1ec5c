/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * {@code ./snug bench [NAME]}: everything, or what has NAME in its name; {@code soak} and {@code
 * fuzz} run only if they are named, since they take minutes.
 */
final class Benchmarks {

    private static final Path OUTPUT = Path.of("target", "bench");

    private Benchmarks() {}

    static List<Scenario> scenarios() {
        List<Scenario> all = new ArrayList<>(InMemory.all());
        all.add(new NodeScenario());
        all.add(new PathScenario());
        all.add(new TalkScenario());
        all.add(new HeldScenario());
        all.add(new IdleScenario());
        all.add(new FuzzScenario());
        all.add(new PageScenario());
        all.add(new StartScenario());
        all.add(new PollingScenario());
        all.add(new SoakScenario());
        return all;
    }

    public static void main(String[] arguments) throws Exception {
        String wanted = String.join(" ", arguments).strip().toLowerCase(Locale.ROOT);
        List<Scenario> chosen =
                scenarios().stream()
                        .filter(s -> s.name().toLowerCase(Locale.ROOT).contains(wanted))
                        .filter(s -> !s.isOnlyOnRequest() || !wanted.isEmpty())
                        .toList();
        if (chosen.isEmpty()) {
            System.err.println(
                    "There is no benchmark with “" + wanted + "” in its name. There are:");
            scenarios().forEach(s -> System.err.println("  " + s.name()));
            System.exit(2);
        }
        Machine machine = Machine.here();
        List<Figure> figures = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        List<Double> paces = new ArrayList<>(List.of(Pace.measure()));
        for (Scenario scenario : chosen) {
            System.err.println("measuring: " + scenario.name());
            Path directory = Files.createTempDirectory(Files.createDirectories(OUTPUT), "run-");
            try {
                figures.addAll(scenario.measure(directory));
            } catch (Exception e) {
                e.printStackTrace(System.err);
                failed.add(scenario.name() + ": " + e);
            } finally {
                delete(directory);
            }
            paces.add(Pace.measure());
        }
        Report report = new Report(Instant.now(), machine, Pace.of(paces), figures);
        report.print(System.out);
        System.out.println("  " + report.write(OUTPUT));
        failed.forEach(failure -> System.out.println("  FAILED " + failure));
        System.exit(failed.isEmpty() ? 0 : 1);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }
}
