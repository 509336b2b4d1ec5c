/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/** A TCP line to a server on this machine that a test can cut, slow down, or make fall silent. */
public final class WeakLine implements AutoCloseable {

    private enum State {
        GOOD,
        CUT,
        SILENT
    }

    private static final int CHUNK = 8192;

    private final ServerSocket entrance;
    private final IntSupplier exit;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile State state = State.GOOD;
    private volatile Duration delay = Duration.ZERO;

    /**
     * @param exit the server's port, which may change
     */
    public WeakLine(IntSupplier exit) throws IOException {
        this.exit = exit;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("weak-line").start(this::accept);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** Ends every connection, and every new one as it comes. */
    public void cut() {
        state = State.CUT;
        drop();
    }

    /** Connections stay, and nothing comes through. */
    public void silence() {
        state = State.SILENT;
    }

    /** Each piece takes so much longer, in both directions. */
    public void slow(Duration by) {
        delay = by;
    }

    /** Quick and whole again; what was lost stays lost. */
    public void mend() {
        if (state == State.SILENT) {
            drop();
        }
        state = State.GOOD;
        delay = Duration.ZERO;
    }

    private void drop() {
        open.forEach(WeakLine::close);
    }

    @Override
    public void close() {
        cut();
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket inner = entrance.accept();
                Thread.ofVirtual().start(() -> join(inner));
            } catch (IOException e) {
                if (!entrance.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void join(Socket inner) {
        open.add(inner);
        if (state == State.CUT) {
            close(inner);
            return;
        }
        try {
            Socket outer = new Socket(InetAddress.getLoopbackAddress(), exit.getAsInt());
            open.add(outer);
            Thread.ofVirtual().start(() -> pass(inner, outer));
            pass(outer, inner);
        } catch (IOException e) {
            close(inner);
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int size = in.read(chunk); size >= 0; size = in.read(chunk)) {
                Duration wait = delay;
                if (!wait.isZero()) {
                    LockSupport.parkNanos(wait.toNanos());
                }
                if (state == State.GOOD) {
                    out.write(chunk, 0, size);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // One end is gone, so the other goes.
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
