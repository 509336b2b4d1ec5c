/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import app.snug.server.node.membership.NodeEntry;
import app.snug.server.node.rpc.Passed;
import app.snug.server.node.storage.Order;
import app.snug.server.node.storage.StoredMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one member is brought in one round. Who is silent once is not asked again in it. Used by one
 * thread at a time.
 */
final class Visit {

    private static final int BUNDLE_BYTES = 1 << 20;

    private final NodeEntry member;
    private final List<StoredMessage> messages = new ArrayList<>();
    private final List<Order> orders = new ArrayList<>();
    private final Set<Object> lacking = new HashSet<>();
    private boolean silent;

    Visit(NodeEntry member) {
        this.member = member;
    }

    NodeEntry member() {
        return member;
    }

    void add(StoredMessage message) {
        messages.add(message);
        lacking.add(message);
    }

    void add(Order order) {
        orders.add(order);
        lacking.add(order);
    }

    /** Whether the member lacks this message or order still, as far as is known. */
    boolean lacks(Object what) {
        return lacking.contains(what);
    }

    void pay(PeerClient client) {
        push(client);
        for (Order order : orders) {
            if (!silent && isTold(client, order)) {
                lacking.remove(order);
            }
        }
    }

    private void push(PeerClient client) {
        List<StoredMessage> bundle = new ArrayList<>();
        int size = 0;
        for (int i = 0; i < messages.size(); i++) {
            StoredMessage message = messages.get(i);
            bundle.add(message);
            size += MessageBundle.size(message);
            if (size >= BUNDLE_BYTES || i == messages.size() - 1) {
                if (ask(client, SwarmPaths.MESSAGES, MessageBundle.encode(bundle)) != 200) {
                    return;
                }
                bundle.forEach(lacking::remove);
                bundle.clear();
                size = 0;
            }
        }
    }

    /** Whatever the member answers, it knows now; unless one of us has an older descriptor. */
    private boolean isTold(PeerClient client, Order order) {
        byte[] body = new PassedOn(new Passed(order.issuedAt(), true), order.request()).encode();
        return StatusReply.isHeard(ask(client, SwarmPaths.COMMAND, body));
    }

    /** The status of the answer; 504 if there is none. */
    private int ask(PeerClient client, String path, byte[] body) {
        try {
            return StatusReply.decode(client.ask(member, path, body)).status();
        } catch (PeerException e) {
            silent |= e.kind() == PeerException.Kind.SILENT;
            return 504;
        }
    }
}
