/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.testing.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HashVectorsTest {

    @TestFactory
    Stream<DynamicTest> hashesAreThoseOfTheReference() {
        return Vectors.of("hash")
                .tests(c -> {
                    assertThat(c.type()).isEqualTo("blake2b");
                    int size = c.number("size");
                    byte[] message = c.hex("message_hex");
                    byte[] key = c.has("key_hex") ? c.hex("key_hex") : new byte[0];
                    if (c.expectsError()) {
                        c.refuses(
                                IllegalArgumentException.class,
                                () -> Blake2b.keyed(size, key, message));
                    } else {
                        assertThat(Blake2b.keyed(size, key, message)).isEqualTo(c.hex("hash_hex"));
                    }
                });
    }
}
