/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.protocol.identity.AccountId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A closed group of the old kind, kept readable only ({@code protocol/04} §17). */
public record LegacyGroup(AccountId id, BencodeDict fields) implements Membership {

    private static final int KEY_SIZE = 32;

    public String name() {
        return Fields.text(fields, "n");
    }

    /** 32 bytes; with it comes the secret key. */
    public Optional<byte[]> encryptionPublicKey() {
        return encryptionSecretKey().flatMap(secret -> Fields.bytes(fields, "k", KEY_SIZE));
    }

    public Optional<byte[]> encryptionSecretKey() {
        return Fields.bytes(fields, "k", KEY_SIZE)
                .flatMap(publicKey -> Fields.bytes(fields, "K", KEY_SIZE));
    }

    public Set<AccountId> members() {
        return ids("m");
    }

    /** Who is in both lists, as merging may leave it, is no admin. */
    public Set<AccountId> admins() {
        Set<AccountId> admins = ids("a");
        admins.removeAll(members());
        return admins;
    }

    public Optional<Duration> disappearingTimer() {
        return Fields.timer(fields, "E");
    }

    private Set<AccountId> ids(String key) {
        Set<AccountId> ids = new TreeSet<>();
        for (BencodeValue value : fields.find(key, BencodeList.class).orElse(BencodeList.EMPTY)) {
            if (value instanceof BencodeString id && id.size() == AccountId.SIZE) {
                ids.add(AccountId.of(id.bytes()));
            }
        }
        return ids;
    }
}
