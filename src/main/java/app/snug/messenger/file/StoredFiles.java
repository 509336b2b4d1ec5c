/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.file;

import app.snug.crypto.Secret;
import app.snug.messenger.Content;
import app.snug.messenger.OwnerId;
import app.snug.messenger.VaultLockedException;
import app.snug.messenger.Vaults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Members' files: {@code OWNER/ID}, sealed under the owner's vault. A file is written under another
 * name, forced to disk and then named, so it is whole or not there. Reading and writing need the
 * vault to be open, removing does not.
 */
public final class StoredFiles {

    private static final String UNFINISHED = ".new";

    /** A file is there before the row that names it: a younger one may still get its row. */
    private static final Duration TO_BE_NAMED = Duration.ofHours(1);

    private final Path root;
    private final Vaults vaults;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * @param root made if missing
     */
    public StoredFiles(Path root, Vaults vaults, InstantSource clock, SecureRandom random) {
        this.root = root;
        this.vaults = vaults;
        this.clock = clock;
        this.random = random;
    }

    /**
     * On disk when this returns; takes the place of an older one.
     *
     * @throws VaultLockedException if the owner has to log in first
     */
    public void write(OwnerId owner, StoredFileId id, byte[] plain) throws IOException {
        Path folder = folder(owner);
        createPrivate(folder);
        Path fresh = Files.createTempFile(folder, id.value() + ".", UNFINISHED);
        try (Secret key = key(owner, id)) {
            fill(fresh, Chunks.fresh(id.value(), plain.length, random), key, plain);
            Files.move(fresh, folder.resolve(id.value()), StandardCopyOption.ATOMIC_MOVE);
            force(folder);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void fill(Path file, Chunks chunks, Secret key, byte[] plain)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            writeAll(channel, chunks.head());
            for (long number = 0; number < chunks.count(); number++) {
                int from = (int) number * Chunks.PLAIN;
                byte[] part = Arrays.copyOfRange(plain, from, from + chunks.length(number));
                writeAll(channel, chunks.seal(key, number, part));
                Arrays.fill(part, (byte) 0);
            }
            channel.force(true);
        }
    }

    private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** The new name too is to outlive a power cut. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * To read; empty if it is not there.
     *
     * @throws Content.DamagedException if what lies there is no file of ours
     * @throws VaultLockedException if the owner has to log in first
     */
    public Optional<Content> open(OwnerId owner, StoredFileId id) throws IOException {
        Secret key = key(owner, id);
        try {
            return Optional.of(SealedContent.open(folder(owner).resolve(id.value()), id, key));
        } catch (NoSuchFileException e) {
            key.close();
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            key.close();
            throw e;
        }
    }

    private Secret key(OwnerId owner, StoredFileId id) {
        return vaults.of(owner).fileKey(id.value());
    }

    public void delete(OwnerId owner, StoredFileId id) throws IOException {
        Files.deleteIfExists(folder(owner).resolve(id.value()));
    }

    /** All files of an owner who leaves. */
    public void deleteAll(OwnerId owner) throws IOException {
        for (Path file : list(folder(owner))) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder(owner));
    }

    /**
     * Removes what broke off, and what nothing names any more.
     *
     * @param isNamed whether a file is in use; asked for those that are older than an hour
     */
    public void sweep(BiPredicate<OwnerId, StoredFileId> isNamed) throws IOException {
        FileTime before = FileTime.from(clock.instant().minus(TO_BE_NAMED));
        for (Path folder : list(root)) {
            Optional<OwnerId> owner = owner(folder);
            if (owner.isEmpty() || !Files.isDirectory(folder)) {
                continue;
            }
            for (Path file : list(folder)) {
                String name = String.valueOf(file.getFileName());
                boolean named =
                        StoredFileId.isOne(name)
                                && !name.endsWith(UNFINISHED)
                                && isNamed.test(owner.get(), new StoredFileId(name));
                if (!named && isOlder(file, before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isOlder(Path file, FileTime time) throws IOException {
        try {
            return Files.getLastModifiedTime(file).compareTo(time) < 0;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static Optional<OwnerId> owner(Path folder) {
        try {
            return Optional.of(new OwnerId(UUID.fromString(String.valueOf(folder.getFileName()))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.toList();
        }
    }

    private Path folder(OwnerId owner) {
        return root.resolve(owner.value().toString());
    }

    private static void createPrivate(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }
}
