/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.membership.NodeEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Several calls in one. */
class BatchTest extends AccountTest {

    private static final String NO_SIGNATURE = "store: signature required to store to namespace 33";

    private static Request batch(String method, Object... calls) {
        List<JsonNode> requests = new ArrayList<>();
        for (Object call : calls) {
            requests.add(RawClient.JSON.readTree(call.toString()));
        }
        return new Request(method).with("requests", requests);
    }

    private String storing(String text) {
        return anna.store(bytes(text), net().now(), HOUR);
    }

    private String reading() {
        return anna.retrieve(Namespace.DEFAULT, net().now());
    }

    private Request storingWithoutRight() {
        return new Request("store")
                .of(anna.account())
                .with("namespace", 33)
                .with("timestamp", net().now())
                .with("ttl", HOUR)
                .with("data", "aGVsbG8=");
    }

    @Test
    void aBatchStoresSideBySideAndAnswersInOrder() {
        JsonNode results = done(batch("batch", storing("one"), storing("two"))).get("results");
        assertThat(results.size()).isEqualTo(2);
        for (int i = 0; i < 2; i++) {
            String text = i == 0 ? "one" : "two";
            assertThat(results.get(i).get("code").intValue()).isEqualTo(200);
            assertThat(results.get(i).get("body").get("hash").stringValue())
                    .isEqualTo(
                            MessageHash.of(anna.account(), Namespace.DEFAULT, bytes(text)).value());
        }
    }

    @Test
    void aSequenceGoesInTurnSoThatEachCallSeesWhatTheOneBeforeDid() {
        long now = net().now();
        JsonNode results =
                done(batch(
                                "sequence",
                                storing("one"),
                                reading(),
                                storing("two"),
                                signed("delete_all", "delete_all" + now).with("timestamp", now),
                                reading()))
                        .get("results");
        assertThat(results.size()).isEqualTo(5);
        String one = results.get(0).get("body").get("hash").stringValue();
        String two = results.get(2).get("body").get("hash").stringValue();
        assertThat(hashes(results.get(1).get("body").get("messages"))).containsExactly(one);
        results.get(3)
                .get("body")
                .get("swarm")
                .forEach(member ->
                        assertThat(texts(member.get("deleted")))
                                .containsExactlyInAnyOrder(one, two));
        assertThat(results.get(4).get("body").get("messages").isEmpty()).isTrue();
    }

    @Test
    void aSequenceEndsWithItsFirstFailureAndABatchGoesOn() {
        JsonNode sequence =
                done(batch("sequence", storingWithoutRight(), reading())).get("results");
        assertThat(sequence.toString())
                .isEqualTo("[{\"body\":\"" + NO_SIGNATURE + "\",\"code\":401}]");
        JsonNode batch = done(batch("batch", storingWithoutRight(), reading())).get("results");
        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.get(0)).isEqualTo(sequence.get(0));
        assertThat(batch.get(1).get("body").get("messages").isEmpty()).isTrue();
    }

    @Test
    void atMostTwentyCallsAndNoneWithinOneAnother() {
        JsonNode info = new Request("info").json();
        Object[] twenty = Collections.nCopies(20, info).toArray();
        assertThat(done(batch("batch", twenty)).get("results").size()).isEqualTo(20);
        Object[] more = Collections.nCopies(21, info).toArray();
        for (String method : List.of("batch", "sequence")) {
            String what = "invalid request: Invalid batch request: ";
            assertRefused(batch(method, more), 400, what + "subrequest limit exceeded");
            assertRefused(batch(method), 400, what + "no valid \"requests\" field");
            assertRefused(new Request(method), 400, what + "no valid \"requests\" field");
            assertRefused(batch(method, "5"), 400, what + "requests must be objects");
            assertRefused(
                    batch(method, "{\"method\":\"info\"}"),
                    400,
                    what + "subrequests must have method/params keys");
        }
        String sub = "invalid request: Invalid batch subrequest: ";
        assertRefused(batch("batch", new Request("nope")), 400, sub + "invalid method \"nope\"");
        assertRefused(
                batch("batch", batch("sequence", info)),
                400,
                sub + "subrequests may not contain meta-requests");
    }

    @Test
    void aMistakeInOneCallOfABatchFailsTheWhole() {
        assertRefused(
                batch("batch", storing("one"), new Request("get_swarm")),
                400,
                "invalid request: Required field 'pubkey' missing");
        assertThat(read(Namespace.DEFAULT)).isEmpty();
    }

    @Test
    void theCallsOfABatchTakeEffectInTheirOrder() {
        Namespace outbox = new Namespace(-1);
        for (int i = 0; i < 10; i++) {
            Member member = Member.random();
            long now = net().now();
            String first = member.storeSigned(outbox, bytes("first"), now, HOUR);
            String second = member.storeSigned(outbox, bytes("second"), now, HOUR);
            String reading = member.retrieve(outbox, now);
            JsonNode results =
                    done(batch("batch", reading, first, reading, second, reading)).get("results");
            assertThat(results.get(0).get("body").get("messages").isEmpty()).isTrue();
            for (int call = 1; call < 5; call += 2) {
                String stored = results.get(call).get("body").get("hash").stringValue();
                assertThat(hashes(results.get(call + 1).get("body").get("messages")))
                        .containsExactly(stored);
            }
            String last = results.get(3).get("body").get("hash").stringValue();
            for (NodeEntry node : net().network.nodes()) {
                JsonNode kept = net().client.rpc(node, reading).json().get("messages");
                assertThat(hashes(kept)).containsExactly(last);
            }
        }
    }

    @Test
    void aBatchDeletesWhatItHasStoredBefore() {
        String hash = MessageHash.of(anna.account(), Namespace.DEFAULT, bytes("one")).value();
        Request delete = signed("delete", "delete" + hash).with("messages", List.of(hash));
        JsonNode results =
                done(batch("batch", storing("one"), delete, storing("two"), reading()))
                        .get("results");
        results.get(1)
                .get("body")
                .get("swarm")
                .forEach(member -> assertThat(member.has("failed")).isFalse());
        String two = results.get(2).get("body").get("hash").stringValue();
        assertThat(hashes(results.get(3).get("body").get("messages"))).containsExactly(two);
    }
}
