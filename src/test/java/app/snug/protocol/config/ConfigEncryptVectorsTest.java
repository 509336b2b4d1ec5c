/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.DecryptionException;
import app.snug.testing.VectorCase;
import app.snug.testing.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ConfigEncryptVectorsTest {

    @TestFactory
    Stream<DynamicTest> sizesAndCiphertextsAreTheKnownOnes() {
        return Vectors.of("config_encrypt").tests(ConfigEncryptVectorsTest::check);
    }

    private static void check(VectorCase vector) throws Exception {
        switch (vector.type()) {
            case "encrypt" -> {
                byte[] blob =
                        ConfigCipher.encrypt(
                                vector.hex("plaintext_hex"),
                                vector.secret("key_base_hex"),
                                vector.text("domain"));
                assertThat(blob).isEqualTo(vector.hex("ciphertext_hex"));
                assertThat(
                                ConfigCipher.decrypt(
                                        blob, vector.secret("key_base_hex"), vector.text("domain")))
                        .isEqualTo(vector.hex("plaintext_hex"));
            }
            case "decrypt" -> {
                assertThat(vector.expectsError()).isTrue();
                byte[] blob = vector.hex("ciphertext_hex");
                vector.refuses(
                        DecryptionException.class,
                        () ->
                                ConfigCipher.decrypt(
                                        blob,
                                        vector.secret("key_base_hex"),
                                        vector.text("domain")));
            }
            case "padded_size" -> {
                assertThat(
                                ConfigPacking.paddedSize(
                                        vector.number("size"), vector.number("overhead")))
                        .isEqualTo(vector.number("padded"));
            }
            case "pad_message" -> {
                vector.ignore("overhead");
                byte[] padded = ConfigPacking.pad(vector.hex("message_hex"));
                assertThat(padded).isEqualTo(vector.hex("padded_hex"));
                assertThat(ConfigPacking.unpad(padded)).isEqualTo(vector.hex("message_hex"));
            }
            default -> throw new AssertionError(vector.type());
        }
    }
}
