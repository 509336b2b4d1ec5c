/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;

/** Configs of a person, under the seed of the account. The keys stay the caller's. */
public final class UserSeal implements ConfigSeal {

    private final ConfigType type;
    private final AccountKeys own;

    public UserSeal(ConfigType type, AccountKeys own) {
        this.type = type;
        this.own = own;
    }

    @Override
    public AccountId owner() {
        return own.id();
    }

    @Override
    public byte[] encrypt(byte[] padded) {
        try (Secret seed = own.ed25519().seed()) {
            return ConfigCipher.encrypt(padded, seed, type.domain());
        }
    }

    @Override
    public byte[] wrap(long seqno, byte[] encrypted) {
        return ConfigEnvelope.wrap(type, seqno, encrypted, own);
    }

    @Override
    public byte[] open(byte[] stored) throws MalformedConfigException {
        try (Secret seed = own.ed25519().seed()) {
            return ConfigCipher.decrypt(unwrapped(stored), seed, type.domain());
        } catch (DecryptionException e) {
            throw new MalformedConfigException("config does not open");
        }
    }

    /** Some app wrapped twice, newer ones may not wrap at all. */
    private byte[] unwrapped(byte[] stored) {
        byte[] inner = stored;
        for (int layer = 0; layer < 2; layer++) {
            try {
                inner = ConfigEnvelope.unwrap(type, inner, own);
            } catch (MalformedConfigException e) {
                return inner;
            }
        }
        return inner;
    }
}
