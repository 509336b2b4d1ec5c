/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import app.snug.protocol.storage.SignedTexts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an account changes about what is kept for it. Times in Unix milliseconds. */
public sealed interface Alteration {

    AccountId owner();

    /** Whether members still to come must learn of it, not only those that were away. */
    default boolean isRemembered() {
        return true;
    }

    /** These messages go, in whatever namespace. */
    record Delete(AccountId owner, List<MessageHash> hashes) implements Alteration {}

    /**
     * All messages go whose senders' time is not later.
     *
     * @param namespace null means all
     */
    record DeleteUntil(AccountId owner, @Nullable Namespace namespace, long sentUntil)
            implements Alteration {}

    /**
     * Messages expire at another time.
     *
     * @param expiries one for all hashes, or one a hash
     */
    record Expire(
            AccountId owner,
            List<MessageHash> hashes,
            List<Long> expiries,
            SignedTexts.Direction direction)
            implements Alteration {

        @Override
        public boolean isRemembered() {
            return false;
        }

        long expiry(int index) {
            return expiries.get(expiries.size() == 1 ? 0 : index);
        }
    }

    /**
     * Everything expires then at the latest.
     *
     * @param namespace null means all
     */
    record ExpireAll(AccountId owner, @Nullable Namespace namespace, long expiry)
            implements Alteration {

        @Override
        public boolean isRemembered() {
            return false;
        }
    }

    /**
     * Subaccounts lose their rights, or get them back.
     *
     * @param tokens 36 bytes each
     */
    record Revoke(AccountId owner, List<byte[]> tokens, boolean revoked) implements Alteration {}
}
