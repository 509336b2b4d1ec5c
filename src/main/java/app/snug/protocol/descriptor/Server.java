/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.descriptor;

import app.snug.crypto.X25519PublicKey;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server that belongs to the network.
 *
 * @param url http or https
 * @param room of a community; none for a file server
 */
public record Server(String url, X25519PublicKey publicKey, @Nullable String room) {

    private static final int LONGEST = 200;

    private static final String LABEL = "([A-Za-z0-9-]*[A-Za-z0-9])?";
    private static final String HOST =
            "(" + Node.DOTTED + "|([A-Za-z0-9]" + LABEL + "\\.)*[A-Za-z]" + LABEL + ")";
    private static final Pattern WEB =
            Pattern.compile("https?://" + HOST + "(:[1-9]\\d{0,4})?(/[A-Za-z0-9/._~-]*)?");

    /**
     * @throws IllegalArgumentException with a sentence for people
     */
    public Server {
        if (url.length() > LONGEST || !WEB.matcher(url).matches()) {
            throw new IllegalArgumentException(
                    "“" + Node.printable(url) + "” is no http or https address.");
        }
        if (room != null && !room.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException(
                    "A community's room has 1 to 64 letters, digits, hyphens or underscores.");
        }
    }
}
