/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.server.http.Exchange;
import app.snug.server.http.Reply;
import app.snug.server.http.Route;
import app.snug.server.node.metrics.Counters;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Counts for the operator. Though nobody is in them, strangers could tell from them when a node's
 * accounts are busy: so they are only shown within the house.
 */
final class MetricsRoute implements Route {

    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Counters counters;

    MetricsRoute(Counters counters) {
        this.counters = counters;
    }

    @Override
    public Reply answer(Exchange exchange) {
        if (!isWithinTheHouse(exchange.client())) {
            return Reply.text(403, "Forbidden\n");
        }
        byte[] text = counters.text().getBytes(StandardCharsets.US_ASCII);
        return new Reply(200, TYPE, text, Map.of());
    }

    static boolean isWithinTheHouse(String client) {
        InetAddress address = InetAddress.ofLiteral(client);
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress();
    }
}
