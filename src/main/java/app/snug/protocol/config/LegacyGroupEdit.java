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

/** Changes to a {@link LegacyGroup}. */
public final class LegacyGroupEdit extends MembershipEdit {

    LegacyGroupEdit(BencodeDict record) {
        super(record);
        lastingText("n", Fields.text(record, "n"));
    }

    public void name(String name) {
        lastingText("n", Utf8.cut(name, MAX_NAME_BYTES));
    }

    /** 32 bytes each. */
    public void encryptionKeys(byte[] publicKey, byte[] secretKey) {
        bytes("k", Optional.of(publicKey));
        bytes("K", Optional.of(secretKey));
    }

    public void disappearingTimer(Optional<Duration> timer) {
        timer("E", timer);
    }

    public void members(Set<AccountId> members, Set<AccountId> admins) {
        ids("m", members);
        ids("a", admins);
    }

    private void ids(String key, Set<AccountId> ids) {
        BencodeValue[] sorted =
                new TreeSet<>(ids)
                        .stream()
                                .map(id -> BencodeString.of(id.bytes()))
                                .toArray(BencodeValue[]::new);
        set(key, sorted.length == 0 ? null : BencodeList.of(sorted));
    }
}
