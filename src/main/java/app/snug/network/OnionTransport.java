/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.DecryptionException;
import app.snug.protocol.onion.Destination;
import app.snug.protocol.onion.Hop;
import app.snug.protocol.onion.LayerCipher;
import app.snug.protocol.onion.MalformedOnionException;
import app.snug.protocol.onion.NodeReply;
import app.snug.protocol.onion.OnionRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * Sends one onion request to the guard of a path and opens the reply ({@code protocol/02} §5.4).
 */
final class OnionTransport implements AutoCloseable {

    /** Room for base64 (4 for 3) and the wrapping of an answer. */
    private static final int OVERHEAD = 4096;

    private final HttpPost http;
    private final SecureRandom random;

    OnionTransport(Duration connectTimeout, SecureRandom random) {
        this.http = HttpPost.trusting(new NodeTrust(), connectTimeout, random);
        this.random = random;
    }

    Outcome send(
            Path path,
            ServiceNode destination,
            byte[] payload,
            int largestAnswer,
            Duration patience) {
        return send(
                path,
                new Destination.Node(destination.ed25519(), destination.x25519()),
                (status, body) ->
                        PathErrors.read(
                                status,
                                body,
                                path.guard(),
                                List.of(path.middle(), path.exit(), destination)),
                payload,
                largestAnswer,
                Patience.of(patience),
                Progress.NONE,
                Progress.NONE,
                (request, body) -> {
                    NodeReply reply = request.openNodeReply(body);
                    return new Outcome.Answered(
                            reply.status(), reply.body().getBytes(StandardCharsets.UTF_8));
                });
    }

    /**
     * To a server outside the network.
     *
     * @return as an answer: the V4 response, with status 200
     */
    Outcome send(
            Path path,
            Destination.Server server,
            byte[] payload,
            int largestAnswer,
            Patience patience,
            Progress out,
            Progress in) {
        return send(
                path,
                server,
                PathErrors::readForServer,
                payload,
                largestAnswer,
                patience,
                out,
                in,
                (request, body) -> {
                    try {
                        return new Outcome.Answered(200, request.openServerReply(body));
                    } catch (OnionRequest.ExitRefusedException e) {
                        return new Outcome.Unclear("the exit says " + e.reply().status());
                    }
                });
    }

    @FunctionalInterface
    private interface Opening {
        Outcome open(OnionRequest request, byte[] body) throws MalformedOnionException;
    }

    @FunctionalInterface
    private interface Errors {
        Outcome read(int status, byte[] body);
    }

    private Outcome send(
            Path path,
            Destination destination,
            Errors errors,
            byte[] payload,
            int largestAnswer,
            Patience patience,
            Progress out,
            Progress in,
            Opening opening) {
        List<Hop> hops = path.nodes().stream().map(n -> new Hop(n.ed25519(), n.x25519())).toList();
        try (OnionRequest request =
                OnionRequest.build(hops, destination, payload, LayerCipher.AES_GCM, random)) {
            HttpPost.Response response =
                    http.send(
                            uri(path.guard(), "/onion_req/v2"),
                            request.body(),
                            null,
                            largestAnswer / 3 * 4 + OVERHEAD,
                            patience,
                            out,
                            in);
            if (response.status() != 200) {
                return errors.read(response.status(), response.body());
            }
            return opening.open(request, response.body());
        } catch (MalformedOnionException | DecryptionException e) {
            return new Outcome.Unclear("unreadable reply");
        } catch (ConnectException | HttpConnectTimeoutException | SSLException e) {
            return new Outcome.GuardFailed(e.getClass().getSimpleName());
        } catch (HttpTimeoutException e) {
            return new Outcome.Unclear("no answer in time");
        } catch (HttpPost.TooLongException e) {
            return new Outcome.Unclear("too long a reply");
        } catch (IOException e) {
            // Cut off in the middle or no HTTP: the guard's own doing.
            return new Outcome.GuardFailed(e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.GuardFailed("interrupted");
        }
    }

    /** Asks a node directly, which shows it our address. */
    HttpPost.Response direct(ServiceNode node, byte[] payload, int largestAnswer, Duration patience)
            throws IOException, InterruptedException {
        return http.send(
                uri(node, "/storage_rpc/v1"), payload, "application/json", largestAnswer, patience);
    }

    private static URI uri(ServiceNode node, String path) {
        return URI.create("https://" + node.host() + ":" + node.port() + path);
    }

    @Override
    public void close() {
        http.close();
    }
}
