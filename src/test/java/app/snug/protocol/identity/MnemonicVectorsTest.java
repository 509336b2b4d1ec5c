/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.identity.RecoveryPhrase.InvalidPhraseException;
import app.snug.testing.VectorCase;
import app.snug.testing.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class MnemonicVectorsTest {

    @TestFactory
    Stream<DynamicTest> wordsAreThoseOfTheReference() {
        return Vectors.of("mnemonic").tests(MnemonicVectorsTest::check);
    }

    private static void check(VectorCase c) throws Exception {
        String words = c.text("mnemonic");
        if (c.expectsError()) {
            c.refuses(InvalidPhraseException.class, () -> RecoveryPhrase.decode(words));
            return;
        }
        assertThat(RecoveryPhrase.decode(words).copy()).isEqualTo(c.hex("seed16_hex"));
        switch (c.type()) {
            case "mnemonic" ->
                    assertThat(RecoveryPhrase.encode(c.secret("seed16_hex"), WordList.ENGLISH))
                            .isEqualTo(words);
            case "decode" -> {}
            default -> throw new AssertionError("unknown type " + c.type());
        }
    }
}
