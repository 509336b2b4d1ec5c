/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519PublicKey;

/** Where an onion request ends ({@code protocol/02} §5.3). */
public sealed interface Destination {

    X25519PublicKey x25519();

    /** A service node; the payload is a storage RPC. */
    record Node(Ed25519PublicKey ed25519, X25519PublicKey x25519) implements Destination {}

    /**
     * A server outside the network; the payload is a V4 request.
     *
     * @param protocol {@code https} or {@code http}
     * @param target path, {@code /oxen/…/lsrpc} or {@code /loki/…/lsrpc}
     */
    record Server(String host, int port, String protocol, String target, X25519PublicKey x25519)
            implements Destination {

        public static final String V4_TARGET = "/oxen/v4/lsrpc";
    }
}
