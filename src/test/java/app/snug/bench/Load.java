/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Many connections at once, each from its own loopback address, each one request at a time. */
final class Load {

    static final int CONNECTIONS = 64;

    /** Both processes run code that is not compiled yet for the first twenty seconds. */
    private static final Duration WARM_UP = Duration.ofSeconds(25);

    private static final Duration MEASURE = Duration.ofSeconds(10);

    /** What one connection asks. */
    interface Requests {
        byte[] next();

        /** Whether the answer is what was asked for. */
        boolean isGood(KeepAlive.Answer answer);
    }

    /**
     * What came of it.
     *
     * @param busy share of this machine's processors that was in use, by whomever
     */
    record Result(double perSecond, Latencies latencies, Spent spent, double busy) {}

    private Load() {}

    /**
     * @throws IllegalStateException if a single answer was wrong
     */
    static Result on(NetworkProcess network, IntFunction<Requests> asks) throws Exception {
        NetworkProcess.Node node = network.nodes().getFirst();
        long start = System.nanoTime() + WARM_UP.toNanos();
        long end = start + MEASURE.toNanos();
        List<Future<Latencies>> all = new ArrayList<>();
        Spent spent;
        double busy;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                String source = "127.0.0." + (2 + i);
                Requests requests = asks.apply(i);
                all.add(threads.submit(() -> run(node, source, requests, start, end)));
            }
            TimeUnit.NANOSECONDS.sleep(start - System.nanoTime());
            Spent before = Spent.until(network.handle());
            Machine.busy();
            TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
            busy = Machine.busy();
            spent = Spent.until(network.handle()).since(before);
        }
        Latencies together = new Latencies();
        for (Future<Latencies> one : all) {
            together.add(one.get());
        }
        return new Result(together.count() / (MEASURE.toMillis() / 1e3), together, spent, busy);
    }

    private static Latencies run(
            NetworkProcess.Node node, String source, Requests requests, long start, long end)
            throws Exception {
        Latencies latencies = new Latencies();
        try (KeepAlive connection = new KeepAlive(source, node.host(), node.port())) {
            for (long now = System.nanoTime(); now < end; ) {
                KeepAlive.Answer answer = connection.exchange(requests.next());
                long done = System.nanoTime();
                if (!requests.isGood(answer)) {
                    throw new IllegalStateException("wrong answer, status " + answer.status());
                }
                if (now >= start && done < end) {
                    latencies.add(done - now);
                }
                now = done;
            }
        }
        return latencies;
    }
}
