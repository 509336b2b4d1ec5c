/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.Account;
import app.snug.messenger.Change;
import app.snug.messenger.Contacts;
import app.snug.messenger.Vault;
import app.snug.messenger.Vaults;
import app.snug.messenger.account.AccountConfigs;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ContactTable.Person;
import app.snug.messenger.conversation.Relations.Scope;
import app.snug.protocol.config.ConversationKey;
import app.snug.protocol.identity.AccountId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The contacts in the database. */
public final class StoredContacts implements Contacts {

    private static final int MOST = 1000;

    private final ContactTable contacts;
    private final ConversationTable conversations;
    private final Relations relations;
    private final AccountConfigs configs;
    private final Ledger ledger;
    private final Vaults vaults;
    private final InstantSource networkTime;

    public StoredContacts(
            ContactTable contacts,
            ConversationTable conversations,
            Relations relations,
            AccountConfigs configs,
            Ledger ledger,
            Vaults vaults,
            InstantSource networkTime) {
        this.contacts = contacts;
        this.conversations = conversations;
        this.relations = relations;
        this.configs = configs;
        this.ledger = ledger;
        this.vaults = vaults;
        this.networkTime = networkTime;
    }

    @Override
    public Optional<String> name(Account account, AccountId peer) {
        Person person = contacts.find(account.ref(), vaults.of(account.owner()), peer);
        return person.approved() ? person.nickname().or(person::name) : Optional.empty();
    }

    @Override
    public List<Contact> blocked(Account account) {
        Vault vault = vaults.of(account.owner());
        return contacts.blocked(account.ref(), MOST).stream()
                .map(peer -> {
                    Person person = contacts.find(account.ref(), vault, peer);
                    return new Contact(peer, person.nickname().or(person::name));
                })
                .toList();
    }

    @Override
    public void unblock(Account account, AccountId peer) {
        ledger.change(
                account.ref(),
                entries -> {
                    Scope in =
                            new Scope(
                                    account.ref(),
                                    account.id(),
                                    vaults.of(account.owner()),
                                    configs.of(account, entries),
                                    networkTime.instant());
                    unblock(in, peer, entries);
                });
    }

    private void unblock(Scope in, AccountId peer, Ledger.Entries entries) {
        Person person = relations.person(in, peer);
        if (!person.blocked()) {
            return;
        }
        if (person.approved()) {
            relations.change(in, peer, p -> p.blocked(false), c -> c.blocked(false));
        } else {
            // Else other devices would open an empty conversation with them.
            contacts.delete(in.account(), peer);
            in.configs().contacts().erase(peer);
            in.configs().markers().erase(new ConversationKey.Person(peer));
        }
        conversations
                .idWith(in.account(), peer)
                .ifPresent(id -> entries.add(Change.Kind.CONVERSATION_CHANGED, id));
    }
}
