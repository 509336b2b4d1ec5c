/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.onion;

import app.snug.protocol.onion.MalformedOnionException;

/** For the fuzzer. */
public final class LayerParsers {

    private LayerParsers() {}

    public static void passedLayer(byte[] bytes) {
        try {
            PassedLayer.decode(bytes);
        } catch (MalformedOnionException e) {
            // Refused.
        }
    }
}
