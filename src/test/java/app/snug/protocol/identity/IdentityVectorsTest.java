/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Secret;
import app.snug.crypto.X25519KeyPair;
import app.snug.testing.VectorCase;
import app.snug.testing.Vectors;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class IdentityVectorsTest {

    @TestFactory
    Stream<DynamicTest> accountsAreThoseOfTheReference() {
        return Vectors.of("identity").tests(IdentityVectorsTest::check);
    }

    private static void check(VectorCase c) throws Exception {
        byte[] seed = c.hex("ed25519_seed_hex");
        try (AccountKeys keys = AccountKeys.fromSeed(Secret.copyOf(seed))) {
            assertThat(keys.id().hex()).isEqualTo(c.text("account_id"));
            assertThat(keys.ed25519().publicKey().bytes()).isEqualTo(c.hex("ed25519_pubkey_hex"));
            assertThat(keys.ed25519().seed().copy()).isEqualTo(seed);
            assertThat(c.hex("ed25519_secret_key_hex"))
                    .startsWith(seed)
                    .endsWith(keys.ed25519().publicKey().bytes());
            assertThat(keys.x25519().publicKey().bytes()).isEqualTo(c.hex("x25519_pubkey_hex"));
            assertThat(keys.x25519().secret().copy()).isEqualTo(c.hex("x25519_secret_key_hex"));
            try (X25519KeyPair alone =
                    X25519KeyPair.fromSecret(c.secret("x25519_secret_key_hex"))) {
                assertThat(alone.publicKey()).isEqualTo(keys.x25519().publicKey());
            }
            assertThat(keys.ed25519().publicKey().toX25519()).isEqualTo(keys.id().x25519());
            byte[] message = c.hex("sign_message_hex");
            byte[] signature = keys.ed25519().sign(message);
            assertThat(signature).isEqualTo(c.hex("ed25519_signature_hex"));
            assertThat(keys.ed25519().publicKey().verify(message, signature)).isTrue();
            if (c.has("seed16_hex")) {
                assertThat(seed).isEqualTo(Arrays.copyOf(c.hex("seed16_hex"), 32));
                try (AccountKeys same = AccountKeys.fromEntropy(c.secret("seed16_hex"))) {
                    assertThat(same.id()).isEqualTo(keys.id());
                }
            }
        }
    }
}
