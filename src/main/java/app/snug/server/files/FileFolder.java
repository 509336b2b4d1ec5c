/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.files;

import app.snug.protocol.attachment.FileId;
import app.snug.server.http.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The bytes, one file each, in folders by the first two characters of the id. */
final class FileFolder {

    private static final int PREFIX = 2;
    private static final String UNFINISHED = ".new";

    private final Path root;

    FileFolder(Path root) throws IOException {
        this.root = Files.createDirectories(root);
    }

    /** Whole and on disk, or not at all. */
    void write(FileId id, byte[] bytes) throws IOException {
        Path folder = folder(id);
        create(folder);
        Path fresh = Files.createTempFile(root, id.value(), UNFINISHED);
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(fresh, file(id), StandardCopyOption.ATOMIC_MOVE);
            force(folder);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
    }

    /** One at a time: nobody writes into a folder that a power cut could still take away. */
    private synchronized void create(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder);
            force(root);
        }
    }

    /** New names too are to outlive a power cut. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    Optional<Content> content(FileId id) throws IOException {
        Path file = file(id);
        try {
            return Optional.of(new StoredContent(file, Files.size(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    boolean has(FileId id) {
        return Files.exists(file(id));
    }

    void delete(FileId id) throws IOException {
        Files.deleteIfExists(file(id));
    }

    /** Bytes that the disk has left. */
    long free() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    /** Removes what a broken-off upload left behind. */
    void clean() throws IOException {
        for (Path file : list(root)) {
            if (name(file).endsWith(UNFINISHED) && Files.isRegularFile(file)) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** All there are. What else lies here, as in the root of a disk, is not looked into. */
    List<FileId> ids() throws IOException {
        List<FileId> ids = new ArrayList<>();
        for (Path folder : list(root)) {
            if (FileId.isOne(name(folder)) && Files.isDirectory(folder)) {
                list(folder).stream()
                        .map(FileFolder::name)
                        .filter(FileId::isOne)
                        .map(FileId::new)
                        .filter(id -> Files.isRegularFile(file(id)))
                        .forEach(ids::add);
            }
        }
        return ids;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private Path folder(FileId id) {
        String name = id.value();
        return root.resolve(name.substring(0, Math.min(PREFIX, name.length())));
    }

    private Path file(FileId id) {
        return folder(id).resolve(id.value());
    }
}
