/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a node takes up while nobody asks it anything. */
final class IdleScenario implements Scenario {

    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final Duration WATCH = Duration.ofSeconds(20);
    private static final double TICKS = 100;

    @Override
    public String name() {
        return "idle: one node";
    }

    @Override
    public List<Figure> measure(Path directory) throws Exception {
        try (NetworkProcess network = NetworkProcess.start(directory, 1, 1, NetworkProcess.SMALL)) {
            Thread.sleep(SETTLE);
            long before = cpuTicks(network.pid());
            Thread.sleep(WATCH);
            double cpu = (cpuTicks(network.pid()) - before) / TICKS / WATCH.toSeconds();
            String note =
                    "idle: a node's Java process without its PostgreSQL, "
                            + String.join(" ", NetworkProcess.SMALL);
            return List.of(
                    Figure.of(
                                    "idle node, resident memory",
                                    residentKib(network.pid()) / 1024.0,
                                    "MB",
                                    note)
                            .withBar(Bar.atMost(150)),
                    Figure.of("idle node, CPU", cpu * 100, "% of a core", note));
        }
    }

    private static long residentKib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    /** Of the process and its threads, in hundredths of a second. */
    private static long cpuTicks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
