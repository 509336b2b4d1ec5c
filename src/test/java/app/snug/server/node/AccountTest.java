/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.membership.NodeEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** An account at a swarm of three, and how it asks. */
@ExtendWith(ThreeNodes.class)
abstract class AccountTest {

    static final long HOUR = 3_600_000;
    static final long DAY = 24 * HOUR;

    final Member anna = Member.random();

    static TestNetwork net() {
        return ThreeNodes.net();
    }

    static NodeEntry node() {
        return net().network.nodes().getFirst();
    }

    static RawClient.Answer ask(Object request) {
        return net().client.rpc(node(), request.toString());
    }

    static JsonNode done(Object request) {
        RawClient.Answer answer = ask(request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    static void assertRefused(Object request, int status, String text) {
        RawClient.Answer answer = ask(request);
        assertThat(answer.text()).isEqualTo(text);
        assertThat(answer.status()).isEqualTo(status);
    }

    String store(String text, Namespace namespace) {
        return done(anna.storeSigned(namespace, bytes(text), net().now(), HOUR))
                .get("hash")
                .stringValue();
    }

    String store(String text, long timestamp) {
        return done(anna.store(bytes(text), timestamp, HOUR)).get("hash").stringValue();
    }

    String store(String text) {
        return store(text, net().now());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Request signed(String method, String text) {
        return new Request(method).of(anna).signed(anna.keys(), text);
    }

    List<String> read(Namespace namespace) {
        return hashes(done(anna.retrieve(namespace, net().now())).get("messages"));
    }

    static List<String> hashes(JsonNode messages) {
        return StreamSupport.stream(messages.spliterator(), false)
                .map(message -> message.get("hash").stringValue())
                .toList();
    }

    static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::stringValue).toList();
    }

    /** Every member's result, each with a signature over the account and this. */
    static List<JsonNode> results(JsonNode answer, AccountId account, String signed) {
        List<JsonNode> results = new ArrayList<>();
        for (NodeEntry member : net().network.nodes()) {
            JsonNode result = answer.get("swarm").get(member.ed25519().hex());
            byte[] signature = Base64.getDecoder().decode(result.get("signature").stringValue());
            assertThat(member.ed25519().verify(bytes(account.hex() + signed), signature))
                    .as("signature of " + result)
                    .isTrue();
            results.add(result);
        }
        return results;
    }
}
