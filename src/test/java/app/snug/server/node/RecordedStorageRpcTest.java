/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.identity.AccountId;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.onion.ServerExit;
import app.snug.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What C++ storage servers answered, our nodes answer. */
class RecordedStorageRpcTest {

    /** What they cannot do and we can, and what our answer shows; see {@code docs/network.md}. */
    private static final Map<String, String> BETTER =
            Map.of(
                    "delete_before all", "\"deleted\":{\"0\":[\"",
                    "revoked_subaccounts", "\"AwcAACsC5+CjL1uQFotwBt5wJdDc4a6kgaDg/ZveqId12jT8\"");

    private static final Pattern LEFT_OUT = Pattern.compile("<base64 of (\\d+) bytes>");

    @Test
    void everyRecordedExchangeEndsAsItDidWithTheStorageServersOfTheNetwork() throws Exception {
        try (RecordedNetwork network = new RecordedNetwork(new ServerExit(List.of()))) {
            SoftAssertions all = new SoftAssertions();
            int number = 0;
            for (JsonNode exchange : Fixtures.read("storage-rpc.json").get("exchanges")) {
                if (exchange.has("at_ms")) {
                    network.clock.set(Instant.ofEpochMilli(exchange.get("at_ms").longValue()));
                }
                compare(all, number++, exchange, network);
            }
            assertThat(number).isEqualTo(133);
            all.assertAll();
        }
    }

    @Test
    void everyRecordedAccountBelongsToTheSameSwarm() throws Exception {
        try (RecordedNetwork network = new RecordedNetwork(new ServerExit(List.of()))) {
            List<String> swarms = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (JsonNode pair : Fixtures.read("network.json").get("swarm_mapping")) {
                byte[] account = HexFormat.of().parseHex(pair.get(0).stringValue());
                swarms.add(network.map().swarmOf(AccountId.of(account)).hex());
                expected.add(pair.get(1).stringValue());
            }
            assertThat(swarms).hasSize(300).isEqualTo(expected);
        }
    }

    private static void compare(
            SoftAssertions all, int number, JsonNode exchange, RecordedNetwork network) {
        String name = exchange.get("name").stringValue();
        NodeEntry node = network.nodeAt(exchange.get("port").intValue());
        RawClient.Answer answer = send(network, node, exchange, name);
        String what = "#" + number + " " + name + ": " + answer.text();
        if (BETTER.containsKey(name)) {
            all.assertThat(answer.status()).as(what).isEqualTo(200);
            all.assertThat(answer.text()).as(what).contains(BETTER.get(name));
            return;
        }
        all.assertThat(answer.status()).as(what).isEqualTo(exchange.get("status").intValue());
        JsonNode headers = exchange.get("headers");
        all.assertThat(answer.server()).as(what).isEqualTo(headers.get("Server").stringValue());
        all.assertThat(answer.type()).as(what).isEqualTo(headers.get("Content-Type").stringValue());
        if (exchange.has("response_text")) {
            all.assertThat(answer.text())
                    .as(what)
                    .isEqualTo(exchange.get("response_text").stringValue());
            return;
        }
        if (!answer.type().equals("application/json")) {
            return;
        }
        Recorded recorded = new Recorded(network, network.clock.millis());
        JsonNode expected = corrected(recorded.comparable(exchange.get("response")));
        JsonNode actual = recorded.comparable(answer.json());
        if (exchange.get("request").stringValue().contains("<base64 of")) {
            // Which bytes they were is not recorded, so hashes and signatures over them differ.
            expected = RawClient.JSON.readTree(withoutHashes(expected));
            actual = RawClient.JSON.readTree(withoutHashes(actual));
        }
        all.assertThat(actual).as(what).isEqualTo(expected);
    }

    private static String withoutHashes(JsonNode answer) {
        return answer.toString().replaceAll("\"[A-Za-z0-9+/]{43}(|[A-Za-z0-9+/]{43}==)\"", "\"\"");
    }

    private static RawClient.Answer send(
            RecordedNetwork network, NodeEntry node, JsonNode exchange, String name) {
        if (exchange.has("request")) {
            Matcher data = LEFT_OUT.matcher(exchange.get("request").stringValue());
            return network.client.rpc(
                    node,
                    data.replaceAll(found ->
                            Base64.getEncoder()
                                    .encodeToString(new byte[Integer.parseInt(found.group(1))])));
        }
        String[] methodAndPath = name.split(" ", 2);
        return methodAndPath[0].toUpperCase(Locale.ROOT).equals("GET")
                ? network.client.get(node, methodAndPath[1])
                : network.client.post(node, methodAndPath[1], "".getBytes(StandardCharsets.UTF_8));
    }

    /** Where we do otherwise on purpose; listed in {@code docs/network.md}. */
    private static JsonNode corrected(JsonNode expected) {
        // Their base64 of nothing is "=", which no decoder takes.
        return RawClient.JSON.readTree(
                expected.toString().replace("\"data\":\"=\"", "\"data\":\"\""));
    }
}
