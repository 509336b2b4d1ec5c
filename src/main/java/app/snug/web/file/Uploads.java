/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import app.snug.messenger.Drafts;
import app.snug.messenger.FileRefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Takes files from browsers into memory, a few at a time: on the disk they would lie open until
 * they are sealed.
 */
@Component
final class Uploads {

    /** Each has up to 10 MB in memory. */
    private static final int AT_ONCE = 6;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BUFFER = 64 << 10;

    private final Semaphore places = new Semaphore(AT_ONCE, true);

    /** Something that is done while there is a place. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException, FileRefusedException;
    }

    /**
     * @throws IOException if too many others are at it
     */
    <T> T inTurn(Work<T> work) throws IOException, FileRefusedException {
        try {
            if (!places.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("Too many files are coming in");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The server stops", e);
        }
        try {
            return work.run();
        } finally {
            places.release();
        }
    }

    /**
     * All of a body.
     *
     * @param length as the browser says; −1 if it does not
     * @throws FileRefusedException if it is longer than a file may be; then not all of it was read
     */
    static byte[] read(InputStream body, long length) throws IOException, FileRefusedException {
        if (length > Drafts.MAX_SIZE) {
            throw new FileRefusedException(length - Drafts.MAX_SIZE);
        }
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(length < 0 ? BUFFER : (int) Math.max(1, length));
        byte[] buffer = new byte[BUFFER];
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            bytes.write(buffer, 0, count);
            if (bytes.size() > Drafts.MAX_SIZE) {
                throw new FileRefusedException((long) bytes.size() - Drafts.MAX_SIZE);
            }
        }
        return bytes.toByteArray();
    }
}
