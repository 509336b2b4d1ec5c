/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.descriptor;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.storage.SwarmId;
import java.util.regex.Pattern;

/**
 * A node of the network. Its X25519 key is its Ed25519 key on the other curve.
 *
 * @param host IPv4 address
 * @param port HTTPS port
 * @param swarm that it belongs to
 */
public record Node(Ed25519PublicKey key, String host, int port, SwarmId swarm) {

    static final Pattern DOTTED =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
    private static final int LAST_PORT = 65_535;

    /**
     * @throws IllegalArgumentException with a sentence for people
     */
    public Node {
        requireAddress(host, port);
        if (swarm.equals(SwarmId.NONE)) {
            throw new IllegalArgumentException("A node is in no swarm.");
        }
        try {
            key.toX25519();
        } catch (DecryptionException e) {
            throw new IllegalArgumentException("“" + key.hex() + "” is no node's key.", e);
        }
    }

    /**
     * @throws IllegalArgumentException with a sentence for people, unless others could reach a node
     *     there
     */
    public static void requireAddress(String host, int port) {
        if (host.length() > 15
                || !DOTTED.matcher(host).matches()
                || host.startsWith("0.")
                || host.equals("255.255.255.255")) {
            throw new IllegalArgumentException(
                    "“"
                            + printable(host)
                            + "” is no address of a node: it must be IPv4, such as 192.168.1.20.");
        }
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("A node's port must be 1 to 65535.");
        }
    }

    /** Short and without what would upset a terminal. */
    static String printable(String text) {
        String clean = text.replaceAll("\\p{C}", "?");
        return clean.length() > 60 ? clean.substring(0, 60) + "…" : clean;
    }

    public X25519PublicKey x25519() {
        try {
            return key.toX25519();
        } catch (DecryptionException e) {
            throw new IllegalStateException("Checked when it was made", e);
        }
    }

    /** {@code host:port}. */
    public String address() {
        return host + ":" + port;
    }
}
