/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.server.http.AnswerReader;
import app.snug.server.http.Room;
import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.swarm.PeerException.Kind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks other nodes in this node's name, and believes only signed answers. */
public final class PeerClient {

    private final PeerConnections connections;
    private final Ed25519KeyPair keys;
    private final InstantSource clock;

    public PeerClient(PeerConnections connections, Ed25519KeyPair keys, InstantSource clock) {
        this.connections = connections;
        this.keys = keys;
        this.clock = clock;
    }

    /** The body of the node's answer, for which nobody waits. */
    public byte[] ask(NodeEntry node, String path, byte[] body) throws PeerException {
        return ask(node, path, body, connections.patience());
    }

    /** The body of the node's answer. */
    public byte[] ask(NodeEntry node, String path, byte[] body, Duration timeout)
            throws PeerException {
        return ask(node, path, body, timeout, Room.UNCOUNTED);
    }

    /** The same for somebody whose own answer it becomes. */
    public byte[] ask(NodeEntry node, String path, byte[] body, Duration timeout, Room room)
            throws PeerException {
        long time = clock.millis();
        byte[] signature =
                keys.sign(
                        PeerSignature.request(path, keys.publicKey(), node.ed25519(), time, body));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(PeerSignature.NODE, keys.publicKey().hex());
        headers.put(PeerSignature.TIME, Long.toString(time));
        headers.put(PeerSignature.SIGNATURE, PeerSignature.encode(signature));
        AnswerReader.Answer response =
                connections.post(node.host(), node.port(), path, headers, body, timeout, room);
        byte[] answered = PeerSignature.decode(response.header(PeerSignature.SIGNATURE));
        if (response.status() != 200
                || answered == null
                || !node.ed25519()
                        .verify(PeerSignature.reply(signature, response.body()), answered)) {
            throw new PeerException(Kind.GARBAGE, "Not that node's answer");
        }
        return response.body();
    }
}
