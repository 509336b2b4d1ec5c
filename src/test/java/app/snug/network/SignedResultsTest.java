/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519KeyPair;
import app.snug.network.NetworkException.Reason;
import app.snug.network.ScriptedNode.Said;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Members of a swarm that delete and shorten, or say so. */
class SignedResultsTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir Path memory;
    private final ScriptedNetwork net = new ScriptedNetwork(10);
    private final Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom());
    private final List<ScriptedNode> asked = new CopyOnWriteArrayList<>();
    private AccountId account;
    private MessageHash hash;
    private SessionNetwork client;

    @BeforeEach
    void connect() throws DecryptionException {
        account = AccountId.ofUser(keys.publicKey().toX25519());
        hash = MessageHash.of(account, Namespace.DEFAULT, new byte[] {1});
        client = net.client(memory);
    }

    @AfterEach
    void stop() {
        client.close();
        net.close();
        keys.close();
    }

    private List<ScriptedNode> swarm() {
        return net.swarmOf(account);
    }

    private void swarmAnswers(String method, Function<ScriptedNode, String> answer) {
        swarm().forEach(n ->
                n.asDestination =
                        request -> {
                            if (!request.contains("\"method\":\"" + method + "\"")) {
                                return Optional.empty();
                            }
                            asked.add(n);
                            return Optional.of(new Said(200, answer.apply(n)));
                        });
    }

    private static String sign(ScriptedNode node, String text) {
        return Base64.getEncoder()
                .encodeToString(node.keys.sign(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String deleted(List<ScriptedNode> by, String named, String signed) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode results = answer.putObject("swarm");
        for (ScriptedNode node : by) {
            ObjectNode result = results.putObject(node.key().hex());
            result.putArray("deleted").add(named);
            result.put("signature", sign(node, account.hex() + hash + signed));
        }
        return answer.toString();
    }

    private String shortened(List<ScriptedNode> by, Instant until, boolean updated) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode results = answer.putObject("swarm");
        long asked = NOON.plusSeconds(60).toEpochMilli();
        for (ScriptedNode node : by) {
            ObjectNode result = results.putObject(node.key().hex());
            result.put("expiry", asked);
            String named;
            if (updated) {
                result.putArray("updated").add(hash.value());
                named = hash.value();
            } else {
                result.putArray("updated");
                result.putObject("unchanged").put(hash.value(), until.toEpochMilli());
                named = hash.value() + until.toEpochMilli();
            }
            result.put("signature", sign(node, account.hex() + asked + hash + named));
        }
        return answer.toString();
    }

    private Set<MessageHash> delete() throws NetworkException {
        return client.swarms().delete(account, keys, Set.of(hash));
    }

    @Test
    void twoSignaturesInOneAnswerAreEnough() throws Exception {
        swarmAnswers("delete", node -> deleted(swarm(), hash.value(), hash.value()));
        assertThat(delete()).containsExactly(hash);
        assertThat(asked).hasSize(1);
    }

    @Test
    void oneSignatureAloneMakesUsAskAnother() throws Exception {
        swarmAnswers("delete", node -> deleted(List.of(node), hash.value(), hash.value()));
        assertThat(delete()).containsExactly(hash);
        assertThat(asked).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aSignatureOverSomethingElseProvesNothing() {
        swarmAnswers("delete", node -> deleted(swarm(), hash.value(), ""));
        assertThatThrownBy(this::delete)
                .isInstanceOfSatisfying(
                        NetworkException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.SWARM_UNREACHABLE));
        assertThat(asked).hasSizeGreaterThan(1);
    }

    @Test
    void nodesFromOutsideTheSwarmProveNothing() {
        List<ScriptedNode> others = new ArrayList<>(net.nodes);
        others.removeAll(swarm());
        swarmAnswers("delete", node -> deleted(others, hash.value(), hash.value()));
        assertThatThrownBy(this::delete).isInstanceOf(NetworkException.class);
    }

    @Test
    void whatWasNotAskedForIsNotDeletedForUs() throws Exception {
        MessageHash other = MessageHash.of(account, Namespace.DEFAULT, new byte[] {2});
        swarmAnswers("delete", node -> deleted(swarm(), other.value(), other.value()));
        assertThat(delete()).isEmpty();
    }

    @Test
    void garbageForResultsIsNoAnswer() {
        swarmAnswers(
                "delete",
                node ->
                        "{\"swarm\":{\"%s\":{\"deleted\":{\"a\":[]},\"signature\":7}}}"
                                .formatted(node.key().hex()));
        assertThatThrownBy(this::delete).isInstanceOf(NetworkException.class);
    }

    @Test
    void theEarliestEndThatAMemberSignsHolds() throws Exception {
        Instant earlier = NOON.plusSeconds(20);
        ScriptedNode knowing = swarm().getFirst();
        swarmAnswers(
                "expire",
                node -> shortened(List.of(node), earlier, !node.key().equals(knowing.key())));
        boolean met = false;
        for (int i = 0; i < 40 && !met; i++) {
            asked.clear();
            var found = client.swarms().shorten(account, keys, Set.of(hash), NOON.plusSeconds(60));
            met = asked.contains(knowing);
            assertThat(found).containsOnly(entry(hash, met ? earlier : NOON.plusSeconds(60)));
        }
        assertThat(met).isTrue();
    }
}
