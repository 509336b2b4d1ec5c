/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.X25519KeyPair;
import app.snug.protocol.onion.Destination;
import app.snug.protocol.onion.Hop;
import app.snug.protocol.onion.LayerCipher;
import app.snug.protocol.onion.NodeReply;
import app.snug.protocol.onion.OnionLayer;
import app.snug.protocol.onion.OnionRequest;
import app.snug.protocol.onion.V4Headers;
import app.snug.protocol.onion.V4Request;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Onions as a client builds them, a node peels them, and replies as a client opens them. */
@State(Scope.Benchmark)
public class OnionBenchmark {

    private static final int SIZE = 2048;

    private final SecureRandom random = new SecureRandom();
    private final X25519KeyPair guard = X25519KeyPair.generate(random);
    private final X25519KeyPair end = X25519KeyPair.generate(random);
    private final List<Hop> path =
            IntStream.range(0, 3)
                    .mapToObj(i ->
                            new Hop(
                                    Ed25519KeyPair.generate(random).publicKey(),
                                    i == 0
                                            ? guard.publicKey()
                                            : X25519KeyPair.generate(random).publicKey()))
                    .toList();
    private final Destination destination =
            new Destination.Node(Ed25519KeyPair.generate(random).publicKey(), end.publicKey());
    private final byte[] payload = "x".repeat(SIZE).getBytes(StandardCharsets.US_ASCII);
    private final OnionLayer.Outer outer;
    private final Exchange aesGcm;
    private final Exchange xChaCha20;
    private final V4Request request;

    /** A request that was sent, and its answer. */
    private record Exchange(OnionRequest request, byte[] reply) {}

    public OnionBenchmark() {
        try (OnionRequest onion = build(path, LayerCipher.AES_GCM)) {
            outer = OnionLayer.parse(onion.body());
            aesGcm = exchange(LayerCipher.AES_GCM);
            xChaCha20 = exchange(LayerCipher.XCHACHA20);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        request =
                new V4Request(
                        "POST",
                        "/room/hall/message",
                        V4Headers.of(
                                Map.of(
                                        "X-SOGS-Nonce",
                                        "PEPrEMDOyGGlJuXFkX/T2Q==",
                                        "content-type",
                                        "application/json")),
                        payload);
    }

    private OnionRequest build(List<Hop> over, LayerCipher cipher) throws Exception {
        return OnionRequest.build(over, destination, payload, cipher, random);
    }

    private Exchange exchange(LayerCipher cipher) throws Exception {
        OnionRequest sent = build(List.of(), cipher);
        OnionLayer.Outer arrived = OnionLayer.parse(sent.body());
        String body = "x".repeat(SIZE);
        return new Exchange(sent, OnionLayer.reply(arrived, end, 200, body, false, true, random));
    }

    @Benchmark
    public byte[] buildAesGcm() throws Exception {
        try (OnionRequest onion = build(path, LayerCipher.AES_GCM)) {
            return onion.body();
        }
    }

    @Benchmark
    public byte[] buildXChaCha20() throws Exception {
        try (OnionRequest onion = build(path, LayerCipher.XCHACHA20)) {
            return onion.body();
        }
    }

    @Benchmark
    public OnionLayer.Route peel() throws Exception {
        return OnionLayer.open(outer, guard);
    }

    @Benchmark
    public NodeReply replyAesGcm() throws Exception {
        return aesGcm.request.openNodeReply(aesGcm.reply);
    }

    @Benchmark
    public NodeReply replyXChaCha20() throws Exception {
        return xChaCha20.request.openNodeReply(xChaCha20.reply);
    }

    @Benchmark
    public V4Request v4() throws Exception {
        return V4Request.parse(request.encode());
    }
}
