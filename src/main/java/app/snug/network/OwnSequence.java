/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.network.NetworkException.Reason;
import app.snug.network.Swarms.OwnMessage;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.StorageLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What goes into one {@code sequence}: as much as one request carries, and deletions only in the
 * last.
 */
record OwnSequence(List<OwnMessage> messages, Set<MessageHash> obsolete) {

    /** Leaves room for base64 and the layers of an onion. */
    private static final int MOST_BYTES = 3 << 20;

    static List<OwnSequence> of(List<OwnMessage> messages, Set<MessageHash> obsolete)
            throws NetworkException {
        List<OwnSequence> sequences = new ArrayList<>();
        List<OwnMessage> filling = new ArrayList<>();
        int bytes = 0;
        for (OwnMessage message : messages) {
            check(message);
            if (filling.size() == StorageLimits.MAX_BATCH - 1
                    || bytes + message.data().length > MOST_BYTES) {
                sequences.add(new OwnSequence(List.copyOf(filling), Set.of()));
                filling.clear();
                bytes = 0;
            }
            filling.add(message);
            bytes += message.data().length;
        }
        if (!filling.isEmpty() || !obsolete.isEmpty()) {
            sequences.add(new OwnSequence(List.copyOf(filling), Set.copyOf(obsolete)));
        }
        return sequences;
    }

    private static void check(OwnMessage message) throws NetworkException {
        if (message.data().length > StorageLimits.MAX_MESSAGE_BYTES) {
            throw new NetworkException(
                    Reason.TOO_LARGE,
                    "A message of %d bytes; %d fit"
                            .formatted(message.data().length, StorageLimits.MAX_MESSAGE_BYTES));
        }
        if (message.timeToLive().compareTo(StorageLimits.MIN_TIME_TO_LIVE) < 0
                || message.timeToLive().compareTo(StorageLimits.MAX_TIME_TO_LIVE_PRIVATE) > 0) {
            throw new NetworkException(Reason.REFUSED, "A message lives 10 s to 30 days");
        }
    }
}
