/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.identity.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The groups and communities that the account is in ({@code protocol/04} §8.4). To erase one leaves
 * it on all devices.
 */
public final class UserGroups {

    private static final ServerRecords COMMUNITIES = ServerRecords.at("o");
    private static final BencodeString GROUPS = BencodeString.of("g");
    private static final BencodeString LEGACY_GROUPS = BencodeString.of("C");

    private final SyncedConfig config;

    public UserGroups(SyncedConfig config) {
        this.config = config;
    }

    public SyncedConfig config() {
        return config;
    }

    public Optional<GroupMembership> findGroup(AccountId id) {
        return find(GROUPS, key(id, AccountId.GROUP))
                .map(fields -> new GroupMembership(id, fields));
    }

    /** In the order of their ids. */
    public List<GroupMembership> groups() {
        return all(GROUPS, AccountId.GROUP, GroupMembership::new);
    }

    public boolean editGroup(AccountId id, Consumer<GroupEdit> edit) {
        BencodeString key = key(id, AccountId.GROUP);
        return config.edit(data -> {
            GroupEdit group = new GroupEdit(id, ConfigTree.dictAt(data, GROUPS, key));
            edit.accept(group);
            return ConfigTree.withDictAt(data, group.record(), GROUPS, key);
        });
    }

    /**
     * @return whether there was one
     */
    public boolean eraseGroup(AccountId id) {
        return erase(GROUPS, key(id, AccountId.GROUP));
    }

    public Optional<CommunityMembership> findCommunity(CommunityRoom room) {
        return communities().stream()
                .filter(found ->
                        found.room().baseUrl().equals(room.baseUrl())
                                && found.room().key().equals(room.key()))
                .findFirst();
    }

    /** In the order of their servers, then rooms. */
    public List<CommunityMembership> communities() {
        List<CommunityMembership> all = new ArrayList<>();
        for (ServerRecords.Entry entry : COMMUNITIES.all(config.data())) {
            String written = Fields.text(entry.fields(), "n");
            try {
                CommunityRoom room =
                        new CommunityRoom(
                                entry.baseUrl(), written.isEmpty() ? entry.name().text() : written);
                all.add(new CommunityMembership(room, entry.serverKey(), entry.fields()));
            } catch (IllegalArgumentException e) {
                // Another app's mistake: not shown, and kept as it is.
            }
        }
        return all;
    }

    public boolean editCommunity(
            CommunityRoom room, X25519PublicKey serverKey, Consumer<MembershipEdit> edit) {
        BencodeString key = BencodeString.of(room.key());
        return config.edit(data -> {
            MembershipEdit community =
                    new MembershipEdit(COMMUNITIES.find(data, room.baseUrl(), key));
            community.lastingText("n", room.room());
            edit.accept(community);
            return COMMUNITIES.with(data, room.baseUrl(), serverKey, key, community.record());
        });
    }

    /**
     * @return whether there was one
     */
    public boolean eraseCommunity(CommunityRoom room) {
        BencodeString key = BencodeString.of(room.key());
        return config.edit(data -> COMMUNITIES.without(data, room.baseUrl(), key));
    }

    public Optional<LegacyGroup> findLegacyGroup(AccountId id) {
        return find(LEGACY_GROUPS, key(id, AccountId.USER))
                .map(fields -> new LegacyGroup(id, fields));
    }

    public List<LegacyGroup> legacyGroups() {
        return all(LEGACY_GROUPS, AccountId.USER, LegacyGroup::new);
    }

    public boolean editLegacyGroup(AccountId id, Consumer<LegacyGroupEdit> edit) {
        BencodeString key = key(id, AccountId.USER);
        return config.edit(data -> {
            LegacyGroupEdit group =
                    new LegacyGroupEdit(ConfigTree.dictAt(data, LEGACY_GROUPS, key));
            edit.accept(group);
            return ConfigTree.withDictAt(data, group.record(), LEGACY_GROUPS, key);
        });
    }

    /**
     * @return whether there was one
     */
    public boolean eraseLegacyGroup(AccountId id) {
        return erase(LEGACY_GROUPS, key(id, AccountId.USER));
    }

    private Optional<BencodeDict> find(BencodeString top, BencodeString key) {
        BencodeDict fields = ConfigTree.dictAt(config.data(), top, key);
        return fields.isEmpty() ? Optional.empty() : Optional.of(fields);
    }

    private boolean erase(BencodeString top, BencodeString key) {
        return config.edit(data -> ConfigTree.withDictAt(data, BencodeDict.EMPTY, top, key));
    }

    private <T> List<T> all(
            BencodeString top, int kind, BiFunction<AccountId, BencodeDict, T> membership) {
        BencodeDict records = ConfigTree.dictAt(config.data(), top);
        List<T> all = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            BencodeString key = records.key(i);
            if (key.size() == AccountId.SIZE
                    && key.bytes()[0] == kind
                    && records.value(i) instanceof BencodeDict fields) {
                all.add(membership.apply(AccountId.of(key.bytes()), fields));
            }
        }
        return all;
    }

    private static BencodeString key(AccountId id, int kind) {
        if (id.kind() != kind) {
            throw new IllegalArgumentException("An id of another kind");
        }
        return BencodeString.of(id.bytes());
    }
}
