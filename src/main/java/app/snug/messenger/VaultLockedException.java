/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

/** The owner's vault is locked: only a new login opens it. */
public final class VaultLockedException extends RuntimeException {
    public VaultLockedException(OwnerId owner) {
        super("Vault of " + owner.value() + " is locked");
    }
}
