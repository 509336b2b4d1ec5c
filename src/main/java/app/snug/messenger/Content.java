/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.io.IOException;
import java.io.OutputStream;

/** The bytes of a kept file, from any place on. For one thread; to be closed. */
public interface Content extends AutoCloseable {

    /** In bytes. */
    long size();

    /**
     * Writes a part; only what is asked for is unsealed.
     *
     * @param from first byte, 0 to {@link #size}
     * @param length not beyond the end
     * @throws DamagedException if what is kept was altered; nothing of an altered part is written
     */
    void copy(long from, long length, OutputStream to) throws IOException;

    @Override
    void close();

    /** What lies on the disk is not what was put there, or is another file's. */
    final class DamagedException extends IOException {

        private static final long serialVersionUID = 1;

        public DamagedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
