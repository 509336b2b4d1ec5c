/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.Secret;
import app.snug.messenger.OwnerId;
import app.snug.messenger.VaultLockedException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OpenVaultsTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final OpenVaults vaults = new OpenVaults(RANDOM);
    private final OwnerId ada = new OwnerId(UUID.randomUUID());
    private final OwnerId ben = new OwnerId(UUID.randomUUID());

    @Test
    void everyListenerHearsOfEveryVaultOnce() {
        List<OwnerId> early = new ArrayList<>();
        List<OwnerId> late = new ArrayList<>();
        vaults.onOpened(early::add);
        vaults.open(ada, key());
        vaults.onOpened(late::add);
        vaults.open(ben, key());
        vaults.open(ada, key());
        assertThat(early).containsExactly(ada, ben);
        assertThat(late).containsExactly(ada, ben);
    }

    @Test
    void aFailingListenerKeepsNobodyOut() {
        List<OwnerId> heard = new ArrayList<>();
        vaults.onOpened(owner -> {
            throw new IllegalStateException("on purpose");
        });
        vaults.onOpened(heard::add);
        vaults.open(ada, key());
        assertThat(heard).containsExactly(ada);
        assertThat(vaults.isOpen(ada)).isTrue();
    }

    @Test
    void aVaultThatNobodyOpenedIsLocked() {
        vaults.open(ada, key());
        assertThat(vaults.isOpen(ben)).isFalse();
        assertThatThrownBy(() -> vaults.of(ben)).isInstanceOf(VaultLockedException.class);
    }

    @Test
    void closingWipesKeysAlsoOfVaultsInUse() {
        vaults.open(ada, key());
        OpenVault inUse = vaults.of(ada);
        vaults.close();
        assertThat(vaults.isOpen(ada)).isFalse();
        assertThatThrownBy(() -> inUse.seal("row", new byte[1]))
                .isInstanceOf(VaultLockedException.class);
        vaults.open(ada, key());
        assertThat(vaults.isOpen(ada)).isFalse();
    }

    private static Secret key() {
        return Secret.random(32, RANDOM);
    }
}
