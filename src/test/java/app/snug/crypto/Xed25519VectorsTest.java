/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.testing.ReplayedRandom;
import app.snug.testing.VectorCase;
import app.snug.testing.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class Xed25519VectorsTest {

    @TestFactory
    Stream<DynamicTest> signaturesAreThoseOfTheReference() {
        return Vectors.of("xed25519")
                .tests(c -> {
                    switch (c.type()) {
                        case "sign" -> sign(c);
                        case "verify" -> verify(c);
                        default -> throw new AssertionError("unknown type " + c.type());
                    }
                });
    }

    private static void sign(VectorCase c) {
        byte[] message = c.hex("message_hex");
        try (X25519KeyPair keys = X25519KeyPair.fromSecret(c.secret("x25519_secret_key_hex"))) {
            assertThat(keys.publicKey().bytes()).isEqualTo(c.hex("x25519_pubkey_hex"));
            assertThat(XEd25519.publicKey(keys.publicKey()).bytes())
                    .isEqualTo(c.hex("ed25519_pubkey_from_x25519_hex"))
                    .isEqualTo(positive(c.hex("original_ed25519_pubkey_hex")));
            ReplayedRandom random = c.randomness();
            byte[] signature = XEd25519.sign(keys, message, random);
            assertThat(signature).isEqualTo(c.hex("signature_hex"));
            random.assertUsedUp();
            assertThat(XEd25519.verify(keys.publicKey(), message, signature)).isTrue();
        }
    }

    private static void verify(VectorCase c) {
        X25519PublicKey key = X25519PublicKey.of(c.hex("x25519_pubkey_hex"));
        assertThat(XEd25519.verify(key, c.hex("message_hex"), c.hex("signature_hex")))
                .isEqualTo(c.flag("valid"));
    }

    private static byte[] positive(byte[] key) {
        key[31] &= 0x7f;
        return key;
    }
}
