/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.testing.ReplayedRandom;
import app.snug.testing.VectorCase;
import app.snug.testing.Vectors;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The part of the family that is about messages from person to person. */
class SessionEncryptVectorsTest {

    /** Of communities, names and push notifications, which this room does not do. */
    private static final Set<String> OF_OTHER_ROOMS =
            Set.of(
                    "encrypt_for_blinded_recipient",
                    "decrypt_from_blinded_recipient",
                    "decrypt_ons_response",
                    "decrypt_push_notification");

    @TestFactory
    Stream<DynamicTest> messagesAreSealedAsByTheReference() {
        return Vectors.of("session_encrypt")
                .tests(
                        OF_OTHER_ROOMS,
                        c -> {
                            switch (c.type()) {
                                case "sign_for_recipient" -> sign(c);
                                case "encrypt_for_recipient" -> seal(c);
                                case "encrypt_for_recipient_deterministic" ->
                                        sealDeterministically(c);
                                case "decrypt_incoming" -> open(c);
                                default -> throw new AssertionError("unknown type " + c.type());
                            }
                        });
    }

    private static void sign(VectorCase c) {
        try (AccountKeys sender = AccountKeys.fromSeed(c.secret("sender_ed25519_seed_hex"))) {
            assertThat(SealedMessage.sign(c.hex("message_hex"), sender, recipient(c)))
                    .isEqualTo(c.hex("signed_hex"));
        }
    }

    private static void seal(VectorCase c) throws Exception {
        try (AccountKeys sender = sender(c)) {
            ReplayedRandom random = c.randomness();
            byte[] cipher = SealedMessage.seal(c.hex("message_hex"), sender, recipient(c), random);
            assertThat(cipher).isEqualTo(c.hex("ciphertext_hex"));
            random.assertUsedUp();
            assertOpens(c, cipher);
        }
    }

    private static void sealDeterministically(VectorCase c) throws Exception {
        try (AccountKeys sender = sender(c)) {
            byte[] cipher =
                    SealedMessage.sealDeterministically(c.hex("message_hex"), sender, recipient(c));
            assertThat(cipher).isEqualTo(c.hex("ciphertext_hex"));
            assertOpens(c, cipher);
        }
    }

    private static void assertOpens(VectorCase c, byte[] cipher) throws Exception {
        try (AccountKeys recipient = AccountKeys.fromSeed(c.secret("recipient_ed25519_seed_hex"))) {
            assertThat(recipient.id()).isEqualTo(recipient(c));
            SealedMessage.Opened opened = SealedMessage.open(cipher, recipient);
            assertThat(opened.sender().hex()).isEqualTo(c.text("sender_account_id"));
            assertThat(opened.plain()).isEqualTo(c.hex("message_hex"));
            assertThat(cipher.length - opened.plain().length).isEqualTo(SealedMessage.OVERHEAD);
        }
    }

    private static void open(VectorCase c) throws Exception {
        try (AccountKeys own = AccountKeys.fromSeed(c.secret("recipient_ed25519_seed_hex"))) {
            assertThat(own.x25519().publicKey().bytes())
                    .isEqualTo(c.hex("recipient_x25519_pubkey_hex"));
            assertThat(own.x25519().secret().copy())
                    .isEqualTo(c.hex("recipient_x25519_secret_key_hex"));
            byte[] cipher = c.hex("ciphertext_hex");
            if (c.expectsError()) {
                c.refuses(MalformedMessageException.class, () -> SealedMessage.open(cipher, own));
                return;
            }
            SealedMessage.Opened opened = SealedMessage.open(cipher, own);
            assertThat(opened.plain()).isEqualTo(c.hex("plaintext_hex"));
            assertThat(opened.sender().hex()).isEqualTo(c.text("sender_account_id"));
            assertThat(opened.sender().x25519())
                    .isEqualTo(Ed25519PublicKey.of(c.hex("sender_ed25519_pubkey_hex")).toX25519());
        }
    }

    private static AccountKeys sender(VectorCase c) {
        AccountKeys sender = AccountKeys.fromSeed(c.secret("sender_ed25519_seed_hex"));
        assertThat(sender.id().hex()).isEqualTo(c.text("sender_account_id"));
        return sender;
    }

    private static AccountId recipient(VectorCase c) {
        return new AccountId(c.text("recipient_account_id"));
    }
}
