/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.messenger.OwnerId;
import app.snug.messenger.VaultLockedException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OpenVaultTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ROW = "message/17/body";
    private static final byte[] PLAIN = "see you at six".getBytes(StandardCharsets.UTF_8);

    private final byte[] key = new byte[32];
    private final OwnerId owner = new OwnerId(UUID.randomUUID());
    private final OpenVault vault = vaultOf(owner);

    @Test
    void whatIsSealedOpensAgain() throws Exception {
        assertThat(vault.open(ROW, vault.seal(ROW, PLAIN))).isEqualTo(PLAIN);
        assertThat(vault.open(ROW, vault.seal(ROW, new byte[0]))).isEmpty();
    }

    @Test
    void aSealShowsNothingOfItsContentAndNeverRepeats() {
        byte[] sealed = vault.seal(ROW, PLAIN);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("six");
        assertThat(sealed).startsWith(1).isNotEqualTo(vault.seal(ROW, PLAIN));
    }

    @Test
    void aFilesKeyIsAlwaysTheSameAndNoOtherFilesOrOwners() {
        OpenVault other = vaultOf(new OwnerId(UUID.randomUUID()));
        byte[] first = bytes(vault.fileKey("17"));
        assertThat(first).hasSize(32).isEqualTo(bytes(vault.fileKey("17")));
        assertThat(first)
                .isNotEqualTo(bytes(vault.fileKey("18")))
                .isNotEqualTo(bytes(other.fileKey("17")));
        vault.close();
        assertThatThrownBy(() -> vault.fileKey("17")).isInstanceOf(VaultLockedException.class);
    }

    private static byte[] bytes(Secret secret) {
        try (secret) {
            return secret.copy();
        }
    }

    @Test
    void anyAlteredByteIsRefused() {
        byte[] sealed = vault.seal(ROW, PLAIN);
        for (int i = 0; i < sealed.length; i++) {
            byte[] altered = sealed.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> vault.open(ROW, altered))
                    .isInstanceOf(DecryptionException.class);
        }
    }

    @Test
    void anyShortenedSealIsRefused() {
        byte[] sealed = vault.seal(ROW, PLAIN);
        for (int size = 0; size < sealed.length; size++) {
            byte[] shortened = Arrays.copyOf(sealed, size);
            assertThatThrownBy(() -> vault.open(ROW, shortened))
                    .isInstanceOf(DecryptionException.class);
        }
    }

    @Test
    void whatWasSealedForOneRowDoesNotOpenAsAnother() {
        byte[] sealed = vault.seal(ROW, PLAIN);
        assertThatThrownBy(() -> vault.open("message/18/body", sealed))
                .isInstanceOf(DecryptionException.class);
    }

    @Test
    void evenWithTheSameKeyAnotherOwnersSealDoesNotOpen() {
        byte[] sealed = vault.seal(ROW, PLAIN);
        assertThatThrownBy(() -> vaultOf(new OwnerId(UUID.randomUUID())).open(ROW, sealed))
                .isInstanceOf(DecryptionException.class);
    }

    @Test
    void aClosedVaultIsLocked() {
        byte[] sealed = vault.seal(ROW, PLAIN);
        vault.close();
        assertThatThrownBy(() -> vault.seal(ROW, PLAIN)).isInstanceOf(VaultLockedException.class);
        assertThatThrownBy(() -> vault.open(ROW, sealed)).isInstanceOf(VaultLockedException.class);
        assertThatThrownBy(() -> vault.withKey(Secret::size))
                .isInstanceOf(VaultLockedException.class);
    }

    private OpenVault vaultOf(OwnerId whose) {
        return new OpenVault(whose, Secret.copyOf(key), RANDOM);
    }
}
