/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.server.http.Exchange;
import app.snug.server.http.Reply;
import app.snug.server.http.Room;
import app.snug.server.http.Route;
import app.snug.server.node.membership.Membership;
import app.snug.server.node.membership.NodeEntry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A route for nodes of the network only; the answer is signed. */
public final class PeerRoute implements Route {

    private static final int MAX_DIGITS = 18;

    /** What a member asks. */
    @FunctionalInterface
    public interface Handler {
        byte[] answer(NodeEntry sender, byte[] body, Room room);
    }

    private final String path;
    private final Ed25519KeyPair keys;
    private final Membership membership;
    private final InstantSource clock;
    private final Handler handler;

    public PeerRoute(
            String path,
            Ed25519KeyPair keys,
            Membership membership,
            InstantSource clock,
            Handler handler) {
        this.path = path;
        this.keys = keys;
        this.membership = membership;
        this.clock = clock;
        this.handler = handler;
    }

    @Override
    public Reply answer(Exchange exchange) {
        byte[] signature = PeerSignature.decode(exchange.headers().get(PeerSignature.SIGNATURE));
        Optional<NodeEntry> sender = sender(exchange.headers().get(PeerSignature.NODE));
        long time = time(exchange.headers().get(PeerSignature.TIME));
        if (signature == null
                || sender.isEmpty()
                || Math.abs(clock.millis() - time) > PeerSignature.TOLERANCE) {
            return Reply.text(403, "Forbidden\n");
        }
        Ed25519PublicKey key = sender.get().ed25519();
        byte[] signed = PeerSignature.request(path, key, keys.publicKey(), time, exchange.body());
        if (!key.verify(signed, signature)) {
            return Reply.text(403, "Forbidden\n");
        }
        byte[] body = handler.answer(sender.get(), exchange.body(), exchange.room());
        byte[] own = keys.sign(PeerSignature.reply(signature, body));
        return new Reply(
                200, Reply.BYTES, body, Map.of(PeerSignature.SIGNATURE, PeerSignature.encode(own)));
    }

    private Optional<NodeEntry> sender(@Nullable String hex) {
        if (hex == null) {
            return Optional.empty();
        }
        try {
            return membership.current().node(Ed25519PublicKey.ofHex(hex));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Far from any clock if it is no number. */
    private static long time(@Nullable String text) {
        if (text == null
                || text.isEmpty()
                || text.length() > MAX_DIGITS
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        return Long.parseLong(text);
    }
}
