/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.engines.ChaCha7539Engine;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our primitives and BouncyCastle's, which share no code, on the same inputs. */
class SecondOpinionTest {

    /** Inputs of every size around block borders; the same in each run. */
    static Stream<byte[]> inputs() {
        Random random = new Random(7);
        return IntStream.of(0, 1, 31, 32, 63, 64, 65, 127, 128, 129, 1000, 70_000)
                .mapToObj(size -> {
                    byte[] bytes = new byte[size];
                    random.nextBytes(bytes);
                    return bytes;
                });
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void bothHashAlike(byte[] input) {
        byte[] key = Arrays.copyOf("key".getBytes(StandardCharsets.US_ASCII), 32);
        for (int size : new int[] {24, 32, 64}) {
            Blake2bDigest keyed = new Blake2bDigest(key, size, null, null);
            assertThat(hex(Blake2b.keyed(size, key, input))).isEqualTo(hex(digest(keyed, input)));
            Blake2bDigest plain = new Blake2bDigest(8 * size);
            assertThat(hex(Blake2b.hash(size, input))).isEqualTo(hex(digest(plain, input)));
        }
        byte[] personal = "snug-second-pers".getBytes(StandardCharsets.US_ASCII);
        Blake2bDigest personalised = new Blake2bDigest(key, 32, new byte[16], personal);
        assertThat(hex(Blake2b.personal(32, key, personal, input)))
                .isEqualTo(hex(digest(personalised, input)));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void bothSignAlikeAndBelieveEachOther(byte[] input) {
        byte[] seed = Blake2b.hash(32, input);
        Ed25519Signer other = new Ed25519Signer();
        other.init(true, new Ed25519PrivateKeyParameters(seed));
        other.update(input, 0, input.length);
        byte[] theirs = other.generateSignature();
        try (Secret secret = Secret.copyOf(seed);
                Ed25519KeyPair pair = Ed25519KeyPair.fromSeed(secret)) {
            assertThat(hex(pair.sign(input))).isEqualTo(hex(theirs));
            assertThat(pair.publicKey().verify(input, theirs)).isTrue();
            theirs[40] ^= 1;
            assertThat(pair.publicKey().verify(input, theirs)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void bothStreamAlike(byte[] input) {
        byte[] key = Blake2b.hash(32, input);
        byte[] nonce = Arrays.copyOf(key, ChaCha20.NONCE_SIZE);
        ChaCha7539Engine other = new ChaCha7539Engine();
        other.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        byte[] theirs = new byte[input.length];
        other.processBytes(theirs.clone(), 0, theirs.length, theirs, 0);
        try (Secret secret = Secret.copyOf(key)) {
            assertThat(ChaCha20.keystream(secret, nonce, input.length)).isEqualTo(theirs);
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void bothAgreeOnASharedPoint(byte[] input) throws DecryptionException {
        byte[] a = Blake2b.hash(32, input);
        byte[] b = Blake2b.hash(32, a);
        byte[] theirs = new byte[32];
        new X25519PrivateKeyParameters(a)
                .generateSecret(
                        new X25519PublicKeyParameters(
                                new X25519PrivateKeyParameters(b).generatePublicKey().getEncoded()),
                        theirs,
                        0);
        try (Secret mine = Secret.copyOf(a);
                Secret other = Secret.copyOf(b);
                X25519KeyPair own = X25519KeyPair.fromSecret(mine);
                X25519KeyPair peer = X25519KeyPair.fromSecret(other);
                Secret shared = own.agree(peer.publicKey())) {
            assertThat(hex(shared.copy())).isEqualTo(hex(theirs));
        }
    }

    @Test
    void bothMakeTheSameKeyOfAPassphrase() {
        byte[] passphrase = "a warm lamp".getBytes(StandardCharsets.UTF_8);
        byte[] salt = Arrays.copyOf("salt".getBytes(StandardCharsets.US_ASCII), 16);
        Argon2BytesGenerator other = new Argon2BytesGenerator();
        other.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withIterations(3)
                        .withMemoryAsKB(1024)
                        .withParallelism(1)
                        .withSalt(salt)
                        .build());
        byte[] theirs = new byte[32];
        other.generateBytes(passphrase, theirs);
        try (Secret secret = Secret.copyOf(passphrase);
                Secret ours =
                        Argon2id.derive(secret, salt, new Argon2id.Cost(3, 1024 * 1024), 32)) {
            assertThat(hex(ours.copy())).isEqualTo(hex(theirs));
        }
    }

    private static byte[] digest(Blake2bDigest digest, byte[] input) {
        byte[] out = new byte[digest.getDigestSize()];
        digest.update(input, 0, input.length);
        digest.doFinal(out, 0);
        return out;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
