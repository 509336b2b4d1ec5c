/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.util.function.Consumer;

/** The vaults of this household; implemented by the room above. */
public interface Vaults {

    /**
     * @throws VaultLockedException if the owner has to log in first
     */
    Vault of(OwnerId owner);

    boolean isOpen(OwnerId owner);

    /** Calls the listener whenever a vault opens (login, or start with the server key). */
    void onOpened(Consumer<OwnerId> listener);
}
