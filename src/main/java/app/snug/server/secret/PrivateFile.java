/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Files with secrets, which only their owner can read. */
public final class PrivateFile {

    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private PrivateFile() {}

    public static void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, attributes(directory, "rwx------"));
    }

    /** Whole or not at all, on disk; takes the place of an older one; wipes the array. */
    public static void write(Path file, byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        fill(fresh, bytes);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * A new file; wipes the array.
     *
     * @throws IOException with a sentence for people, if there is one already: it is left alone
     */
    public static void create(Path file, byte[] bytes) throws IOException {
        try {
            fill(file, bytes);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("There is a key in " + file + " already; it stays as it is.", e);
        }
    }

    private static void fill(Path fresh, byte[] bytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        attributes(fresh, "rw-------"))) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /**
     * The bytes of a file that nobody else can read.
     *
     * @param size that it must have
     * @throws IOException with a sentence for people
     */
    public static byte[] read(Path file, int size) throws IOException {
        try {
            requirePrivate(file);
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length != size) {
                Arrays.fill(bytes, (byte) 0);
                throw new IOException(file + " holds no key, or a damaged one.");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new IOException("There is no key in " + file + ".", e);
        } catch (java.nio.file.AccessDeniedException e) {
            throw new IOException(
                    file + " may not be read by this user; it belongs to another one.", e);
        }
    }

    /**
     * @throws IOException with a sentence for people, if others than the owner can use the file
     */
    public static void requirePrivate(Path file) throws IOException {
        if (!isPosix(file)) {
            return;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.exists(file)) {
            throw new IOException(file + " is no file with a key.");
        }
        if (!OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException(
                    "The key in %s can be read or changed by others. If nobody has, make it yours alone: chmod 600 %s"
                            .formatted(file, file));
        }
    }

    private static FileAttribute<?>[] attributes(Path path, String permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
