/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SwarmResultTest {

    private static final byte[] DONE =
            ("{\"signature\":\"" + "A".repeat(86) + "==\"}").getBytes(StandardCharsets.US_ASCII);

    private static Ed25519PublicKey key() {
        return Ed25519KeyPair.generate(new SecureRandom()).publicKey();
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aMemberWhoseAnswerNeverComesIsNotWaitedForAnyLonger() {
        Ed25519PublicKey silent = key();
        Ed25519PublicKey good = key();
        SwarmResult result =
                new SwarmResult(
                        Map.of(
                                silent,
                                new CompletableFuture<>(),
                                good,
                                CompletableFuture.completedFuture(new Swarm.Answer.Done(DONE))),
                        false,
                        Duration.ofMillis(20));
        assertThat(result.silent()).containsExactly(silent);
        assertThat(
                        new String(
                                Json.write(to -> {
                                    to.writeStartObject();
                                    result.write(to, new byte[0]);
                                    to.writeEndObject();
                                }),
                                StandardCharsets.UTF_8))
                .contains("\"" + silent.hex() + "\":{\"failed\":true,\"timeout\":true}")
                .contains("\"" + good.hex() + "\":{\"signature\"");
        assertThat(result.status()).isEqualTo(200);
    }
}
