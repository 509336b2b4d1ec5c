/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.outbox;

import app.snug.messenger.AccountRef;
import app.snug.messenger.MessageId;
import app.snug.protocol.identity.AccountId;
import java.time.Duration;
import java.util.Optional;

/**
 * What waits to be stored in a swarm.
 *
 * @param message that it carries; empty if it is about none
 * @param own whether it goes to our own swarm
 * @param data finished ciphertext; the same at every try, so that it is stored once
 * @param attempts failed so far
 */
record Letter(
        long id,
        AccountRef account,
        Queue queue,
        Optional<MessageId> message,
        AccountId recipient,
        boolean own,
        byte[] data,
        Duration timeToLive,
        int attempts) {

    boolean copy() {
        return queue.copies();
    }

    /** Letters of one queue are sent one after another, queues side by side. */
    record Queue(long conversation, boolean copies) {}
}
