/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import java.util.List;

/** Three hops; the destination comes after the exit ({@code protocol/02} §4). */
record Path(ServiceNode guard, ServiceNode middle, ServiceNode exit) {

    List<ServiceNode> nodes() {
        return List.of(guard, middle, exit);
    }

    boolean contains(Ed25519PublicKey key) {
        return guard.ed25519().equals(key)
                || middle.ed25519().equals(key)
                || exit.ed25519().equals(key);
    }
}
