/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Ports that nobody uses, for servers that cannot take port 0. They lie below those that the system
 * gives to others, every test process has a share of its own, and none is given twice, so they stay
 * free until they are used, and while a server is down.
 */
public final class FreePorts {

    private static final int FIRST = 10_000;
    private static final int SHARES = 3;
    private static final int SHARE = 7_000;

    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    public static int one() {
        return inARow(1);
    }

    /** The first of so many. */
    public static synchronized int inARow(int count) {
        int share = FIRST + Integer.getInteger("snug.test.fork", 1) % SHARES * SHARE;
        while (true) {
            int first = ThreadLocalRandom.current().nextInt(share, share + SHARE - count);
            List<Integer> row = IntStream.range(first, first + count).boxed().toList();
            if (row.stream().allMatch(FreePorts::isFree)) {
                GIVEN.addAll(row);
                return first;
            }
        }
    }

    private static boolean isFree(int port) {
        if (GIVEN.contains(port)) {
            return false;
        }
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
