/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.testing.ReplayedRandom;
import app.snug.testing.VectorCase;
import app.snug.testing.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The part of the family that is about files. */
class AttachmentVectorsTest {

    private static final Set<String> OF_MESSAGES = Set.of("message_padding", "message_unpadding");

    @TestFactory
    Stream<DynamicTest> filesAreEncryptedAndPaddedAsByTheReference() {
        return Vectors.of("attachment").tests(OF_MESSAGES, AttachmentVectorsTest::check);
    }

    private static void check(VectorCase c) throws Exception {
        switch (c.type()) {
            case "attachment" -> attachment(c);
            case "profile_picture" -> picture(c);
            case "attachment_padded_size" ->
                    assertThat(LegacyFile.paddedSize(c.number("size")))
                            .isEqualTo(c.number("padded_size"));
            default -> throw new AssertionError("unknown type " + c.type());
        }
    }

    private static void attachment(VectorCase c) throws Exception {
        byte[] sealed = c.hex("encrypted_hex");
        byte[] digest = c.hex("digest_hex");
        if (c.expectsError()) {
            c.refuses(
                    MalformedAttachmentException.class,
                    () -> LegacyFile.open(sealed, c.secret("keys_hex"), digest, 0));
            return;
        }
        byte[] plain = c.hex("plaintext_hex");
        byte[] padded = Arrays.copyOf(plain, c.number("padded_size"));
        assertThat(LegacyFile.open(sealed, c.secret("keys_hex"), digest, plain.length))
                .isEqualTo(plain);
        SealedFile again = LegacyFile.seal(padded, c.secret("keys_hex"), c.hex("iv_hex"));
        assertThat(again.bytes()).isEqualTo(sealed);
        assertThat(again.digest()).isEqualTo(digest);
        if (c.flag("padded")) {
            ReplayedRandom random = new ReplayedRandom(List.of(c.hex("keys_hex"), c.hex("iv_hex")));
            assertThat(LegacyFile.seal(plain, random).bytes()).isEqualTo(sealed);
        }
    }

    private static void picture(VectorCase c) throws Exception {
        byte[] sealed = c.hex("encrypted_hex");
        if (c.expectsError()) {
            c.refuses(
                    MalformedAttachmentException.class,
                    () -> ProfilePicture.open(sealed, c.secret("key_hex")));
            return;
        }
        byte[] plain = c.hex("plaintext_hex");
        assertThat(ProfilePicture.open(sealed, c.secret("key_hex"))).isEqualTo(plain);
        ReplayedRandom random = new ReplayedRandom(List.of(c.hex("nonce_hex")));
        assertThat(ProfilePicture.seal(plain, c.secret("key_hex"), random)).isEqualTo(sealed);
    }
}
