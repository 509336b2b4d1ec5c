/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that nobody uses, for servers that cannot take port 0. They lie below those that the system
 * gives to others, and every test process has a share of its own, so they stay free until they are
 * used, and while a server is down.
 */
public final class FreePorts {

    private static final int FIRST = 10_000;
    private static final int SHARES = 3;
    private static final int SHARE = 7_000;

    private FreePorts() {}

    public static int one() {
        return inARow(1);
    }

    /** The first of so many. */
    public static int inARow(int count) {
        int share = FIRST + Integer.getInteger("snug.test.fork", 1) % SHARES * SHARE;
        int first;
        do {
            first = ThreadLocalRandom.current().nextInt(share, share + SHARE - count);
        } while (!areFree(first, count));
        return first;
    }

    private static boolean areFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (!socket.isBound()) {
                    return false;
                }
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
