/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import java.io.IOException;
import java.io.OutputStream;

/** Writes piece by piece, and looks at the clock before each. */
final class PacedOutput extends OutputStream {

    private static final int PIECE = 16 << 10;

    private final OutputStream out;
    private final Pace.Watch watch;
    private long written;

    PacedOutput(OutputStream out, Pace pace) {
        this.out = out;
        this.watch = pace.start();
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int at = 0; at < length; at += PIECE) {
            watch.check(written);
            int piece = Math.min(PIECE, length - at);
            out.write(bytes, from + at, piece);
            written += piece;
        }
    }
}
