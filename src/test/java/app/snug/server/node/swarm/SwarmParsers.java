/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import app.snug.protocol.storage.StorageLimits;

/** For the fuzzer. */
public final class SwarmParsers {

    private SwarmParsers() {}

    public static void bundle(byte[] bytes) {
        try {
            MessageBundle.decode(bytes, StorageLimits.MAX_MESSAGE_BYTES);
        } catch (IllegalArgumentException e) {
            // Refused.
        }
    }

    public static void command(byte[] bytes) {
        try {
            PassedOn.decode(bytes);
        } catch (IllegalArgumentException e) {
            // Refused.
        }
    }

    public static void reply(byte[] bytes) {
        try {
            StatusReply.decode(bytes);
        } catch (PeerException e) {
            // Refused.
        }
    }
}
