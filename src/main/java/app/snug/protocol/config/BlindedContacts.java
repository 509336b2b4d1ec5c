/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.identity.AccountId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * People of communities whom we know by a blinded id only: a second list in the contacts' config.
 */
public final class BlindedContacts {

    private static final int BLINDED_15 = 0x15;
    private static final int BLINDED_25 = 0x25;
    private static final ServerRecords ALL = ServerRecords.at("b");

    private final SyncedConfig config;

    public BlindedContacts(SyncedConfig contacts) {
        this.config = contacts;
    }

    /** Someone, and the community server that knows who it is. */
    public record Blinded(String baseUrl, X25519PublicKey serverKey, Contact contact) {}

    public Optional<Contact> find(String baseUrl, AccountId blinded) {
        BencodeDict fields = ALL.find(config.data(), url(baseUrl), key(blinded));
        return fields.isEmpty() ? Optional.empty() : Optional.of(new Contact(blinded, fields));
    }

    public List<Blinded> all() {
        List<Blinded> all = new ArrayList<>();
        for (ServerRecords.Entry entry : ALL.all(config.data())) {
            String hex = entry.name().text();
            if (hex.matches("[0-9a-f]{64}")) {
                String prefix = Fields.flag(entry.fields(), "y") ? "15" : "25";
                Contact contact = new Contact(new AccountId(prefix + hex), entry.fields());
                all.add(new Blinded(entry.baseUrl(), entry.serverKey(), contact));
            }
        }
        return all;
    }

    /** Of a blinded contact name, picture, time, priority, creation and features are kept. */
    public boolean edit(
            String baseUrl, X25519PublicKey server, AccountId id, Consumer<ContactEdit> edit) {
        String url = url(baseUrl);
        BencodeString key = key(id);
        return config.edit(data -> {
            ContactEdit contact = new ContactEdit(ALL.find(data, url, key));
            edit.accept(contact);
            contact.set("y", id.kind() == BLINDED_15 ? BencodeInteger.ONE : null);
            return ALL.with(data, url, server, key, contact.record());
        });
    }

    /**
     * @return whether there was one
     */
    public boolean erase(String baseUrl, AccountId blinded) {
        return config.edit(data -> ALL.without(data, url(baseUrl), key(blinded)));
    }

    private static String url(String baseUrl) {
        return new CommunityRoom(baseUrl, "any").baseUrl();
    }

    private static BencodeString key(AccountId id) {
        if (id.kind() != BLINDED_15 && id.kind() != BLINDED_25) {
            throw new IllegalArgumentException("Not a blinded id");
        }
        return BencodeString.of(HexFormat.of().formatHex(id.key()));
    }
}
