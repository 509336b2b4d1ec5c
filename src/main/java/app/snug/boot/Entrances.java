/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import app.snug.network.NetworkDescriptor.Seed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Whether this machine gets out: knocks at the seeds of the network. */
final class Entrances {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private Entrances() {}

    /** How many take a connection. */
    static int reached(List<Seed> seeds) {
        int reached = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> open :
                    threads.invokeAll(
                            seeds.stream()
                                    .<Callable<Boolean>>map(seed -> () -> opens(seed.url()))
                                    .toList())) {
                reached += open.get() ? 1 : 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Knocking broke", e.getCause());
        }
        return reached;
    }

    private static boolean opens(URI url) {
        int standard = "https".equals(url.getScheme()) ? 443 : 80;
        int port = url.getPort() < 0 ? standard : url.getPort();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(url.getHost(), port), (int) PATIENCE.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
