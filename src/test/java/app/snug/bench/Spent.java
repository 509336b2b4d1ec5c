/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import java.time.Duration;

/**
 * Processor time that the parts of a measurement have taken so far.
 *
 * @param load of this process, which makes the requests
 * @param nodes of the process of the nodes
 * @param database of PostgreSQL, which that process has started
 */
record Spent(Duration load, Duration nodes, Duration database) {

    static Spent until(ProcessHandle nodes) {
        return new Spent(
                of(ProcessHandle.current()),
                of(nodes),
                nodes.descendants().map(Spent::of).reduce(Duration.ZERO, Duration::plus));
    }

    private static Duration of(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    Spent since(Spent before) {
        return new Spent(
                load.minus(before.load),
                nodes.minus(before.nodes),
                database.minus(before.database));
    }
}
