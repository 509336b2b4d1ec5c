/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.protocol.identity.AccountId;
import java.util.List;

/**
 * Configs of a group, under its keys: the newest encrypts, all open. The keys stay the caller's.
 */
public final class GroupSeal implements ConfigSeal {

    private final ConfigType type;
    private final AccountId group;
    private final List<Secret> keys;

    /**
     * @param keys 32 bytes each, newest first, at least one
     */
    public GroupSeal(ConfigType type, AccountId group, List<Secret> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("A group has a key");
        }
        this.type = type;
        this.group = group;
        this.keys = List.copyOf(keys);
    }

    @Override
    public AccountId owner() {
        return group;
    }

    @Override
    public byte[] encrypt(byte[] padded) {
        return ConfigCipher.encrypt(padded, keys.getFirst(), type.domain());
    }

    /** A group's configs are stored as they are. */
    @Override
    public byte[] wrap(long seqno, byte[] encrypted) {
        return encrypted;
    }

    @Override
    public byte[] open(byte[] stored) throws MalformedConfigException {
        for (Secret key : keys) {
            try {
                return ConfigCipher.decrypt(stored, key, type.domain());
            } catch (DecryptionException e) {
                // Perhaps under an older key.
            }
        }
        throw new MalformedConfigException("config does not open");
    }
}
