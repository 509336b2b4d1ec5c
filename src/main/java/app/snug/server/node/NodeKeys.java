/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Secret;
import app.snug.crypto.X25519KeyPair;
import app.snug.server.node.http.TlsCertificate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

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
        createDirectory(directory);
        Path seedFile = directory.resolve(SEED);
        if (!Files.exists(seedFile)) {
            try (Secret seed = Secret.random(Ed25519KeyPair.SEED_SIZE, random)) {
                write(seedFile, seed.copy());
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
            write(keyFile, fresh.encodedKey());
            write(certificateFile, fresh.encodedCertificate());
            return fresh;
        }
        try {
            return TlsCertificate.of(
                    Files.readAllBytes(keyFile), Files.readAllBytes(certificateFile));
        } catch (GeneralSecurityException e) {
            throw new IOException(keyFile + " and its certificate cannot be read", e);
        }
    }

    private static void createDirectory(Path directory) throws IOException {
        if (isPosix(directory)) {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(directory);
        }
    }

    /** Whole or not at all, on disk, readable by the owner only; wipes the array. */
    private static void write(Path file, byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        FileAttribute<?>[] attributes =
                isPosix(file)
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        attributes)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    @Override
    public void close() {
        ed25519.close();
        x25519.close();
    }
}
