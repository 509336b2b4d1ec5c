/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.outside;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Fetches something of the web for somebody: over HTTPS only, from addresses that the guard allows,
 * every redirect looked at anew. It sends no cookies and nothing about who asks.
 */
public final class WebGet {

    private static final int HTTPS = 443;
    private static final int MOST_REDIRECTS = 5;
    private static final int LONGEST_URL = 4096;
    private static final int LONGEST_HEAD = 32 << 10;
    private static final int LONGEST_LINE = 8 << 10;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final ScheduledThreadPoolExecutor ALARMS = alarms();

    /** Where a host name leads; empty where nothing may be fetched from. */
    @FunctionalInterface
    public interface Resolver {
        Optional<InetSocketAddress> resolve(String host, int port) throws UnknownHostException;
    }

    private final Resolver guard;
    private final SSLSocketFactory tls;
    private final Duration patience;

    /**
     * @param tls which certificates are believed
     * @param patience from the first connection to the end of the body, redirects included
     */
    public WebGet(Resolver guard, SSLSocketFactory tls, Duration patience) {
        this.guard = guard;
        this.tls = tls;
        this.patience = patience;
    }

    /** As people's servers do it. */
    public static WebGet guarded() {
        return new WebGet(
                new AddressGuard(List.of())::resolve,
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                Duration.ofSeconds(20));
    }

    /**
     * What came.
     *
     * @param at where it was in the end
     * @param contentType in small letters, without parameters; empty if the server says none
     * @param charset as the server says; empty if it does not
     * @param whole whether nothing was cut off
     */
    public record Page(URI at, String contentType, String charset, byte[] body, boolean whole) {}

    /** It was not fetched, or may not be. */
    public static final class RefusedException extends IOException {

        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * @param accept for the header of that name
     * @param most bytes that are read; what is longer is cut off there
     * @throws RefusedException if an address may not be reached
     * @throws IOException if there is no page
     */
    public Page get(URI start, String accept, int most) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        URI at = start;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            Answer answer = ask(checked(at), accept, most, end);
            if (answer.status() / 100 != 3) {
                if (answer.status() != 200) {
                    throw new IOException("The server answered with " + answer.status());
                }
                return page(at, answer);
            }
            String next = answer.headers().getOrDefault("location", "");
            try {
                at = at.resolve(new URI(next));
            } catch (URISyntaxException | IllegalArgumentException e) {
                throw new RefusedException("A redirect leads nowhere");
            }
        }
        throw new RefusedException("Too many redirects");
    }

    private static Page page(URI at, Answer answer) {
        String type = answer.headers().getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
        String charset = "";
        for (String part : type.split(";", -1)) {
            if (part.strip().startsWith("charset=")) {
                charset = part.strip().substring("charset=".length()).replace("\"", "");
            }
        }
        return new Page(at, type.split(";", 2)[0].strip(), charset, answer.body(), answer.whole());
    }

    private static URI checked(URI uri) throws RefusedException {
        if (!"https".equalsIgnoreCase(uri.getScheme())
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.toString().length() > LONGEST_URL
                || uri.toString().chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            throw new RefusedException("Only plain https addresses are fetched");
        }
        return uri;
    }

    private record Answer(int status, Map<String, String> headers, byte[] body, boolean whole) {}

    private Answer ask(URI uri, String accept, int most, long end) throws IOException {
        int port = uri.getPort() < 0 ? HTTPS : uri.getPort();
        InetSocketAddress address =
                guard.resolve(uri.getHost(), port)
                        .orElseThrow(() -> new RefusedException("That address is not reached"));
        try (Socket raw = new Socket()) {
            // Whatever drips, a handshake, a head or a body: when time is up, nothing waits for it.
            Future<?> alarm =
                    ALARMS.schedule(
                            () -> close(raw), end - System.nanoTime(), TimeUnit.NANOSECONDS);
            try {
                raw.connect(address, (int) CONNECT.toMillis());
                raw.setSoTimeout((int) SILENCE.toMillis());
                try (SSLSocket socket = secured(raw, uri.getHost(), port)) {
                    socket.getOutputStream().write(request(uri, port, accept));
                    socket.getOutputStream().flush();
                    return answer(new BufferedInputStream(socket.getInputStream()), most);
                }
            } finally {
                alarm.cancel(false);
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more, closed or not.
            return;
        }
    }

    private static ScheduledThreadPoolExecutor alarms() {
        ScheduledThreadPoolExecutor alarms =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("web-alarms").daemon().factory());
        alarms.setRemoveOnCancelPolicy(true);
        return alarms;
    }

    private SSLSocket secured(Socket raw, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) tls.createSocket(raw, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Named as official apps name themselves: many servers give previews to nobody else. */
    private static byte[] request(URI uri, int port, String accept) {
        String path =
                uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String host = port == HTTPS ? uri.getHost() : uri.getHost() + ":" + port;
        return ("GET "
                        + path
                        + query
                        + " HTTP/1.1\r\nHost: "
                        + host
                        + "\r\nUser-Agent: WhatsApp\r\nAccept: "
                        + accept
                        + "\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static Answer answer(InputStream in, int most) throws IOException {
        String[] first = line(in).split(" ", 3);
        if (first.length < 2
                || !first[0].startsWith("HTTP/1.")
                || !first[1].matches("[1-5]\\d\\d")) {
            throw new IOException("That is no web server");
        }
        Map<String, String> headers = new HashMap<>();
        int head = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            head += line.length();
            int colon = line.indexOf(':');
            if (head > LONGEST_HEAD || colon < 1) {
                throw new IOException("Not a head of an answer");
            }
            headers.putIfAbsent(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int status = Integer.parseInt(first[1]);
        if (status != 200) {
            return new Answer(status, headers, new byte[0], true);
        }
        if (!headers.getOrDefault("content-encoding", "identity").equalsIgnoreCase("identity")) {
            throw new IOException("Packed, though nobody asked for it");
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean whole =
                headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")
                        ? chunks(in, body, most)
                        : plain(in, body, most, length(headers.get("content-length")));
        return new Answer(status, headers, body.toByteArray(), whole);
    }

    private static long length(@Nullable String said) throws IOException {
        if (said == null) {
            return Long.MAX_VALUE;
        }
        if (!said.matches("\\d{1,15}")) {
            throw new IOException("Not a length");
        }
        return Long.parseLong(said);
    }

    /** Returns whether that was all. */
    private static boolean plain(InputStream in, ByteArrayOutputStream body, int most, long length)
            throws IOException {
        byte[] buffer = new byte[16 << 10];
        long left = length;
        while (left > 0) {
            int room = most - body.size();
            if (room <= 0) {
                return false;
            }
            int count = in.read(buffer, 0, (int) Math.min(Math.min(buffer.length, left), room));
            if (count < 0) {
                if (length != Long.MAX_VALUE) {
                    throw new EOFException("It was cut off");
                }
                return true;
            }
            body.write(buffer, 0, count);
            left -= count;
        }
        return true;
    }

    private static boolean chunks(InputStream in, ByteArrayOutputStream body, int most)
            throws IOException {
        while (true) {
            String size = line(in).split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,7}")) {
                throw new IOException("Not a chunk");
            }
            int length = Integer.parseInt(size, 16);
            if (length == 0) {
                return true;
            }
            if (!plain(in, body, most, length)) {
                return false;
            }
            if (!line(in).isEmpty()) {
                throw new IOException("A chunk goes on");
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.size() > LONGEST_LINE) {
                throw new IOException("A line does not end");
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
