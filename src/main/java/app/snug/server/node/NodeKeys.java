/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Secret;
import app.snug.crypto.X25519KeyPair;
import app.snug.server.http.TlsCertificate;
import app.snug.server.secret.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/**
 * A node's identity: an Ed25519 key pair, the X25519 pair derived from it, and a certificate.
 * Closing wipes the secret halves.
 */
public final class NodeKeys implements AutoCloseable {

    private static final String SEED = "ed25519.seed";
    private static final String TLS_KEY = "tls.key";
    private static final String TLS_CERTIFICATE = "tls.crt";

    private final Ed25519KeyPair ed25519;
    private final X25519KeyPair x25519;
    private final TlsCertificate certificate;

    private NodeKeys(Ed25519KeyPair ed25519, TlsCertificate certificate) {
        this.ed25519 = ed25519;
        this.x25519 = ed25519.toX25519();
        this.certificate = certificate;
    }

    /** The keys of a given seed (32 bytes, stays the caller's) and a new certificate. */
    public static NodeKeys ofSeed(Secret seed, Instant now, SecureRandom random) {
        return new NodeKeys(Ed25519KeyPair.fromSeed(seed), TlsCertificate.generate(now, random));
    }

    /**
     * The keys in a directory, which only its owner can read; made on the first call.
     *
     * @throws IOException also if the files there are no keys
     */
    public static NodeKeys load(Path directory, Instant now, SecureRandom random)
            throws IOException {
        PrivateFile.createDirectory(directory);
        Path seedFile = directory.resolve(SEED);
        if (!Files.exists(seedFile)) {
            try (Secret seed = Secret.random(Ed25519KeyPair.SEED_SIZE, random)) {
                PrivateFile.write(seedFile, seed.copy());
            }
        }
        byte[] bytes = Files.readAllBytes(seedFile);
        if (bytes.length != Ed25519KeyPair.SEED_SIZE) {
            throw new IOException(seedFile + " is not a node's seed");
        }
        TlsCertificate certificate = certificate(directory, now, random);
        try (Secret seed = Secret.owning(bytes)) {
            return new NodeKeys(Ed25519KeyPair.fromSeed(seed), certificate);
        }
    }

    /**
     * @throws IOException with a sentence for people, if others can read the keys
     */
    static void requirePrivate(Path directory) throws IOException {
        for (String secret : List.of(SEED, TLS_KEY)) {
            PrivateFile.requirePrivate(directory.resolve(secret));
        }
    }

    public Ed25519KeyPair ed25519() {
        return ed25519;
    }

    public X25519KeyPair x25519() {
        return x25519;
    }

    TlsCertificate certificate() {
        return certificate;
    }

    private static TlsCertificate certificate(Path directory, Instant now, SecureRandom random)
            throws IOException {
        Path keyFile = directory.resolve(TLS_KEY);
        Path certificateFile = directory.resolve(TLS_CERTIFICATE);
        if (!Files.exists(keyFile) || !Files.exists(certificateFile)) {
            TlsCertificate fresh = TlsCertificate.generate(now, random);
            PrivateFile.write(keyFile, fresh.encodedKey());
            PrivateFile.write(certificateFile, fresh.encodedCertificate());
            return fresh;
        }
        try {
            return TlsCertificate.of(
                    Files.readAllBytes(keyFile), Files.readAllBytes(certificateFile));
        } catch (GeneralSecurityException e) {
            throw new IOException(keyFile + " and its certificate cannot be read", e);
        }
    }

    @Override
    public void close() {
        ed25519.close();
        x25519.close();
    }
}
