/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.descriptor;

import app.snug.crypto.X25519PublicKey;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A server that belongs to the network.
 *
 * @param url http or https
 * @param room of a community; none for a file server
 */
public record Server(URI url, X25519PublicKey publicKey, @Nullable String room) {

    private static final int LONGEST = 200;

    /**
     * @throws IllegalArgumentException with a sentence for people
     */
    public Server {
        String text = url.toString();
        if (url.getHost() == null
                || text.length() > LONGEST
                || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException(
                    "“" + Node.printable(text) + "” is no http or https address.");
        }
        if (room != null && !room.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException(
                    "A community's room has 1 to 64 letters, digits, hyphens or underscores.");
        }
    }
}
