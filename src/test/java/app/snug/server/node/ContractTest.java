/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.NetworkUnderTest.Subject;
import app.snug.server.node.membership.NodeEntry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** An account at the network under test, and how it asks a member of its swarm. */
@ExtendWith(NetworkUnderTest.class)
abstract class ContractTest {

    static final long LIFE = 120_000;

    final Member anna = Member.random();

    static Subject subject() {
        return NetworkUnderTest.subject();
    }

    static long now() {
        return subject().now();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    List<NodeEntry> swarm() {
        return subject().swarmOf(anna.account());
    }

    RawClient.Answer ask(Object request) {
        return ask(anna.account(), request);
    }

    RawClient.Answer ask(AccountId account, Object request) {
        return subject().client.rpc(subject().swarmOf(account).getFirst(), request.toString());
    }

    JsonNode done(Object request) {
        return done(anna.account(), request);
    }

    JsonNode done(AccountId account, Object request) {
        RawClient.Answer answer = ask(account, request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    void assertRefused(Object request, int status, String text) {
        assertRefused(anna.account(), request, status, text);
    }

    void assertRefused(AccountId account, Object request, int status, String text) {
        RawClient.Answer answer = ask(account, request);
        assertThat(answer.text()).isEqualTo(text);
        assertThat(answer.status()).isEqualTo(status);
    }

    String store(String text) {
        return done(anna.store(bytes(text), now(), LIFE)).get("hash").stringValue();
    }

    String store(String text, Namespace namespace) {
        return done(anna.storeSigned(namespace, bytes(text), now(), LIFE))
                .get("hash")
                .stringValue();
    }

    List<String> read(Namespace namespace) {
        return AccountTest.hashes(done(anna.retrieve(namespace, now())).get("messages"));
    }

    Request signed(String method, String text) {
        return new Request(method).of(anna).signed(anna.keys(), text);
    }

    /** Members that did it, each of which must have signed the account and this. */
    static List<JsonNode> results(JsonNode answer, AccountId account, String signed) {
        return answer.get("swarm").properties().stream()
                .filter(member -> !member.getValue().has("failed"))
                .peek(member -> assertSigned(member, account.hex() + signed))
                .map(Map.Entry::getValue)
                .toList();
    }

    static void assertSigned(Map.Entry<String, JsonNode> member, String text) {
        byte[] signature =
                Base64.getDecoder().decode(member.getValue().get("signature").stringValue());
        assertThat(
                        app.snug.crypto.Ed25519PublicKey.ofHex(member.getKey())
                                .verify(bytes(text), signature))
                .as("signature of " + member)
                .isTrue();
    }

    /** Nothing is left behind in a network of others. */
    @AfterEach
    void leave() {
        long now = now();
        ask(
                signed("delete_all", "delete_allall" + now)
                        .with("timestamp", now)
                        .with("namespace", "all"));
    }
}
