/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.crypto.Blake2b;
import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.messenger.OwnerId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's own 32-byte key: 64 hexadecimal digits in a file, never in the database. It opens
 * the vaults of members who stay connected, and vouches for what browsers keep.
 */
public final class ServerKey implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerKey.class);
    private static final int SIZE = 32;
    private static final int LARGEST_FILE = 256;
    private static final String VAULTS = "snug/server/vaults/1";
    private static final String TAGS = "snug/server/tags/1";
    private static final String ROW = "member/vault_by_server";

    private final Secret vaults;
    private final Secret tags;

    ServerKey(Secret master) {
        this.vaults = SubKey.of(master, VAULTS);
        this.tags = SubKey.of(master, TAGS);
    }

    /**
     * The key in the data directory, made with the first start.
     *
     * @throws IOException with a sentence for the operator
     */
    static ServerKey in(Path dataDir, SecureRandom random) throws IOException {
        Path file = dataDir.resolve("server.key");
        if (!Files.exists(file)) {
            create(file, random);
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        permissions.removeAll(PosixFilePermissions.fromString("rwx------"));
        if (!permissions.isEmpty()) {
            LOG.warn("{} can be read by other users of this machine; run chmod 600 on it", file);
        }
        return read(file);
    }

    /**
     * The key in a file that somebody else provides.
     *
     * @throws IOException with a sentence for the operator
     */
    static ServerKey read(Path file) throws IOException {
        byte[] text;
        try (var in = Files.newInputStream(file)) {
            text = in.readNBytes(LARGEST_FILE);
        } catch (IOException e) {
            throw new IOException("The server key cannot be read from " + file, e);
        }
        try {
            byte[] key =
                    HexFormat.of().parseHex(new String(text, StandardCharsets.US_ASCII).strip());
            if (key.length != SIZE) {
                throw new IllegalArgumentException();
            }
            try (Secret master = Secret.owning(key)) {
                return new ServerKey(master);
            }
        } catch (IllegalArgumentException e) {
            // Without the cause, which would quote the file.
            throw new IOException(
                    "The server key in " + file + " is damaged: 64 hexadecimal digits are wanted");
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    byte[] wrap(OwnerId owner, Secret vaultKey, SecureRandom random) {
        byte[] plain = vaultKey.copy();
        try {
            return Sealing.seal(vaults, owner, ROW, plain, random);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * @throws DecryptionException if it was wrapped by another key
     */
    Secret unwrap(OwnerId owner, byte[] wrapped) throws DecryptionException {
        return Secret.owning(Sealing.open(vaults, owner, ROW, wrapped));
    }

    /**
     * A tag of 32 bytes that only this server can make.
     *
     * @param purpose tags for one purpose are worthless for another
     */
    public byte[] tag(String purpose, String value) {
        try (Secret forPurpose = SubKey.of(tags, purpose)) {
            byte[] key = forPurpose.copy();
            try {
                return Blake2b.keyed(SIZE, key, value.getBytes(StandardCharsets.UTF_8));
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        }
    }

    @Override
    public void close() {
        vaults.close();
        tags.close();
    }

    /** Whole or not at all: a half-written key would lock every vault. */
    private static void create(Path file, SecureRandom random) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh =
                Files.createTempFile(
                        file.toAbsolutePath().getParent(),
                        "server-key-",
                        "",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        byte[] key = new byte[SIZE];
        random.nextBytes(key);
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.write(
                    ByteBuffer.wrap(
                            (HexFormat.of().formatHex(key) + "\n")
                                    .getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
