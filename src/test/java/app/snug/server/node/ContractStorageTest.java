/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.membership.NodeEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What any network keeps for an account. */
class ContractStorageTest extends ContractTest {

    @Test
    void aSeedNamesNodesAndNodesNameThemselves() {
        JsonNode result = subject().seedAnswer.get("result");
        assertThat(result.get("service_node_states").size()).isPositive();
        assertThat(subject().nodes).allSatisfy(node -> assertThat(node.port()).isPositive());
        JsonNode info = done(new Request("info"));
        assertThat(info.get("version").size()).isEqualTo(3);
        assertThat(info.get("hf").size()).isEqualTo(2);
        assertThat(info.get("timestamp").isIntegralNumber()).isTrue();
        assertThat(info.get("t").isIntegralNumber()).isTrue();
    }

    @Test
    void everyNodeNamesTheSameSwarm() {
        Request request = new Request("get_swarm").of(anna.account());
        JsonNode first = done(request);
        assertThat(first.get("snodes").size()).isPositive();
        assertThat(first.get("snodes").get(0).get("port").isString()).isTrue();
        assertThat(first.get("snodes").get(0).get("port_https").isIntegralNumber()).isTrue();
        int asked = Math.min(5, subject().nodes.size());
        for (NodeEntry node : subject().nodes.subList(0, asked)) {
            JsonNode other = subject().client.rpc(node, request.toString()).json();
            assertThat(other.get("swarm")).isEqualTo(first.get("swarm"));
        }
    }

    @Test
    void aMessageIsSignedByMembersAndReadFromThem() {
        JsonNode answer = done(anna.store(bytes("hello"), now(), LIFE));
        String hash = MessageHash.of(anna.account(), Namespace.DEFAULT, bytes("hello")).value();
        assertThat(answer.get("hash").stringValue()).isEqualTo(hash);
        answer.get("swarm").properties().stream()
                .filter(member -> !member.getValue().has("failed"))
                .forEach(member -> assertSigned(member, hash));
        for (NodeEntry node : swarm()) {
            if (answer.get("swarm").get(node.ed25519().hex()).has("signature")) {
                String request = anna.retrieve(Namespace.DEFAULT, now());
                JsonNode message =
                        subject().client.rpc(node, request).json().get("messages").get(0);
                assertThat(message.get("hash").stringValue()).isEqualTo(hash);
                assertThat(message.get("data").stringValue()).isEqualTo("aGVsbG8=");
                assertThat(message.get("expiration").longValue())
                        .isEqualTo(message.get("timestamp").longValue() + LIFE);
            }
        }
    }

    @Test
    void aStrangerToTheAccountNamesItsSwarm() {
        List<NodeEntry> swarm = swarm();
        List<NodeEntry> strangers =
                subject().nodes.stream().filter(node -> !swarm.contains(node)).toList();
        assertThat(strangers.size() + swarm.size()).isEqualTo(subject().nodes.size());
        strangers.stream()
                .limit(1)
                .forEach(stranger -> {
                    var answer =
                            subject().client.rpc(stranger, anna.store(bytes("lost"), now(), LIFE));
                    assertThat(answer.status()).isEqualTo(421);
                    assertThat(answer.json().get("snodes").size()).isEqualTo(swarm.size());
                });
    }

    @Test
    void theSameMessageIsThereOnceAndItsLifeGrows() {
        long now = now();
        store("twice");
        JsonNode again = done(anna.store(bytes("twice"), now, LIFE + 60_000));
        String self = swarm().getFirst().ed25519().hex();
        assertThat(again.get("swarm").get(self).get("already").booleanValue()).isTrue();
        assertThat(again.get("swarm").get(self).get("expiry").longValue())
                .isEqualTo(now + LIFE + 60_000);
        assertThat(read(Namespace.DEFAULT)).hasSize(1);
    }

