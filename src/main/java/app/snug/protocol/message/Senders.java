/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Account IDs of those who wrote lately. Finding one out costs as much as opening the box and
 * checking the signature together, and most messages come from people who wrote before.
 */
final class Senders {

    private static final int KEPT = 1_024;

    private final Map<Ed25519PublicKey, AccountId> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Ed25519PublicKey, AccountId> eldest) {
                    return size() > KEPT;
                }
            };

    /**
     * @throws DecryptionException if the key is no point of the main subgroup
     */
    AccountId account(Ed25519PublicKey sender) throws DecryptionException {
        synchronized (known) {
            AccountId account = known.get(sender);
            if (account != null) {
                return account;
            }
        }
        AccountId account = AccountId.ofUser(sender.toX25519());
        synchronized (known) {
            known.put(sender, account);
        }
        return account;
    }
}
