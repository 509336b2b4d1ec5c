/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.Account;
import app.snug.messenger.ConversationId;
import app.snug.messenger.change.Ledger;
import app.snug.protocol.identity.AccountId;
import java.time.Instant;

/** Told when somebody has read, here, within the transaction that says so. */
@FunctionalInterface
public interface ReadListener {

    /**
     * @param after what was shown up to then had been read before
     * @param to what is shown up to then is read now
     */
    void read(
            Account account,
            ConversationId conversation,
            AccountId peer,
            Instant after,
            Instant to,
            Ledger.Entries entries);
}
