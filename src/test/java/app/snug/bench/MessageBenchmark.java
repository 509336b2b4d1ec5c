/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import app.snug.crypto.Secret;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.message.Padding;
import app.snug.protocol.message.SealedMessage;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Messages of 2 KB: the encryption alone, and a text with all its layers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class MessageBenchmark {

    private static final Instant SENT_AT = Instant.ofEpochMilli(1_767_225_600_000L);

    private final SecureRandom random = new SecureRandom();
    private final AccountKeys alice = account();
    private final AccountKeys bob = account();
    private final byte[] padded = Padding.pad(new byte[2_000]);
    private final byte[] sealed = SealedMessage.seal(padded, alice, bob.id(), random);
    private final Content.Visible text =
            new Content.Visible("x".repeat(2_000), Content.Context.NONE);
    private final byte[] stored = DirectMessage.seal(text, SENT_AT, alice, bob.id(), random);

    @Benchmark
    public byte[] seal() {
        return SealedMessage.seal(padded, alice, bob.id(), random);
    }

    @Benchmark
    public SealedMessage.Opened open() throws Exception {
        return SealedMessage.open(sealed, bob);
    }

    @Benchmark
    public byte[] sealAllLayers() {
        return DirectMessage.seal(text, SENT_AT, alice, bob.id(), random);
    }

    @Benchmark
    public DirectMessage.Opened openAllLayers() throws Exception {
        return DirectMessage.open(stored, bob);
    }

    private AccountKeys account() {
        try (Secret entropy = AccountKeys.newEntropy(random)) {
            return AccountKeys.fromEntropy(entropy);
        }
    }
}
