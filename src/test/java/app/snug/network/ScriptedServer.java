/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A bare HTTP/1.1 server on a real socket that does exactly what a test says, however wrong. */
final class ScriptedServer implements AutoCloseable {

    record Request(String path, byte[] body) {}

    sealed interface Answer {

        record Full(int status, byte[] body) implements Answer {
            static Full of(int status, String text) {
                return new Full(status, text.getBytes(StandardCharsets.UTF_8));
            }
        }

        /** Bytes that need not be HTTP; the connection is closed after them. */
        record Raw(byte[] bytes) implements Answer {}

        /** The connection is closed without a word. */
        record Drop() implements Answer {}

        /** No answer, while the connection stays open. */
        record Silence() implements Answer {}

        /** A good answer, and then the connection is closed though nothing announced it. */
        record ThenClose(Full answer) implements Answer {}
    }

    @FunctionalInterface
    interface Handler {
        Answer answer(Request request) throws IOException;
    }

    final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket socket;
    private final Handler handler;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    ScriptedServer(@Nullable TestCertificate certificate, Handler handler) {
        try {
            InetAddress loopback = InetAddress.getByName("127.0.0.1");
            this.socket =
                    certificate == null
                            ? new ServerSocket(0, 50, loopback)
                            : certificate
                                    .context()
                                    .getServerSocketFactory()
                                    .createServerSocket(0, 50, loopback);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.handler = handler;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                open.add(connection);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed.
            closed.countDown();
        }
    }

    private void serve(Socket connection) {
        try (connection;
                InputStream in = new BufferedInputStream(connection.getInputStream());
                OutputStream out = connection.getOutputStream()) {
            connection.setTcpNoDelay(true);
            Request request;
            while ((request = read(in)) != null && write(handler.answer(request), out)) {
                out.flush();
            }
        } catch (IOException e) {
            // The client has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(connection);
        }
    }

    /** Whether the connection stays. */
    private boolean write(Answer answer, OutputStream out)
            throws IOException, InterruptedException {
        switch (answer) {
            case Answer.Full full -> full(full, out);
            case Answer.ThenClose then -> {
                full(then.answer(), out);
                return false;
            }
            case Answer.Raw raw -> {
                out.write(raw.bytes());
                out.flush();
                return false;
            }
            case Answer.Drop ignored -> {
                return false;
            }
            case Answer.Silence ignored -> closed.await();
        }
        return true;
    }

    private static void full(Answer.Full answer, OutputStream out) throws IOException {
        byte[] head =
                "HTTP/1.1 %d Said\r\nContent-Length: %d\r\n\r\n"
                        .formatted(answer.status(), answer.body().length)
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[head.length + answer.body().length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(answer.body(), 0, whole, head.length, answer.body().length);
        out.write(whole);
        out.flush();
    }

    private static @Nullable Request read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        int length = 0;
        String header;
        while (!(header = line(in)).isEmpty()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring("content-length:".length()).strip());
            }
        }
        return new Request(first.split(" ", -1)[1], in.readNBytes(length));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c;
        while ((c = in.read()) >= 0 && c != '\n') {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Stops listening and cuts every connection. */
    @Override
    public void close() {
        closed.countDown();
        try {
            socket.close();
            for (Socket connection : open) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
