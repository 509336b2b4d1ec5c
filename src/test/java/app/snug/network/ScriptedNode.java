/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519KeyPair;
import app.snug.network.ScriptedServer.Answer;
import app.snug.network.ScriptedServer.Request;
import app.snug.protocol.onion.MalformedOnionException;
import app.snug.protocol.onion.OnionLayer;
import app.snug.protocol.onion.OnionLayer.Outer;
import app.snug.protocol.onion.OnionLayer.Route;
import app.snug.protocol.storage.SwarmId;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A node that takes real onions apart and behaves as a test tells it: at its socket, as a relay, or
 * as the destination. What is not scripted is done well.
 */
final class ScriptedNode implements AutoCloseable {

    private static final TestCertificate CERTIFICATE = TestCertificate.of("localhost");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The node's answer to a storage request, before encryption. */
    record Said(int status, String body) {}

    final Ed25519KeyPair keys = Ed25519KeyPair.generate(RANDOM);
    final X25519KeyPair x25519 = keys.toX25519();
    final SwarmId swarm;
    final AtomicInteger direct = new AtomicInteger();
    final AtomicInteger guarded = new AtomicInteger();
    final AtomicInteger asked = new AtomicInteger();

    /** In place of the answer to anything that comes to the socket. */
    volatile Function<Request, Optional<Answer>> atSocket = request -> Optional.empty();

    /** In place of passing on to a node. */
    volatile Function<Ed25519PublicKey, Optional<Answer>> asRelay = next -> Optional.empty();

    /** In place of the answer to a storage request. */
    volatile Function<String, Optional<Said>> asDestination = request -> Optional.empty();

    /** What a server outside the network says, or the exit about it. */
    volatile Supplier<Answer> asServer = () -> Answer.Full.of(502, "no servers here");

    /** After everything else: changes what the node says to the client. */
    volatile Function<Answer, Answer> lastly = answer -> answer;

    private final ScriptedNetwork network;
    private final ScriptedServer server;

    ScriptedNode(ScriptedNetwork network, SwarmId swarm) {
        this.network = network;
        this.swarm = swarm;
        this.server = new ScriptedServer(CERTIFICATE, this::atSocket);
    }

    Ed25519PublicKey key() {
        return keys.publicKey();
    }

    int port() {
        return server.port();
    }

    int connections() {
        return server.connections.get();
    }

    ServiceNode asKnown() {
        return new ServiceNode(key(), x25519.publicKey(), "127.0.0.1", port(), swarm);
    }

    private Answer atSocket(Request request) {
        Optional<Answer> scripted = atSocket.apply(request);
        if (scripted.isPresent()) {
            return scripted.get();
        }
        if (request.path().equals("/storage_rpc/v1")) {
            direct.incrementAndGet();
            Said said =
                    network.honestly(
                            this,
                            new String(request.body(), java.nio.charset.StandardCharsets.UTF_8));
            return Answer.Full.of(said.status(), said.body());
        }
        guarded.incrementAndGet();
        try {
            return lastly.apply(peel(OnionLayer.parse(request.body())));
        } catch (MalformedOnionException e) {
            return Answer.Full.of(400, String.valueOf(e.getMessage()));
        }
    }

    private Answer peel(Outer outer) {
        try {
            return switch (OnionLayer.open(outer, x25519)) {
                case Route.Relay relay -> passOn(relay, outer.hop() + 1);
                case Route.Final end -> {
                    asked.incrementAndGet();
                    String text =
                            new String(end.payload(), java.nio.charset.StandardCharsets.UTF_8);
                    Said said =
                            asDestination.apply(text).orElseGet(() -> network.honestly(this, text));
                    yield new Answer.Full(
                            200,
                            OnionLayer.reply(
                                    outer,
                                    x25519,
                                    said.status(),
                                    said.body(),
                                    false,
                                    end.base64(),
                                    RANDOM));
                }
                case Route.ToServer ignored -> asServer.get();
            };
        } catch (OnionLayer.UnreadableLayerException
                | MalformedOnionException
                | DecryptionException e) {
            return Answer.Full.of(400, OnionLayer.INVALID_CIPHERTEXT);
        }
    }

    private Answer passOn(Route.Relay relay, int hop) {
        Optional<Answer> scripted = asRelay.apply(relay.next());
        if (scripted.isPresent()) {
            return scripted.get();
        }
        return network.find(relay.next())
                .map(next ->
                        next.peel(new Outer(relay.inner(), relay.ephemeral(), relay.cipher(), hop)))
                .orElseGet(() -> Answer.Full.of(502, "Next node not found: " + relay.next().hex()));
    }

    @Override
    public void close() {
        server.close();
    }
}
