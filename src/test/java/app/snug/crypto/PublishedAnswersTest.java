/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Answers printed in the primitives' own specifications. */
class PublishedAnswersTest {

    private static final byte[] SUNSCREEN =
            ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the"
                            + " future, sunscreen would be it.")
                    .getBytes(StandardCharsets.US_ASCII);

    @Test
    void ed25519SignsAsRfc8032Says() {
        try (Secret seed =
                        secret("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
                Ed25519KeyPair pair = Ed25519KeyPair.fromSeed(seed)) {
            assertThat(pair.publicKey().hex())
                    .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
            assertThat(hex(pair.sign(new byte[0])))
                    .isEqualTo(
                            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        }
    }

    @Test
    void xChaCha20Poly1305SealsAsItsDraftSays() throws DecryptionException {
        byte[] nonce = bytes("404142434445464748494a4b4c4d4e4f5051525354555657");
        byte[] associated = bytes("50515253c0c1c2c3c4c5c6c7");
        try (Secret key =
                secret("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f")) {
            byte[] sealed = XChaCha20Poly1305.encrypt(key, nonce, SUNSCREEN, associated);
            assertThat(hex(sealed))
                    .startsWith("bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb")
                    .endsWith("c0875924c1c7987947deafd8780acf49");
            assertThat(XChaCha20Poly1305.decrypt(key, nonce, sealed, associated))
                    .isEqualTo(SUNSCREEN);
            assertThatThrownBy(() -> XChaCha20Poly1305.decrypt(key, nonce, sealed, new byte[12]))
                    .isInstanceOf(DecryptionException.class);
        }
    }

    @Test
    void hmacAnswersAsRfc4231Says() {
        assertThat(
                        hex(
                                Hmac.sha256(
                                        "Jefe".getBytes(StandardCharsets.US_ASCII),
                                        "what do ya want ".getBytes(StandardCharsets.US_ASCII),
                                        "for nothing?".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void aKeyOfLowOrderIsRefusedEverywhere() {
        X25519PublicKey zero = X25519PublicKey.of(new byte[32]);
        SecureRandom random = new SecureRandom();
        try (X25519KeyPair own = X25519KeyPair.generate(random)) {
            assertThatThrownBy(() -> own.agree(zero)).isInstanceOf(DecryptionException.class);
        }
        assertThatThrownBy(() -> SealedBox.seal(SUNSCREEN, zero, random))
                .isInstanceOf(DecryptionException.class);
        assertThatThrownBy(() -> Ed25519PublicKey.of(new byte[32]).toX25519())
                .isInstanceOf(DecryptionException.class);
    }

    private static Secret secret(String hex) {
        return Secret.owning(bytes(hex));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
