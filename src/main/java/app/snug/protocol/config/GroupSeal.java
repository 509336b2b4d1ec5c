/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.protocol.identity.AccountId;
import java.util.List;
import java.util.function.Supplier;

/**
 * Configs of a group, under its keys: the newest encrypts, all open. The keys stay the caller's.
 */
public final class GroupSeal implements ConfigSeal {

    private final ConfigType type;
    private final AccountId group;
    private final Supplier<List<Secret>> keys;

    /**
     * @param keys those of the moment: 32 bytes each, newest first; none as long as none has come
     */
    public GroupSeal(ConfigType type, AccountId group, Supplier<List<Secret>> keys) {
        this.type = type;
        this.group = group;
        this.keys = keys;
    }

    @Override
    public AccountId owner() {
        return group;
    }

    /**
     * @throws IllegalStateException if there is no key yet
     */
    @Override
    public byte[] encrypt(byte[] padded) {
        List<Secret> known = keys.get();
        if (known.isEmpty()) {
            throw new IllegalStateException("No key of this group is known");
        }
        return ConfigCipher.encrypt(padded, known.getFirst(), type.domain());
    }

    /** A group's configs are stored as they are. */
    @Override
    public byte[] wrap(long seqno, byte[] encrypted) {
        return encrypted;
    }

    @Override
    public byte[] open(byte[] stored) throws MalformedConfigException {
        for (Secret key : keys.get()) {
            try {
                return ConfigCipher.decrypt(stored, key, type.domain());
            } catch (DecryptionException e) {
                // Perhaps under an older key.
            }
        }
        throw new MalformedConfigException("config does not open");
    }
}
