/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.onion;

import app.snug.outside.AddressGuard;
import app.snug.protocol.onion.OnionLayer.Route.ToServer;
import app.snug.server.http.AnswerReader;
import app.snug.server.http.BusyException;
import app.snug.server.http.Room;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Passes requests out of the network to file and community servers ({@code protocol/03} §2.1): only
 * to onion endpoints, only where {@link AddressGuard} allows, without following redirects, with TLS
 * certificates and names checked.
 */
public final class ServerExit implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(25);
    private static final int CONNECT_MS = 10_000;
    private static final int MAX_BODY = 10_485_760;
    private static final int MAX_AT_ONCE = 200;

    /** A host that is slow keeps only its own guests waiting. */
    private static final int MAX_OF_HOST = 50;

    private static final String TIMED_OUT = "Timeout was reached";

    /** What a client hears whose answer would have had to pass here. */
    static final String CONGESTED = "Next hop congested";

    /** What became of a request. */
    sealed interface Outcome {

        /** It leads where no request may go. */
        record Forbidden() implements Outcome {}

        /** The server's answer, or why there is none. */
        record Answered(int status, byte[] body) implements Outcome {}
    }

    /** Where a host name leads; empty where no request may go. */
    @FunctionalInterface
    public interface Resolver {
        List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException;
    }

    private final Resolver guard;
    private final Duration timeout;
    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService lookups = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(MAX_AT_ONCE);
    private final Map<String, Integer> hosts = new ConcurrentHashMap<>();

    /**
     * @param named hosts that may be reached although their addresses are private, each as {@code
     *     host:port}
     */
    public ServerExit(List<String> named) {
        this(new AddressGuard(named)::resolveAll);
    }

    public ServerExit(Resolver guard) {
        this(guard, TIMEOUT);
    }

    /**
     * @param timeout for everything together
     */
    ServerExit(Resolver guard, Duration timeout) {
        this.guard = guard;
        this.timeout = timeout;
        this.timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("exit-timer").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * @param room for the answer
     */
    Outcome forward(ToServer to, Room room) {
        if ((!isTls(to) && !to.protocol().equals("http")) || !isOnionEndpoint(to.target())) {
            return new Outcome.Forbidden();
        }
        if (!permits.tryAcquire()) {
            return failure(502, "Too many requests under way");
        }
        String name = to.host().toLowerCase(Locale.ROOT);
        try {
            return hosts.merge(name, 1, Integer::sum) > MAX_OF_HOST
                    ? failure(502, "Too many requests under way")
                    : reach(to, room);
        } finally {
            hosts.computeIfPresent(name, (unused, count) -> count == 1 ? null : count - 1);
            permits.release();
        }
    }

    private Outcome reach(ToServer to, Room room) {
        long start = System.nanoTime();
        List<InetSocketAddress> addresses;
        try {
            addresses = resolve(to.host(), to.port(), start + timeout.toNanos());
        } catch (UnknownHostException e) {
            return failure(502, "Could not resolve host: " + to.host());
        } catch (TimeoutException e) {
            return failure(504, TIMED_OUT);
        }
        return addresses.isEmpty() ? new Outcome.Forbidden() : exchange(to, addresses, start, room);
    }

    /** Whoever looks names up may take their time. */
    private List<InetSocketAddress> resolve(String host, int port, long end)
            throws UnknownHostException, TimeoutException {
        Future<List<InetSocketAddress>> lookup = lookups.submit(() -> guard.resolve(host, port));
        try {
            return lookup.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new UnknownHostException(host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException();
        } finally {
            lookup.cancel(true);
        }
    }

    private static boolean isTls(ToServer to) {
        return to.protocol().equals("https");
    }

    private static boolean isOnionEndpoint(String target) {
        return (target.startsWith("/loki/") || target.startsWith("/oxen/"))
                && target.endsWith("/lsrpc")
                && target.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '?' && c != '#');
    }

    /** With the first address that can be connected to. */
    private Outcome exchange(
            ToServer to, List<InetSocketAddress> addresses, long start, Room room) {
        long end = start + timeout.toNanos();
        Outcome.Answered failure = failure(504, TIMED_OUT);
        AtomicBoolean late = new AtomicBoolean();
        for (InetSocketAddress address : addresses) {
            boolean reached = false;
            try (Socket raw = new Socket()) {
                Future<?> alarm =
                        timer.schedule(
                                () -> {
                                    late.set(true);
                                    close(raw);
                                },
                                end - System.nanoTime(),
                                TimeUnit.NANOSECONDS);
                try {
                    raw.connect(address, CONNECT_MS);
                    reached = true;
                    Socket socket = isTls(to) ? secured(raw, to.host(), to.port()) : raw;
                    send(socket.getOutputStream(), to);
                    return answer(socket.getInputStream(), room);
                } finally {
                    alarm.cancel(false);
                }
            } catch (IOException e) {
                failure = why(e, late.get(), to, start);
                if (reached || late.get()) {
                    return failure;
                }
            }
        }
        return failure;
    }

    private static Outcome.Answered why(IOException e, boolean late, ToServer to, long start) {
        if (late || e instanceof SocketTimeoutException) {
            return failure(504, TIMED_OUT);
        }
        if (e instanceof BusyException) {
            return failure(503, CONGESTED);
        }
        String where = to.host() + " port " + to.port();
        if (e instanceof ConnectException) {
            long millis = (System.nanoTime() - start) / 1_000_000;
            return failure(
                    502,
                    "Failed to connect to %s after %d ms: Couldn't connect to server"
                            .formatted(where, millis));
        }
        return failure(502, "Failed to talk to " + where);
    }

    private static SSLSocket secured(Socket raw, String host, int port) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(raw, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static void send(OutputStream out, ToServer to) throws IOException {
        boolean usual = to.port() == (isTls(to) ? 443 : 80);
        String authority = usual ? to.host() : to.host() + ":" + to.port();
        String head =
                "POST "
                        + to.target()
                        + " HTTP/1.1\r\nHost: "
                        + authority
                        + "\r\nUser-Agent: Oxen Storage Server/2.8.0"
                        + "\r\nContent-Type: application/octet-stream"
                        + "\r\nConnection: close"
                        + "\r\nContent-Length: "
                        + to.body().length
                        + "\r\n\r\n";
        ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length() + to.body().length);
        whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(to.body());
        whole.writeTo(out);
        out.flush();
    }

    private static Outcome answer(InputStream stream, Room room) throws IOException {
        InputStream in = new BufferedInputStream(stream);
        int first = AnswerReader.first(in);
        if (first < 0) {
            throw new EOFException();
        }
        AnswerReader.Answer answer = new AnswerReader(in, MAX_BODY, room).read(first);
        return answer.status() / 100 == 3
                ? failure(502, "Maximum (0) redirects followed")
                : new Outcome.Answered(answer.status(), answer.body());
    }

    private static Outcome.Answered failure(int status, String why) {
        return new Outcome.Answered(status, why.getBytes(StandardCharsets.UTF_8));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more, closed or not.
            return;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        lookups.shutdownNow();
    }
}
