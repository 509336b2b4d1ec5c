/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.SwarmId;
import app.snug.server.node.membership.Membership;
import app.snug.server.node.membership.Names;
import app.snug.server.node.membership.NetworkMap;
import app.snug.server.node.membership.ServiceNodeList;
import app.snug.server.node.metrics.Counters;
import app.snug.server.node.storage.MessageStore;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * The node that carries out calls.
 *
 * @param version told to clients: major, minor, patch
 * @param hardfork told to clients: hard fork, revision
 * @param counters for the operator
 * @param held requests kept waiting
 */
public record NodeContext(
        Ed25519KeyPair keys,
        Membership membership,
        MessageStore store,
        Swarm swarm,
        ServiceNodeList nodeList,
        InstantSource clock,
        List<Integer> version,
        List<Integer> hardfork,
        Counters counters,
        Held held) {

    public NodeContext(
            Ed25519KeyPair keys,
            Membership membership,
            MessageStore store,
            Swarm swarm,
            ServiceNodeList nodeList,
            InstantSource clock,
            List<Integer> version,
            List<Integer> hardfork,
            Counters counters) {
        this(
                keys,
                membership,
                store,
                swarm,
                nodeList,
                clock,
                version,
                hardfork,
                counters,
                new Held());
    }

    Ed25519PublicKey key() {
        return keys.publicKey();
    }

    Names names() {
        return membership.current().names();
    }

    long now() {
        return clock.millis();
    }

    /** Whether the account's messages belong on this node. */
    boolean keeps(AccountId account) {
        NetworkMap map = membership.current();
        SwarmId swarm = map.swarmOf(account);
        return !swarm.equals(SwarmId.NONE)
                && map.node(key()).filter(node -> node.swarm().equals(swarm)).isPresent();
    }

    /** Signs a result for clients to check. */
    String sign(byte[] result) {
        return Base64.getEncoder().encodeToString(keys.sign(result));
    }

    /** {@code hf}, as in nearly every reply. */
    void writeHardfork(JsonGenerator to) {
        Json.field(to, "hf", hardfork);
    }

    /** {@code t}, as in nearly every reply. */
    void writeTime(JsonGenerator to) {
        to.writeNumberProperty("t", now());
    }
}
