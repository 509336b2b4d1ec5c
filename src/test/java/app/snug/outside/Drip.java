/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.outside;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A line to a server that lets one byte in a while through, once it is told to. */
final class Drip implements AutoCloseable {

    private static final int MILLIS_A_BYTE = 50;

    private final InetSocketAddress server;
    private final BooleanSupplier slow;
    private final ServerSocket listening;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param slow whether answers drip by now
     */
    Drip(InetSocketAddress server, BooleanSupplier slow) throws IOException {
        this.server = server;
        this.slow = slow;
        this.listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    private void serve() {
        try (Socket here = listening.accept();
                Socket there = new Socket(server.getAddress(), server.getPort())) {
            Thread.ofVirtual().start(() -> ask(here, there));
            InputStream answers = there.getInputStream();
            for (int next = answers.read(); next >= 0; next = answers.read()) {
                here.getOutputStream().write(next);
                if (slow.getAsBoolean() && closed.await(MILLIS_A_BYTE, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            // Whoever asked has gone.
            return;
        }
    }

    private static void ask(Socket here, Socket there) {
        try {
            here.getInputStream().transferTo(there.getOutputStream());
        } catch (IOException e) {
            // The line has ended.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listening.close();
    }
}
