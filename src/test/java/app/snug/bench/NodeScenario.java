/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.onion.Destination;
import app.snug.protocol.onion.LayerCipher;
import app.snug.protocol.onion.OnionRequest;
import app.snug.protocol.storage.Namespace;
import app.snug.protocol.storage.SignedTexts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One node under load: storing, signed reading, onion requests to itself. */
final class NodeScenario implements Scenario {

    private static final int MESSAGE = 1024;
    private static final int MESSAGES = 10;
    private static final String NOTE =
            "node: one node and its PostgreSQL (fsync on) in a process of their own; "
                    + Load.CONNECTIONS
                    + " keep-alive TLS connections from as many loopback addresses;"
                    + " the load generator on the same cores";

    private final SecureRandom random = new SecureRandom();

    @Override
    public String name() {
        return "node: store, retrieve, onion";
    }

    @Override
    public List<Figure> measure(Path directory) throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (NetworkProcess network = NetworkProcess.start(directory, 1, 1)) {
            NetworkProcess.Node node = network.nodes().getFirst();
            add(
                    figures,
                    "node store, 1 KB, durable",
                    Bar.atLeast(5_000),
                    Load.on(network, i -> stores()));
            List<byte[]> reads = prepareReads(node);
            add(
                    figures,
                    "node retrieve, signed, 10 × 1 KB",
                    Bar.atLeast(4_800),
                    Load.on(network, i -> same(reads.get(i), MESSAGES * MESSAGE)));
            List<byte[]> onions = onions(node);
            add(
                    figures,
                    "node onion request, destination only",
                    Bar.atLeast(5_400),
                    Load.on(network, i -> same(onions.get(i), 1)));
        }
        return figures;
    }

    private static void add(List<Figure> figures, String what, Bar bar, Load.Result result) {
        figures.add(Figure.of(what, result.perSecond(), "/s", NOTE).withBar(bar));
        figures.add(Figure.of(what + ", median", result.latencies().percentile(0.5), "ms", NOTE));
        figures.add(Figure.of(what + ", p99", result.latencies().percentile(0.99), "ms", NOTE));
        int requests = result.latencies().count();
        figures.add(each(what + ", processor: load", result.spent().load(), requests));
        figures.add(each(what + ", processor: node", result.spent().nodes(), requests));
        figures.add(each(what + ", processor: PostgreSQL", result.spent().database(), requests));
        figures.add(Figure.of(what + ", machine in use", 100 * result.busy(), "%", NOTE));
    }

    private static Figure each(String what, Duration spent, int requests) {
        return Figure.of(what, spent.toNanos() / 1e3 / requests, "µs", NOTE);
    }

    /** A new message for a new account each time. */
    private Load.Requests stores() {
        SplittableRandom quick = new SplittableRandom(random.nextLong());
        byte[] data = new byte[MESSAGE];
        byte[] account = new byte[AccountId.SIZE];
        return requests(
                () -> {
                    quick.nextBytes(data);
                    quick.nextBytes(account);
                    account[0] = AccountId.USER;
                    return store(AccountId.of(account), data);
                },
                answer -> contains(answer.body(), "\"hash\""));
    }

    private static byte[] store(AccountId account, byte[] data) {
        String json =
                """
                {"method":"store","params":{"pubkey":"%s","timestamp":%d,"ttl":86400000,"data":"%s"}}\
                """
                        .formatted(
                                account,
                                System.currentTimeMillis(),
                                Base64.getEncoder().encodeToString(data));
        return rpc(json);
    }

    /** An account with ten messages for each connection, and its signed request. */
    private List<byte[]> prepareReads(NetworkProcess.Node node) throws Exception {
        List<byte[]> requests = new ArrayList<>();
        try (KeepAlive connection = new KeepAlive("127.0.0.1", node.host(), node.port())) {
            for (int i = 0; i < Load.CONNECTIONS; i++) {
                Ed25519KeyPair keys = Ed25519KeyPair.generate(random);
                AccountId account = AccountId.ofUser(keys.publicKey().toX25519());
                for (int m = 0; m < MESSAGES; m++) {
                    byte[] data = new byte[MESSAGE];
                    random.nextBytes(data);
                    if (connection.exchange(store(account, data)).status() != 200) {
                        throw new IllegalStateException("a message was not stored");
                    }
                }
                requests.add(retrieve(keys, account));
            }
        }
        return requests;
    }

    /** Good for a minute, which is longer than the load lasts. */
    private static byte[] retrieve(Ed25519KeyPair keys, AccountId account) {
        long now = System.currentTimeMillis();
        byte[] signature = keys.sign(SignedTexts.retrieve(Namespace.DEFAULT, now));
        return rpc(
                """
                {"method":"retrieve","params":{"pubkey":"%s","pubkey_ed25519":"%s",\
                "timestamp":%d,"signature":"%s"}}\
                """
                        .formatted(
                                account,
                                keys.publicKey(),
                                now,
                                Base64.getEncoder().encodeToString(signature)));
    }

    private List<byte[]> onions(NetworkProcess.Node node) throws Exception {
        Destination here =
                new Destination.Node(
                        Ed25519PublicKey.ofHex(node.ed25519()),
                        X25519PublicKey.ofHex(node.x25519()));
        byte[] payload = "{\"method\":\"info\",\"params\":{}}".getBytes(StandardCharsets.US_ASCII);
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < Load.CONNECTIONS; i++) {
            try (OnionRequest onion =
                    OnionRequest.build(List.of(), here, payload, LayerCipher.AES_GCM, random)) {
                requests.add(KeepAlive.request("/onion_req/v2", onion.body()));
            }
        }
        return requests;
    }

    private static Load.Requests same(byte[] request, int leastAnswer) {
        return requests(() -> request, answer -> answer.body().length >= leastAnswer);
    }

    private static Load.Requests requests(Supplier<byte[]> next, Predicate<KeepAlive.Answer> good) {
        return new Load.Requests() {
            @Override
            public byte[] next() {
                return next.get();
            }

            @Override
            public boolean isGood(KeepAlive.Answer answer) {
                return answer.status() == 200 && good.test(answer);
            }
        };
    }

    private static byte[] rpc(String json) {
        return KeepAlive.request("/storage_rpc/v1", json.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean contains(byte[] body, String text) {
        return new String(body, StandardCharsets.UTF_8).contains(text);
    }
}
