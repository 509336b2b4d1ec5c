/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.group;

import app.snug.crypto.Secret;
import app.snug.protocol.config.ConfigType;
import app.snug.protocol.config.GroupInfo;
import app.snug.protocol.config.GroupMembers;
import app.snug.protocol.config.MalformedConfigException;
import app.snug.protocol.config.SyncedConfig;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;

/** One person's device in a group, as far as the group's configs and keys go. */
final class GroupClient implements AutoCloseable {

    final AccountKeys own;
    private final AccountId group;
    GroupKeys keys;
    private SyncedConfig info;
    private SyncedConfig members;

    GroupClient(AccountKeys own, AccountId group) {
        this.own = own;
        this.group = group;
        this.keys = GroupKeys.fresh(group, own);
        this.info = fresh(ConfigType.GROUP_INFO);
        this.members = fresh(ConfigType.GROUP_MEMBERS);
    }

    private SyncedConfig fresh(ConfigType type) {
        return SyncedConfig.fresh(type, keys.seal(type), keys.authority());
    }

    GroupInfo info() {
        return new GroupInfo(info);
    }

    GroupMembers members() {
        return new GroupMembers(members);
    }

    SyncedConfig config(ConfigType type) {
        return type == ConfigType.GROUP_INFO ? info : members;
    }

    void becomeAdmin(Secret seed) throws MalformedConfigException {
        keys.becomeAdmin(seed);
        loadConfigs(info.dump(), members.dump());
    }

    /** As after a restart; an admin is one again. */
    void reload(byte[] infoDump, byte[] membersDump, byte[] keysDump, Secret seed)
            throws Exception {
        boolean admin = keys.isAdmin();
        keys.close();
        keys = GroupKeys.load(keysDump, group, own);
        if (admin) {
            keys.becomeAdmin(seed);
        }
        loadConfigs(infoDump, membersDump);
    }

    private void loadConfigs(byte[] infoDump, byte[] membersDump) throws MalformedConfigException {
        info = load(ConfigType.GROUP_INFO, infoDump);
        members = load(ConfigType.GROUP_MEMBERS, membersDump);
    }

    private SyncedConfig load(ConfigType type, byte[] dump) throws MalformedConfigException {
        return SyncedConfig.load(dump, type, keys.seal(type), keys.authority());
    }

    @Override
    public void close() {
        keys.close();
        own.close();
    }
}
