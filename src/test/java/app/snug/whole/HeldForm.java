/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.whole;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.CookieHandler;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A form that the server has begun to read, and whose last letter is still to come. */
final class HeldForm implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final CompletableFuture<Void> arrived = new CompletableFuture<>();
    private final CompletableFuture<Void> letGo = new CompletableFuture<>();
    private final HttpClient client;
    private final CompletableFuture<HttpResponse<Void>> answer;

    private HeldForm(HttpRequest.Builder request, byte[] body, CookieHandler cookies) {
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .cookieHandler(cookies)
                        .build();
        this.answer =
                client.sendAsync(
                        request.expectContinue(true)
                                .POST(
                                        HttpRequest.BodyPublishers.fromPublisher(
                                                HttpRequest.BodyPublishers.ofInputStream(
                                                        () -> new Hesitating(body)),
                                                body.length))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
    }

    /** On return the server waits. */
    static HeldForm send(HttpRequest.Builder request, String body, CookieHandler cookies) {
        HeldForm form = new HeldForm(request, body.getBytes(StandardCharsets.UTF_8), cookies);
        form.arrived.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        return form;
    }

    /** Sends the last letter; gives the status of the answer. */
    int finish() {
        letGo.complete(null);
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join().statusCode();
    }

    @Override
    public void close() {
        letGo.complete(null);
        client.shutdownNow();
    }

    /** Is asked for the body once the server wants to read it. */
    private final class Hesitating extends InputStream {

        private final ByteArrayInputStream body;

        Hesitating(byte[] body) {
            this.body = new ByteArrayInputStream(body);
        }

        @Override
        public int read(byte[] to, int from, int most) {
            arrived.complete(null);
            if (body.available() == 1) {
                letGo.join();
            }
            return body.read(to, from, Math.min(most, Math.max(1, body.available() - 1)));
        }

        @Override
        public int read() {
            return read(new byte[1], 0, 1);
        }
    }
}
