/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.Account;
import app.snug.messenger.ConversationId;
import app.snug.messenger.change.Ledger;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Disappearing;
import java.util.Optional;

/** Says, within the transaction that decides it, that messages vanish otherwise from now on. */
@FunctionalInterface
public interface TimerNews {

    void timerChanged(
            Account account,
            ConversationId conversation,
            AccountId peer,
            Optional<Disappearing> when,
            Ledger.Entries entries);
}
