/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.Account;
import app.snug.messenger.ConversationId;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.Relations.Scope;
import app.snug.protocol.identity.AccountId;

/** Tells people that their message request is accepted. */
@FunctionalInterface
public interface Acceptance {

    /**
     * Within the writer's transaction and before the person counts as accepted: does nothing if
     * they do already, or have never written.
     */
    void tell(
            Account account,
            ConversationId conversation,
            AccountId peer,
            Scope in,
            Ledger.Entries entries);
}
