/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.outbox;

import app.snug.messenger.AccountRef;
import app.snug.messenger.MessageId;
import app.snug.network.ServiceNode;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Through which nodes the newest messages went. Nobody needs to know tomorrow, so it is written
 * nowhere: the end of the program forgets it.
 */
public final class Ways {

    private static final int MOST = 1000;

    private record Key(AccountRef account, MessageId message) {}

    private final LinkedHashMap<Key, List<ServiceNode>> newest = new LinkedHashMap<>();

    synchronized void took(AccountRef account, MessageId message, List<ServiceNode> way) {
        newest.putLast(new Key(account, message), List.copyOf(way));
        if (newest.size() > MOST) {
            newest.pollFirstEntry();
        }
    }

    synchronized List<ServiceNode> of(AccountRef account, MessageId message) {
        return newest.getOrDefault(new Key(account, message), List.of());
    }
}