    @Test
    void readingGoesOnFromACursorInPages() {
        List<String> stored = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            stored.add(store("number " + i));
        }
        List<String> seen = new ArrayList<>();
        boolean more = true;
        while (more) {
            String cursor = seen.isEmpty() ? "" : seen.getLast();
            JsonNode page =
                    done(
                            anna.retrieve(
                                    Namespace.DEFAULT,
                                    now(),
                                    ",\"max_count\":2,\"last_hash\":\"" + cursor + "\""));
            seen.addAll(AccountTest.hashes(page.get("messages")));
            more = page.get("more").booleanValue();
        }
        assertThat(seen).isEqualTo(stored);
    }

    @Test
    void namespacesAreApartAndAnOutboxHoldsOne() {
        String inbox = store("same");
        String contacts = store("same", Namespace.CONTACTS);
        assertThat(read(Namespace.DEFAULT)).containsExactly(inbox);
        assertThat(read(Namespace.CONTACTS)).containsExactly(contacts);
        Namespace outbox = new Namespace(-1);
        store("first", outbox);
        String second = store("second", outbox);
        JsonNode open = done(new Request("retrieve").of(anna.account()).with("namespace", -1));
        assertThat(AccountTest.hashes(open.get("messages"))).containsExactly(second);
    }

    @Test
    void whatIsDeletedIsGoneFromAllWhoSay() {
        String one = store("one");
        String two = store("two");
        JsonNode answer = done(signed("delete", "delete" + one).with("messages", List.of(one)));
        assertThat(results(answer, anna.account(), one + one)).isNotEmpty();
        assertThat(read(Namespace.DEFAULT)).containsExactly(two);
        String none = "A".repeat(43);
        assertThat(
                        ask(signed("delete", "delete" + none)
                                        .with("messages", none)
                                        .with("required", true))
                                .status())
                .isEqualTo(404);
        long now = now();
        JsonNode all = done(signed("delete_all", "delete_all" + now).with("timestamp", now));
        assertThat(results(all, anna.account(), now + two)).isNotEmpty();
        assertThat(read(Namespace.DEFAULT)).isEmpty();
    }

    @Test
    void whatWasSentBeforeATimeIsDeleted() {
        long then = now() - 5_000;
        String old = done(anna.store(bytes("old"), then, LIFE)).get("hash").stringValue();
        String young = store("young");
        JsonNode answer =
                done(signed("delete_before", "delete_before" + then).with("before", then));
        assertThat(results(answer, anna.account(), then + old)).isNotEmpty();
        assertThat(read(Namespace.DEFAULT)).containsExactly(young);
    }

    @Test
    void lifeIsShortenedAndExtendedAndToldOf() {
        String hash = store("kept");
        long later = now() + 2 * LIFE;
        JsonNode extended =
                done(
                        signed("expire", "expireextend" + later + hash)
                                .with("expiry", later)
                                .with("extend", true)
                                .with("messages", List.of(hash)));
        assertThat(results(extended, anna.account(), later + hash + hash)).isNotEmpty();
        assertThat(expiry(hash)).isEqualTo(later);
        long sooner = now() + 30_000;
        JsonNode all = done(signed("expire_all", "expire_all" + sooner).with("expiry", sooner));
        assertThat(results(all, anna.account(), sooner + hash)).isNotEmpty();
        assertThat(expiry(hash)).isEqualTo(sooner);
    }

    private long expiry(String hash) {
        long now = now();
        return done(signed("get_expiries", "get_expiries" + now + hash)
                        .with("timestamp", now)
                        .with("messages", hash))
                .get("expiries")
                .get(hash)
                .longValue();
    }

    @Test
    void theOtherMembersHaveItToo() {
        String hash = store("for all");
        for (NodeEntry node : swarm()) {
            await().untilAsserted(() ->
                    assertThat(
                                    AccountTest.hashes(
                                            subject()
                                                    .client
                                                    .rpc(
                                                            node,
                                                            anna.retrieve(Namespace.DEFAULT, now()))
                                                    .json()
                                                    .get("messages")))
                            .containsExactly(hash));
        }
    }
}
