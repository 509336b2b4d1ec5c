/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.protocol.storage.Namespace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shares the room of one answer among namespaces, messages first ({@code protocol/02} §10.2): each
 * gets {@code -n}, that is 1/n of the largest answer.
 */
final class RetrieveSizes {

    private RetrieveSizes() {}

    static Map<Namespace, Integer> of(List<Namespace> namespaces) {
        List<Namespace> messages = namespaces.stream().filter(RetrieveSizes::isMessages).toList();
        List<Namespace> configs = namespaces.stream().filter(n -> !isMessages(n)).toList();
        Map<Namespace, Integer> sizes = new HashMap<>();
        int split = 1;
        if (!messages.isEmpty()) {
            split *= messages.size() + (configs.isEmpty() ? 0 : 1);
            for (Namespace namespace : messages) {
                sizes.put(namespace, -split);
            }
        }
        split *= Math.max(1, configs.size());
        for (Namespace namespace : configs) {
            sizes.put(namespace, -split);
        }
        return sizes;
    }

    private static boolean isMessages(Namespace namespace) {
        return namespace.equals(Namespace.DEFAULT)
                || namespace.equals(Namespace.GROUP_MESSAGES)
                || namespace.equals(Namespace.LEGACY_GROUP);
    }
}
