/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.onion;

import app.snug.crypto.X25519KeyPair;
import app.snug.server.node.http.Reply;
import app.snug.server.node.membership.Membership;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.rpc.StorageRpc;
import app.snug.server.node.swarm.PeerClient;
import app.snug.server.node.swarm.StatusReply;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** Temporary. */
public final class OnionRequests {

    public OnionRequests(
            X25519KeyPair keys,
            Membership membership,
            PeerClient client,
            StorageRpc rpc,
            ServerExit exit,
            SecureRandom random) {}

    public Reply fromClient(byte[] body) {
        return Reply.text(503, "Server busy, try again later");
    }

    public byte[] passedOn(NodeEntry sender, byte[] body) {
        return new StatusReply(503, "Next hop".getBytes(StandardCharsets.UTF_8)).encode();
    }
}
