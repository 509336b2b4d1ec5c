/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts failures of nodes ({@code protocol/02} §4.4). A success takes one away, so that a program
 * that runs for months does not drop every node over bad luck; one that fails more often than not
 * still goes.
 */
final class Strikes {

    static final int LIMIT = 3;

    private final Map<Ed25519PublicKey, Integer> counts = new ConcurrentHashMap<>();

    /** Whether the node has failed too often now. */
    boolean add(Ed25519PublicKey node) {
        return counts.merge(node, 1, Integer::sum) >= LIMIT;
    }

    void forgive(Ed25519PublicKey node) {
        if (!counts.isEmpty()) {
            counts.computeIfPresent(node, (k, count) -> count > 1 ? count - 1 : null);
        }
    }

    void clear(Ed25519PublicKey node) {
        counts.remove(node);
    }

    int of(Ed25519PublicKey node) {
        return counts.getOrDefault(node, 0);
    }

    boolean atLimit(Ed25519PublicKey node) {
        return of(node) >= LIMIT;
    }
}
