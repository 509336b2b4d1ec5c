/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519KeyPair;
import app.snug.network.ScriptedNode.Said;
import app.snug.network.Swarms.OwnMessage;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of a swarm that do half of what they are told, or lie about it. */
class ReplaceOperationTest {

    private static final byte[] DATA = {1, 2, 3};

    @TempDir Path memory;
    private final ScriptedNetwork net = new ScriptedNetwork(10);
    private final Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom());
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private AccountId account;
    private MessageHash hash;
    private SessionNetwork client;

    @BeforeEach
    void connect() throws DecryptionException {
        account = AccountId.ofUser(keys.publicKey().toX25519());
        hash = MessageHash.of(account, Namespace.CONTACTS, DATA);
        client = net.client(memory);
    }

    @AfterEach
    void stop() {
        client.close();
        net.close();
        keys.close();
    }

    private void swarmAnswers(String method, Function<ScriptedNode, String> answer) {
        net.swarmOf(account)
                .forEach(n ->
                        n.asDestination =
                                request -> {
                                    if (!request.contains("\"method\":\"" + method + "\"")) {
                                        return Optional.empty();
                                    }
                                    requests.add(request);
                                    return Optional.of(new Said(200, answer.apply(n)));
                                });
    }

    private List<Swarms.StoreReceipt> replace() throws NetworkException {
        MessageHash old = MessageHash.of(account, Namespace.CONTACTS, new byte[] {9});
        OwnMessage message = new OwnMessage(Namespace.CONTACTS, DATA, Duration.ofDays(30));
        return client.swarms().replace(account, keys, List.of(message), Set.of(old));
    }

    @Test
    void deletingComesBehindStoring() throws Exception {
        swarmAnswers(
                "sequence",
                node ->
                        "{\"results\":[{\"code\":200,\"body\":%s},{\"code\":200,\"body\":{}}]}"
                                .formatted(ScriptedNetwork.receipt(hash, net.swarmOf(account))));
        assertThat(replace().getFirst().storedBy()).hasSizeGreaterThan(1);
        String request = requests.getFirst();
        assertThat(request.indexOf("\"store\"")).isBetween(0, request.indexOf("\"delete\""));
    }

    @Test
    void aMemberThatDoesNotStoreIsNotTheLast() {
        swarmAnswers("sequence", node -> "{\"results\":[{\"code\":500,\"body\":\"sorry\"}]}");
        assertThatThrownBy(this::replace).isInstanceOf(NetworkException.class);
        assertThat(requests).hasSizeGreaterThan(1);
    }

    @Test
    void aReceiptThatNobodySignedIsNone() {
        swarmAnswers(
                "sequence",
                node -> "{\"results\":[{\"code\":200,\"body\":{\"swarm\":{}}},{\"code\":200}]}");
        assertThatThrownBy(this::replace).isInstanceOf(NetworkException.class);
    }

    @Test
    void aSingleSignatureIsNotEnoughWhileTheSwarmHasOtherMembers() {
        ScriptedNode only = net.swarmOf(account).getFirst();
        swarmAnswers(
                "sequence",
                node ->
                        "{\"results\":[{\"code\":200,\"body\":%s},{\"code\":200,\"body\":{}}]}"
                                .formatted(ScriptedNetwork.receipt(hash, List.of(only))));
        assertThatThrownBy(this::replace)
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.isTransient()).isTrue());
        assertThat(requests).hasSizeGreaterThan(1);
    }

    @Test
    void aSequenceThatEndsTooSoonIsNotBelieved() {
        swarmAnswers("sequence", node -> "{\"results\":[]}");
        assertThatThrownBy(this::replace).isInstanceOf(NetworkException.class);
    }

    @Test
    void whatNobodySignsIsNotStillThere() {
        swarmAnswers(
                "expire",
                node ->
                        "{\"swarm\":{\"%s\":{\"expiry\":1,\"updated\":[\"%s\"],\"signature\":\"AA==\"}}}"
                                .formatted(node.key().hex(), hash));
        assertThatThrownBy(() ->
                        client.swarms().extend(account, keys, Set.of(hash), Duration.ofDays(30)))
                .isInstanceOf(NetworkException.class);
    }

    @Test
    void allIsGoneOnlyIfTwoMembersSignForIt() {
        swarmAnswers(
                "delete_all",
                node ->
                        "{\"swarm\":{\"%s\":{\"deleted\":{\"0\":[\"%s\"]},\"signature\":\"AA==\"}}}"
                                .formatted(node.key().hex(), hash));
        assertThatThrownBy(() -> client.swarms().deleteAll(account, keys))
                .isInstanceOf(NetworkException.class);
        assertThat(requests.getFirst()).contains("\"namespace\":\"all\"", "\"timestamp\":");
        assertThat(requests).hasSizeGreaterThan(1);
    }
}
