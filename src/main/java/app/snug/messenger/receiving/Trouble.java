/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.VaultLockedException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.transaction.TransactionException;

/** Why messages could not be stored. */
final class Trouble {

    private Trouble() {}

    /** What has nothing to do with the messages and may pass. */
    static boolean isOurs(RuntimeException e) {
        return switch (e) {
            case NonTransientDataAccessResourceException resource -> true;
            case NonTransientDataAccessException fault -> false;
            case DataAccessException passing -> true;
            case TransactionException transaction -> true;
            case VaultLockedException locked -> true;
            default -> false;
        };
    }
}
