/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memory that request bodies share, in KiB. Large ones have a part that they can fill; small
 * ones have more, so that whoever sends large ones keeps nobody else from asking. No address gets
 * all of either.
 */
final class BodyMemory {

    /** Bodies up to here are small. */
    static final int SMALL_KIB = 256;

    private static final int COMMON_KIB = 64 << 10;
    private static final int RESERVE_KIB = 16 << 10;
    private static final int MAX_BODIES = 2_000;

    /** One address has at most this part of everything. */
    private static final int SHARE = 2;

    private static final class Client {
        int bodies;
        int common;
        int reserve;
    }

    private final Map<String, Client> clients = new HashMap<>();
    private int bodies;
    private int common;
    private int reserve;

    /** What one body takes. */
    final class Lease implements AutoCloseable {

        private final String address;
        private final boolean small;
        private int fromCommon;
        private int fromReserve;

        private Lease(String address, boolean small) {
            this.address = address;
            this.small = small;
        }

        /** Takes until it has so much; false if that is too much now. */
        boolean grow(int kib) {
            int wanted = kib - fromCommon - fromReserve;
            if (wanted <= 0) {
                return true;
            }
            synchronized (BodyMemory.this) {
                Client client = client(address);
                if (fits(client.common, common, wanted, COMMON_KIB)) {
                    take(client, wanted, 0);
                    return true;
                }
                if (small && fits(client.reserve, reserve, wanted, RESERVE_KIB)) {
                    take(client, 0, wanted);
                    return true;
                }
                return false;
            }
        }

        private void take(Client client, int ofCommon, int ofReserve) {
            client.common += ofCommon;
            client.reserve += ofReserve;
            common += ofCommon;
            reserve += ofReserve;
            fromCommon += ofCommon;
            fromReserve += ofReserve;
        }

        @Override
        public void close() {
            synchronized (BodyMemory.this) {
                Client client = client(address);
                take(client, -fromCommon, -fromReserve);
                bodies--;
                if (--client.bodies == 0) {
                    clients.remove(address);
                }
            }
        }
    }

    /**
     * For a body of which nothing has come yet.
     *
     * @param length as said; below 0 if it was not
     * @return null if there are too many bodies already
     */
    @Nullable Lease lease(String address, long length) {
        synchronized (this) {
            if (!fits(client(address).bodies, bodies, 1, MAX_BODIES)) {
                return null;
            }
            client(address).bodies++;
            bodies++;
        }
        return new Lease(address, length >= 0 && length <= (long) SMALL_KIB << 10);
    }

    private static boolean fits(int ofClient, int ofAll, int wanted, int most) {
        return ofAll + wanted <= most && ofClient + wanted <= most / SHARE;
    }

    private Client client(String address) {
        return clients.computeIfAbsent(address, unused -> new Client());
    }
}
