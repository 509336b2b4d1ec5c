/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileClientTest {

    private static Optional<Instant> expires(String answer) throws Exception {
        return FileClient.expires(Json.parseObject(answer.getBytes(UTF_8)));
    }

    @Test
    void aServerSaysUntilWhenItKeepsAFile() throws Exception {
        assertThat(expires("{\"id\":\"1\",\"expires\":1795521600.25}"))
                .contains(Instant.parse("2026-11-24T12:00:00.250Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"1\"}", "{\"expires\":null}", "{\"expires\":\"soon\"}"})
    void aServerOfOldDoesNotSay(String answer) throws Exception {
        assertThat(expires(answer)).isEmpty();
    }
}
