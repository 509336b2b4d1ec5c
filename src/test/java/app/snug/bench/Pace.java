/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import java.util.List;

/**
 * How fast one core ran a fixed loop before the run and after each benchmark, in steps a
 * microsecond. On a rented machine the neighbours change it, and every figure with it.
 */
record Pace(double slowest, double fastest) {

    private static final long STEPS = 100_000_000;

    static Pace of(List<Double> measured) {
        return new Pace(
                measured.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                measured.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
    }

    /** Takes some tenths of a second. */
    static double measure() {
        walk(STEPS / 10);
        long began = System.nanoTime();
        long end = walk(STEPS);
        double micros = (System.nanoTime() - began) / 1e3;
        // Used, so that the loop is not left out.
        return end == 0 ? 0 : STEPS / micros;
    }

    /** Each step needs the one before. */
    private static long walk(long steps) {
        long x = 88172645463325252L;
        for (long i = 0; i < steps; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        return x;
    }

    String line() {
        return "a fixed loop on one core, between benchmarks: %,.0f to %,.0f steps/µs"
                .formatted(slowest, fastest);
    }
}
