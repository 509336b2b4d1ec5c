/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SecretTest {

    private static final byte[] WORD = "marzipan".getBytes(StandardCharsets.US_ASCII);

    @Test
    void aSecretDoesNotShowItselfInText() {
        try (Secret secret = Secret.copyOf(WORD)) {
            assertThat(secret + " " + secret.hashCode())
                    .doesNotContain("marzipan")
                    .contains("8 bytes");
        }
        try (Ed25519KeyPair pair = Ed25519KeyPair.generate(new SecureRandom());
                Secret seed = pair.seed()) {
            assertThat(pair.toString())
                    .doesNotContain(java.util.HexFormat.of().formatHex(seed.copy()));
        }
    }

    @Test
    void closingWipesTheBytesAndRefusesFurtherUse() {
        byte[] bytes = WORD.clone();
        Secret secret = Secret.owning(bytes);
        secret.close();
        assertThat(bytes).containsOnly(0);
        assertThatThrownBy(secret::copy).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCopyIsIndependentOfItsSource() {
        byte[] bytes = WORD.clone();
        try (Secret secret = Secret.copyOf(bytes)) {
            bytes[0] = 0;
            assertThat(secret.copy()).isEqualTo(WORD);
        }
    }
}
