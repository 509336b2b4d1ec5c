/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.testing.VectorCase;
import app.snug.testing.Vectors;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The part of the family that is about messages. */
class AttachmentPaddingVectorsTest {

    private static final Set<String> OF_FILES =
            Set.of("attachment", "profile_picture", "attachment_padded_size");

    @TestFactory
    Stream<DynamicTest> messagesArePaddedAsByTheReference() {
        return Vectors.of("attachment").tests(OF_FILES, AttachmentPaddingVectorsTest::check);
    }

    private static void check(VectorCase c) throws Exception {
        byte[] padded = c.hex("padded_hex");
        if (c.expectsError()) {
            c.refuses(MalformedMessageException.class, () -> Padding.unpad(padded));
            return;
        }
        byte[] message = c.hex("message_hex");
        assertThat(Padding.unpad(padded)).isEqualTo(message);
        switch (c.type()) {
            case "message_padding" ->
                    // The reference is of early 2025, when one zero less was added.
                    assertThat(Padding.pad(message))
                            .isEqualTo(Arrays.copyOf(padded, padded.length + 1));
            case "message_unpadding" -> {}
            default -> throw new AssertionError("unknown type " + c.type());
        }
    }
}
