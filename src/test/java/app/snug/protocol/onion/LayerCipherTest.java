/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.X25519KeyPair;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Between two pairs of keys, both ways. */
class LayerCipherTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] TEXT = "nineteen characters".getBytes(StandardCharsets.US_ASCII);

    private final X25519KeyPair client = X25519KeyPair.generate(RANDOM);
    private final X25519KeyPair node = X25519KeyPair.generate(RANDOM);

    @ParameterizedTest
    @CsvSource({"AES_CBC, 29", "AES_GCM, 28", "XCHACHA20, 40"})
    void whatOneSideEncryptsTheOtherOpensAndItGrowsBySoMuch(LayerCipher cipher, int growth)
            throws Exception {
        byte[] there = cipher.encryptAsClient(client, node.publicKey(), TEXT, RANDOM);
        assertThat(there).hasSize(TEXT.length + growth);
        assertThat(cipher.decryptAsNode(node, client.publicKey(), there)).isEqualTo(TEXT);
        byte[] back = cipher.encryptAsNode(node, client.publicKey(), TEXT, RANDOM);
        assertThat(back).hasSize(TEXT.length + growth);
        assertThat(cipher.decryptAsClient(client, node.publicKey(), back)).isEqualTo(TEXT);
    }

    @Test
    void withXChaCha20BothSidesCannotBeTheClient() throws Exception {
        LayerCipher cipher = LayerCipher.XCHACHA20;
        byte[] there = cipher.encryptAsClient(client, node.publicKey(), TEXT, RANDOM);
        assertThatThrownBy(() -> cipher.decryptAsClient(node, client.publicKey(), there))
                .isInstanceOf(DecryptionException.class);
    }
}
