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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HostileRequestsTest {

    private static final int TOO_LARGE = 10_485_761;
    private static RecordedNetwork network;

    @BeforeAll
    static void open() throws Exception {
        network = new RecordedNetwork(new ServerExit((host, port) -> List.of()));
    }

    @AfterAll
    static void close() {
        network.close();
    }

    private static NodeEntry node() {
        return network.nodeAt(17_102);
    }

    private static void assertIsCalm(RawClient.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isNotIn(429, 500).isLessThan(504);
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
        for (int i = 0; i < 400; i++) {
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
        for (int i = 0; i < 200; i++) {
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
                        "true",
                        "-1",
                        "1e400",
                        "99999999999999999999",
                        "\"\\u0000\"",
                        "\"" + "a".repeat(70_000) + "\"",
                        "[[[]]]",
                        "{\"a\":[null]}");
        Map<String, String> good = new LinkedHashMap<>();
        good.put("pubkey", "\"05" + "ab".repeat(32) + "\"");
        good.put("pubkey_ed25519", "\"" + "cd".repeat(32) + "\"");
        good.put("signature", "\"" + "A".repeat(86) + "\"");
        good.put("timestamp", "1795438800000");
        good.put("ttl", "60000");
        good.put("data", "\"aGk=\"");
        good.put("namespace", "0");
        good.put("messages", "[\"" + "A".repeat(43) + "\"]");
        good.put("expiry", "1795438900000");
        good.put("before", "1795438800000");
        good.put("revoke", "[]");
        good.put("unrevoke", "[]");
        good.put("if", "{\"hf_at_least\":[19]}");
        good.put("then", "{\"method\":\"info\",\"params\":{}}");
        good.put("requests", "[{\"method\":\"info\",\"params\":{}}]");
        good.put("endpoint", "\"ons_resolve\"");
        List<String> names = new ArrayList<>(good.keySet());
        names.addAll(
                List.of(
                        "sig_timestamp",
                        "last_hash",
                        "max_count",
                        "max_size",
                        "wait",
                        "subaccount",
                        "subaccount_sig",
                        "params",
                        "required",
                        "shorten"));
        List<String> methods =
                List.of(
                        "store",
                        "retrieve",
                        "get_swarm",
                        "batch",
                        "sequence",
                        "oxend_request",
                        "info",
                        "active_nodes_bin",
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
        // Each parameter meets each value, and each method each parameter.
        int turn = 0;
        for (String method : methods) {
            for (String name : names) {
                turn++;
                for (String value :
                        List.of(
                                values.get(turn % values.size()),
                                values.get((turn + 3) % values.size()))) {
                    Map<String, String> params = new LinkedHashMap<>(good);
                    // Either a time to live or an expiry.
                    params.remove(method.equals("store") ? "expiry" : "ttl");
                    params.put(name, value);
                    String fields =
                            params.entrySet().stream()
                                    .map(p -> "\"" + p.getKey() + "\":" + p.getValue())
                                    .collect(Collectors.joining(","));
                    String request = "{\"method\":\"" + method + "\",\"params\":{" + fields + "}}";
                    assertIsCalm(network.client.rpc(node(), request));
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
