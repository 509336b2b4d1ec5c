/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 POST with keep-alive, never following redirects. The time limits cover the whole
 * exchange, the body included; the body's size is bounded while it is read.
 */
final class HttpPost implements AutoCloseable {

    record Response(int status, byte[] body) {}

    /** The answer is longer than allowed. */
    static final class TooLongException extends IOException {
        TooLongException(int largest) {
            super("An answer of more than " + largest + " bytes");
        }
    }

    private final HttpClient client;

    private HttpPost(HttpClient client) {
        this.client = client;
    }

    /**
     * @param trust whom to believe; null for what the system believes
     */
    static HttpPost trusting(
            @Nullable X509ExtendedTrustManager trust,
            Duration connectTimeout,
            SecureRandom random) {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(connectTimeout);
        if (trust != null) {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {trust}, random);
                builder.sslContext(context);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("no TLS", e);
            }
        }
        return new HttpPost(builder.build());
    }

    Response send(URI to, byte[] body, @Nullable String contentType, int largest, Duration timeout)
            throws IOException, InterruptedException {
        return send(
                to, body, contentType, largest, Patience.of(timeout), Progress.NONE, Progress.NONE);
    }

    /**
     * @param out hears how much of the request is on its way
     * @param in hears how much of the answer came
     * @throws HttpTimeoutException when the time is over
     */
    Response send(
            URI to,
            byte[] body,
            @Nullable String contentType,
            int largest,
            Patience patience,
            Progress out,
            Progress in)
            throws IOException, InterruptedException {
        Deadline deadline = Deadline.in(patience.whole());
        try {
            return once(to, body, contentType, largest, patience, out, in);
        } catch (HttpTimeoutException | ConnectException | SSLException | TooLongException e) {
            throw e;
        } catch (IOException e) {
            // A kept connection may have been closed in just this moment. Every request of ours may
            // arrive twice without harm.
            return once(to, body, contentType, largest, patience.until(deadline), out, in);
        }
    }

    private Response once(
            URI to,
            byte[] body,
            @Nullable String contentType,
            int largest,
            Patience patience,
            Progress out,
            Progress in)
            throws IOException, InterruptedException {
        if (!patience.whole().isPositive()) {
            throw new HttpTimeoutException("no time left");
        }
        Deadline end = Deadline.in(patience.whole());
        AtomicReference<Deadline> silence = new AtomicReference<>(Deadline.in(patience.silence()));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(to)
                        .POST(
                                out == Progress.NONE
                                        ? BodyPublishers.ofByteArray(body)
                                        : Counted.body(body, out))
                        // What every client of the network sends.
                        .header("User-Agent", "WhatsApp")
                        .header("Accept-Language", "en-us")
                        .timeout(patience.whole());
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        Progress heard =
                (done, total) -> {
                    silence.set(Deadline.in(patience.silence()));
                    in.moved(done, total);
                };
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(
                        request.build(),
                        Counted.answer(
                                BodyHandlers.limiting(BodyHandlers.ofByteArray(), largest), heard));
        try {
            HttpResponse<byte[]> response = await(answer, end, silence);
            return new Response(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("no complete answer in time");
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw String.valueOf(cause.getMessage()).startsWith("body exceeds capacity")
                        ? new TooLongException(largest)
                        : cause;
            }
            throw new IOException("request failed", e.getCause());
        }
    }

    private static <T> T await(Future<T> answer, Deadline end, AtomicReference<Deadline> silence)
            throws InterruptedException, ExecutionException, TimeoutException {
        while (true) {
            long left = Math.min(end.nanos(), silence.get().nanos());
            try {
                return answer.get(Math.max(left, 0), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // Something may have come meanwhile.
                if (end.isOver() || silence.get().isOver()) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
