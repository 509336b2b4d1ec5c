/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.protocol.identity.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The members of a group; its admins write them ({@code protocol/04} §10.2). */
public final class GroupMembers {

    private static final BencodeString ALL = BencodeString.of("m");
    private static final String SENDING = "pending_send_ids";

    private final SyncedConfig config;

    public GroupMembers(SyncedConfig config) {
        this.config = config;
    }

    public SyncedConfig config() {
        return config;
    }

    public Optional<GroupMember> find(AccountId id) {
        BencodeDict record = ConfigTree.dictAt(config.data(), ALL, key(id));
        return record.isEmpty()
                ? Optional.empty()
                : Optional.of(new GroupMember(id, record, isSending(id)));
    }

    /** In the order of their ids. */
    public List<GroupMember> all() {
        BencodeDict all = ConfigTree.dictAt(config.data(), ALL);
        List<GroupMember> members = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            BencodeString key = all.key(i);
            boolean person = key.size() == AccountId.SIZE && key.bytes()[0] == AccountId.USER;
            if (person && all.value(i) instanceof BencodeDict record) {
                AccountId id = AccountId.of(key.bytes());
                members.add(new GroupMember(id, record, isSending(id)));
            }
        }
        return members;
    }

    /**
     * Changes a member, or adds one, who then is to be invited by this device.
     *
     * @throws IllegalStateException if we are no admin
     */
    public boolean edit(AccountId id, Consumer<GroupMemberEdit> edit) {
        BencodeString key = key(id);
        GroupMemberEdit member = new GroupMemberEdit(ConfigTree.dictAt(config.data(), ALL, key));
        edit.accept(member);
        boolean changed =
                config.edit(data -> ConfigTree.withDictAt(data, member.record(), ALL, key));
        setSending(id, member.isUnsent());
        return changed;
    }

    /**
     * @return whether there was one
     */
    public boolean erase(AccountId id) {
        BencodeString key = key(id);
        boolean erased =
                config.edit(data -> ConfigTree.withDictAt(data, BencodeDict.EMPTY, ALL, key));
        setSending(id, false);
        return erased;
    }

    /** Whether this device is sending an invitation or promotion just now; others never learn. */
    public boolean isSending(AccountId id) {
        return sending().values().contains(BencodeString.of(id.hex()));
    }

    public void setSending(AccountId id, boolean sending) {
        BencodeList one = BencodeList.of(BencodeString.of(id.hex()));
        BencodeList changed =
                sending ? ConfigTree.union(sending(), one) : ConfigTree.difference(sending(), one);
        BencodeDict extra = config.extra();
        config.setExtra(changed.isEmpty() ? extra.without(SENDING) : extra.with(SENDING, changed));
    }

    private BencodeList sending() {
        List<BencodeValue> ids = new ArrayList<>();
        for (BencodeValue id :
                config.extra().find(SENDING, BencodeList.class).orElse(BencodeList.EMPTY)) {
            if (id instanceof BencodeString) {
                ids.add(id);
            }
        }
        return new BencodeList(ids);
    }

    private static BencodeString key(AccountId id) {
        if (!id.isUser()) {
            throw new IllegalArgumentException("A member is a person");
        }
        return BencodeString.of(id.bytes());
    }
}
