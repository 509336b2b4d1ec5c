/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a data directory for one process alone, until it is closed or the process ends. */
record DataLock(FileChannel channel) implements AutoCloseable {

    /**
     * @throws IOException with a sentence for the operator if another one has it
     */
    static DataLock on(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        directory.resolve("in-use"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException _) {
            // Held by this very process: the same answer.
        }
        if (lock == null) {
            channel.close();
            throw new IOException(
                    "Another Snug is running with the data in "
                            + directory.toAbsolutePath()
                            + "; stop it first or set SNUG_DATA_DIR to another folder");
        }
        return new DataLock(channel);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
