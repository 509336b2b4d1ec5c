/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Closes connections that are not done with their TLS handshake in time. Tomcat bounds only the
 * pauses in one, so a client that sends a byte now and then would hold a connection for ever.
 */
final class Handshakes implements Runnable {

    private final NioEndpoint endpoint;
    private final long patience;
    private Map<SocketWrapperBase<NioChannel>, Long> unfinished = Map.of();

    Handshakes(NioEndpoint endpoint, Duration patience) {
        this.endpoint = endpoint;
        this.patience = patience.toNanos();
    }

    /** To be run every so often, by one thread at a time. */
    @Override
    public void run() {
        long now = System.nanoTime();
        Map<SocketWrapperBase<NioChannel>, Long> still = new HashMap<>();
        for (SocketWrapperBase<NioChannel> connection : endpoint.getConnections()) {
            if (connection.getSocket().isHandshakeComplete()) {
                continue;
            }
            long since = unfinished.getOrDefault(connection, now);
            if (now - since >= patience) {
                connection.close();
            } else {
                still.put(connection, since);
            }
        }
        unfinished = still;
    }
}
