/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.onion.ServerExit;
import app.snug.server.node.swarm.SwarmPaths;
import app.snug.testing.Fixtures;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HostileRequestsTest {

    private static final int TOO_LARGE = 10_485_761;
    private static RecordedNetwork network;

    @BeforeAll
    static void open() throws Exception {
        network = new RecordedNetwork(new ServerExit((host, port) -> Optional.empty()));
    }

    @AfterAll
    static void close() {
        network.close();
    }

    private static NodeEntry node() {
        return network.nodeAt(17_102);
    }

    private static void assertIsCalm(RawClient.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isNotEqualTo(500).isLessThan(504);
        assertThat(answer.text()).doesNotContain("Exception", "app.snug", "\tat ", "<html");
    }

    @Test
    void damagedRequestsAreRefusedInWordsAndNeverWithATrace() {
        Random random = new Random(20_261_125);
        List<byte[]> recorded = new ArrayList<>();
        for (JsonNode exchange : Fixtures.read("storage-rpc.json").get("exchanges")) {
            if (exchange.has("request")) {
                recorded.add(
                        exchange.get("request").stringValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        for (int i = 0; i < 600; i++) {
            byte[] request = damage(recorded.get(random.nextInt(recorded.size())), random);
            assertIsCalm(network.client.post(node(), "/storage_rpc/v1", request));
        }
    }

    @Test
    void damagedOnionsAreRefusedInWordsAndNeverWithATrace() {
        Random random = new Random(20_261_126);
        List<byte[]> recorded = new ArrayList<>();
        for (JsonNode exchange : Fixtures.read("onion.json").get("exchanges")) {
            recorded.add(Base64.getDecoder().decode(exchange.get("body_b64").stringValue()));
        }
        for (int i = 0; i < 300; i++) {
            byte[] request = damage(recorded.get(random.nextInt(recorded.size())), random);
            assertIsCalm(network.client.post(node(), "/onion_req/v2", request));
        }
    }

    /** Bytes changed, cut, repeated or replaced. */
    private static byte[] damage(byte[] request, Random random) {
        byte[] damaged = request.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && damaged.length > 0; i++) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged = java.util.Arrays.copyOf(damaged, at);
                case 2 -> damaged = java.util.Arrays.copyOf(damaged, damaged.length + at);
                default -> damaged[at] = (byte) "{}[]\",:0-e".charAt(random.nextInt(10));
            }
        }
        return damaged;
    }

    @Test
    void parametersOfEveryWrongTypeAreRefused() {
        List<String> values =
                List.of(
                        "null",
                        "true",
                        "-1",
                        "1e400",
                        "1.5",
                        "99999999999999999999",
                        "\"\"",
                        "\"\\u0000\"",
                        "\"" + "a".repeat(70_000) + "\"",
                        "[]",
                        "[[[]]]",
                        "{}",
                        "{\"a\":[null]}");
        List<String> names =
                List.of(
                        "pubkey",
                        "pubkey_ed25519",
                        "timestamp",
                        "ttl",
                        "expiry",
                        "data",
                        "namespace",
                        "signature",
                        "sig_timestamp",
                        "last_hash",
                        "max_count",
                        "max_size",
                        "messages",
                        "before",
                        "subaccount",
                        "subaccount_sig",
                        "requests",
                        "endpoint",
                        "params",
                        "if",
                        "then",
                        "revoke",
                        "unrevoke",
                        "required");
        List<String> methods =
                List.of(
                        "store",
                        "retrieve",
                        "get_swarm",
                        "batch",
                        "sequence",
                        "oxend_request",
                        "info",
                        "delete",
                        "delete_all",
                        "delete_before",
                        "expire",
                        "expire_all",
                        "get_expiries",
                        "revoke_subaccount",
                        "unrevoke_subaccount",
                        "revoked_subaccounts",
                        "ifelse");
        for (String method : methods) {
            for (String name : names) {
                for (String value : values) {
                    String request =
                            "{\"method\":\"%s\",\"params\":{\"%s\":%s}}"
                                    .formatted(method, name, value);
                    assertIsCalm(
                            network.client.post(
                                    node(),
                                    "/storage_rpc/v1",
                                    request.getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
    }

    @Test
    void jsonNestedTooDeepIsNoJson() {
        String deep = "[".repeat(100_000);
        var answer = network.client.rpc(node(), deep);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).isEqualTo("invalid json");
    }

    @Test
    void aBodyAboveTenMebibytesIsRefusedWhetherItsLengthIsSaidOrNot() {
        byte[] large = new byte[TOO_LARGE];
        for (String path : List.of("/storage_rpc/v1", "/onion_req/v2", SwarmPaths.MESSAGES)) {
            var said = network.client.post(node(), path, large);
            assertThat(said.status()).isEqualTo(413);
            assertThat(said.text()).isEqualTo("Request body too large");
            var chunked =
                    network.client.send(
                            HttpRequest.newBuilder(RawClient.uri(node(), path))
                                    .POST(
                                            HttpRequest.BodyPublishers.ofInputStream(
                                                    () -> new ByteArrayInputStream(large))));
            assertThat(chunked.status()).isEqualTo(413);
        }
    }

    @Test
    void strangersAreNotHeardWhereMembersTalk() {
        for (String path : List.of(SwarmPaths.COMMAND, SwarmPaths.MESSAGES, SwarmPaths.ONION)) {
            var answer = network.client.post(node(), path, new byte[100]);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).isEqualTo("Forbidden\n");
        }
    }
}
