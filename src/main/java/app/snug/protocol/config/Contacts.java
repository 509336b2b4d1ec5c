/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.identity.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The account's contacts ({@code protocol/04} §8.2). To erase one deletes the conversation on all
 * devices.
 */
public final class Contacts {

    private static final BencodeString ALL = BencodeString.of("c");

    private final SyncedConfig config;

    public Contacts(SyncedConfig config) {
        this.config = config;
    }

    public SyncedConfig config() {
        return config;
    }

    public Optional<Contact> find(AccountId id) {
        BencodeDict record = ConfigTree.dictAt(config.data(), ALL, key(id));
        return record.isEmpty() ? Optional.empty() : Optional.of(new Contact(id, record));
    }

    /** In the order of their ids. */
    public List<Contact> all() {
        BencodeDict all = ConfigTree.dictAt(config.data(), ALL);
        List<Contact> contacts = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (all.value(i) instanceof BencodeDict record && isPerson(all.key(i))) {
                contacts.add(new Contact(AccountId.of(all.key(i).bytes()), record));
            }
        }
        return contacts;
    }

    /**
     * Changes a contact, or adds one.
     *
     * @return whether something changed
     * @throws IllegalArgumentException if the id is no person's
     */
    public boolean edit(AccountId id, Consumer<ContactEdit> edit) {
        BencodeString key = key(id);
        return config.edit(data -> {
            ContactEdit contact = new ContactEdit(ConfigTree.dictAt(data, ALL, key));
            edit.accept(contact);
            return ConfigTree.withDictAt(data, contact.record(), ALL, key);
        });
    }

    /**
     * @return whether there was one
     */
    public boolean erase(AccountId id) {
        BencodeString key = key(id);
        return config.edit(data -> ConfigTree.withDictAt(data, BencodeDict.EMPTY, ALL, key));
    }

    private static BencodeString key(AccountId id) {
        if (!id.isUser()) {
            throw new IllegalArgumentException("A contact is a person");
        }
        return BencodeString.of(id.bytes());
    }

    private static boolean isPerson(BencodeString key) {
        return key.size() == AccountId.SIZE && key.bytes()[0] == AccountId.USER;
    }
}
