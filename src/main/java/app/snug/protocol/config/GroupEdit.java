/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.Secret;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.config.GroupMembership.Removal;
import app.snug.protocol.identity.AccountId;
import java.util.Arrays;
import java.util.Optional;

/** Changes to a {@link GroupMembership}. */
public final class GroupEdit extends MembershipEdit {

    private final AccountId id;

    GroupEdit(AccountId id, BencodeDict record) {
        super(record);
        this.id = id;
        lastingText("K", "");
        record.find("K", BencodeString.class).ifPresent(seed -> set("K", seed));
    }

    /** Cut to 100 bytes. */
    public void name(String name) {
        text("n", Utf8.cut(name, MAX_NAME_BYTES));
    }

    /** We are an admin: the group's 32-byte seed. Any other seed is ignored. */
    public void adminSeed(Secret seed) {
        if (!GroupMembership.isSeed(id, seed)) {
            return;
        }
        byte[] bytes = seed.copy();
        set("K", BencodeString.of(bytes));
        Arrays.fill(bytes, (byte) 0);
    }

    /** We are a member: 100 bytes. An admin has no need of it. */
    public void authData(byte[] authData) {
        if (authData.length != GroupMembership.AUTH_DATA_SIZE) {
            throw new IllegalArgumentException("A member's access has 100 bytes");
        }
        if (Fields.text(record(), "K").isEmpty()) {
            bytes("s", Optional.of(authData));
        }
    }

    /** We were removed, and lose what let us in. */
    public void kicked() {
        loseAccess();
        if (Fields.number(record(), "r") != Removal.DESTROYED.ordinal()) {
            positive("r", Removal.KICKED.ordinal());
        }
    }

    /** We were invited again after a removal. */
    public void invitedAgain() {
        if (Fields.number(record(), "r") == Removal.KICKED.ordinal()) {
            positive("r", 0);
        }
    }

    /** The group is gone for everyone, for good. */
    public void destroyed() {
        loseAccess();
        positive("r", Removal.DESTROYED.ordinal());
    }

    private void loseAccess() {
        lastingText("K", "");
        bytes("s", Optional.empty());
    }
}
