/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.Account;
import app.snug.messenger.Vault;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.Relations.Scope;
import java.time.Instant;

/** What a handler works with, inside the transaction. */
record Handling(Account account, Scope scope, Ledger.Entries entries) {

    Vault vault() {
        return scope.vault();
    }

    /** The network's time. */
    Instant now() {
        return scope.now();
    }
}
