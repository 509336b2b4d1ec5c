/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.onion;

import app.snug.outside.AddressGuard;
import app.snug.server.http.AnswerReader;
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
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
        Optional<InetSocketAddress> resolve(String host, int port) throws UnknownHostException;
    }

    private final Resolver guard;
    private final ScheduledThreadPoolExecutor timer;
    private final Semaphore permits = new Semaphore(MAX_AT_ONCE);

    /**
     * @param named hosts that may be reached although their addresses are private, each as {@code
     *     host:port}
     */
    public ServerExit(List<String> named) {
        this(new AddressGuard(named)::resolve);
    }

    public ServerExit(Resolver guard) {
        this.guard = guard;
        this.timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("exit-timer").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    Outcome forward(String protocol, String host, int port, String target, byte[] body) {
        boolean tls = protocol.equals("https");
        if ((!tls && !protocol.equals("http")) || !isOnionEndpoint(target)) {
            return new Outcome.Forbidden();
        }
        if (!permits.tryAcquire()) {
            return failure(502, "Too many requests under way");
        }
        try {
            Optional<InetSocketAddress> address = guard.resolve(host, port);
            return address.isEmpty()
                    ? new Outcome.Forbidden()
                    : exchange(tls, host, port, address.get(), target, body);
        } catch (UnknownHostException e) {
            return failure(502, "Could not resolve host: " + host);
        } finally {
            permits.release();
        }
    }

    private static boolean isOnionEndpoint(String target) {
        return (target.startsWith("/loki/") || target.startsWith("/oxen/"))
                && target.endsWith("/lsrpc")
                && target.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '?' && c != '#');
    }

    private Outcome exchange(
            boolean tls,
            String host,
            int port,
            InetSocketAddress address,
            String target,
            byte[] body) {
        AtomicBoolean late = new AtomicBoolean();
        try (Socket raw = new Socket()) {
            Future<?> alarm =
                    timer.schedule(
                            () -> {
                                late.set(true);
                                close(raw);
                            },
                            TIMEOUT.toMillis(),
                            TimeUnit.MILLISECONDS);
            try {
                raw.connect(address, CONNECT_MS);
                Socket socket = tls ? secured(raw, host, port) : raw;
                send(socket.getOutputStream(), tls, host, port, target, body);
                return answer(socket.getInputStream());
            } finally {
                alarm.cancel(false);
            }
        } catch (ConnectException e) {
            return failure(
                    502,
                    "Failed to connect to "
                            + host
                            + " port "
                            + port
                            + ": Couldn't connect to server");
        } catch (SocketTimeoutException e) {
            return failure(504, "Timeout was reached");
        } catch (IOException e) {
            return late.get()
                    ? failure(504, "Timeout was reached")
                    : failure(502, "Failed to talk to " + host + " port " + port);
        }
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

    private static void send(
            OutputStream out, boolean tls, String host, int port, String target, byte[] body)
            throws IOException {
        String authority = port == (tls ? 443 : 80) ? host : host + ":" + port;
        String head =
                "POST "
                        + target
                        + " HTTP/1.1\r\nHost: "
                        + authority
                        + "\r\nUser-Agent: Oxen Storage Server/2.8.0"
                        + "\r\nContent-Type: application/octet-stream"
                        + "\r\nConnection: close"
                        + "\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n";
        ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length() + body.length);
        whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(body);
        whole.writeTo(out);
        out.flush();
    }

    private static Outcome answer(InputStream stream) throws IOException {
        InputStream in = new BufferedInputStream(stream);
        int first = AnswerReader.first(in);
        if (first < 0) {
            throw new EOFException();
        }
        AnswerReader.Answer answer = new AnswerReader(in, MAX_BODY).read(first);
        return answer.status() / 100 == 3
                ? failure(502, "Maximum (0) redirects followed")
                : new Outcome.Answered(answer.status(), answer.body());
    }

    private static Outcome failure(int status, String why) {
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
    }
}
