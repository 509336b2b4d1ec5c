/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where it was measured. */
record Machine(String processor, int cores, long memoryMiB, double loadBefore, String jdk) {

    static Machine here() {
        var system =
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return new Machine(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize() >> 20,
                system.getSystemLoadAverage(),
                System.getProperty("java.vm.name") + " " + Runtime.version());
    }

    /** Share of the processors that was in use since this was last asked, 0 to 1. */
    static double busy() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getCpuLoad();
    }

    private static String processorName() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    String line() {
        return "%s, %d cores, %,d MiB; %s; load before the run %.1f"
                .formatted(processor, cores, memoryMiB, jdk, loadBefore);
    }
}
