/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.identity.AccountKeys;
import app.snug.testing.VectorCase;
import app.snug.testing.Vectors;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ConfigEnvelopeVectorsTest {

    @TestFactory
    Stream<DynamicTest> wrappedConfigsHaveTheKnownBytesAndOthersAreRefused() {
        return Vectors.of("protos_wrap").tests(ConfigEnvelopeVectorsTest::check);
    }

    private static void check(VectorCase vector) throws Exception {
        vector.ignore(
                "envelope_hex",
                "envelope_content_hex",
                "content_with_padding_hex",
                "namespace_name");
        ConfigType type =
                Arrays.stream(ConfigType.values())
                        .filter(each -> each.namespace().number() == vector.number("namespace"))
                        .findFirst()
                        .orElseThrow();
        byte[] wrapped = vector.hex("wrapped_hex");
        try (AccountKeys own = AccountKeys.fromSeed(vector.secret("user_ed25519_seed_hex"))) {
            if (vector.expectsError()) {
                vector.refuses(
                        MalformedConfigException.class,
                        () -> ConfigEnvelope.unwrap(type, wrapped, own));
                return;
            }
            byte[] data = vector.hex("data_hex");
            assertThat(ConfigEnvelope.unwrap(type, wrapped, own)).isEqualTo(data);
            if (vector.type().equals("wrap_config")) {
                assertThat(ConfigEnvelope.wrap(type, vector.bigNumber("seqno"), data, own))
                        .isEqualTo(wrapped);
            }
        }
    }
}
