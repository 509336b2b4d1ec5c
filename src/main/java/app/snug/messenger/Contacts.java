/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.protocol.identity.AccountId;
import java.util.List;
import java.util.Optional;

/** The people an account knows, also those without a conversation. */
public interface Contacts {

    /**
     * By what name we know somebody whom we accepted; nothing if they have none, or are strangers.
     */
    Optional<String> name(Account account, AccountId peer);

    /** At most 1000, by Account ID. */
    List<Contact> blocked(Account account);

    /**
     * Ends a block. Somebody whom we never accepted is forgotten, and would be a stranger again.
     */
    void unblock(Account account, AccountId peer);

    /**
     * A person.
     *
     * @param name our nickname for them, else what they call themselves
     */
    record Contact(AccountId id, Optional<String> name) {}
}
