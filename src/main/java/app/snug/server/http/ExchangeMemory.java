/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The memory that bodies and answers share. Large ones have a part that they can fill; small ones
 * have more, so that whoever sends or asks for large ones keeps nobody else from asking. No address
 * gets all of either.
 */
final class ExchangeMemory {

    /** What is up to here is small. */
    static final long SMALL = 256 << 10;

    /** One address can have two of the largest at once. */
    private static final long LEAST = 48L << 20;

    /** Of a node that waits for the next one the heap holds a body about five times. */
    private static final int PART_OF_HEAP = 10;

    private static final int RESERVE = 4;
    private static final int MAX_EXCHANGES = 2_000;

    /** One address has at most this part of everything. */
    private static final int SHARE = 2;

    private static final class Client {
        int exchanges;
        long common;
        long reserve;
    }

    private final long mostCommon;
    private final long mostReserve;
    private final long patience;
    private final Map<String, Client> clients = new HashMap<>();
    private int exchanges;
    private long common;
    private long reserve;

    /**
     * @param bytes for large ones; small ones have a quarter of it besides
     * @param patience until an answer finds room
     */
    ExchangeMemory(long bytes, Duration patience) {
        this.mostCommon = bytes;
        this.mostReserve = bytes / RESERVE;
        this.patience = patience.toNanos();
    }

    /** What this process can spare. */
    static long ofHeap() {
        return Math.max(LEAST, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    /** What one exchange takes: first its body, then its answer. */
    final class Lease implements Room, AutoCloseable {

        private final String address;
        private final boolean small;
        private long fromCommon;
        private long fromReserve;

        private Lease(String address, boolean small) {
            this.address = address;
            this.small = small;
        }

        /** For a part of the body; waiting for more would keep from others what it has. */
        void takeNow(long bytes) throws BusyException {
            synchronized (ExchangeMemory.this) {
                if (!finds(bytes, small)) {
                    throw new BusyException();
                }
            }
        }

        @Override
        public void take(long bytes) throws BusyException {
            long end = System.nanoTime() + patience;
            synchronized (ExchangeMemory.this) {
                if (bytes > SMALL && fromCommon + bytes > mostCommon / SHARE) {
                    // It would wait in vain, for what it has itself.
                    throw new BusyException();
                }
                while (!finds(bytes, bytes <= SMALL)) {
                    await(end - System.nanoTime());
                }
            }
        }

        private void await(long nanos) throws BusyException {
            if (nanos <= 0) {
                throw new BusyException();
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(ExchangeMemory.this, nanos);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BusyException();
            }
        }

        /** So much from now on: what it has above that is given back, what lacks is taken. */
        void hold(long bytes) throws BusyException {
            long lacking;
            synchronized (ExchangeMemory.this) {
                lacking = bytes - fromCommon - fromReserve;
                if (lacking < 0) {
                    long ofReserve = Math.min(-lacking, fromReserve);
                    move(lacking + ofReserve, -ofReserve);
                    return;
                }
            }
            take(lacking);
        }

        private boolean finds(long bytes, boolean evenOfReserve) {
            Client client = client(address);
            if (fits(client.common, common, bytes, mostCommon)) {
                move(bytes, 0);
                return true;
            }
            if (evenOfReserve && fits(client.reserve, reserve, bytes, mostReserve)) {
                move(0, bytes);
                return true;
            }
            return false;
        }

        private void move(long ofCommon, long ofReserve) {
            Client client = client(address);
            client.common += ofCommon;
            client.reserve += ofReserve;
            common += ofCommon;
            reserve += ofReserve;
            fromCommon += ofCommon;
            fromReserve += ofReserve;
            if (ofCommon < 0 || ofReserve < 0) {
                ExchangeMemory.this.notifyAll();
            }
        }

        @Override
        public void close() {
            synchronized (ExchangeMemory.this) {
                move(-fromCommon, -fromReserve);
                exchanges--;
                Client client = client(address);
                if (--client.exchanges == 0) {
                    clients.remove(address);
                }
            }
        }
    }

    /**
     * For an exchange of which nothing but the head has come yet.
     *
     * @param length of its body as said; below 0 if it was not
     * @throws BusyException if there are too many already
     */
    Lease lease(String address, long length) throws BusyException {
        synchronized (this) {
            Client client = client(address);
            if (!fits(client.exchanges, exchanges, 1, MAX_EXCHANGES)) {
                throw new BusyException();
            }
            client.exchanges++;
            exchanges++;
        }
        return new Lease(address, length >= 0 && length <= SMALL);
    }

    private static boolean fits(long ofClient, long ofAll, long wanted, long most) {
        return ofAll + wanted <= most && ofClient + wanted <= most / SHARE;
    }

    private Client client(String address) {
        return clients.computeIfAbsent(address, unused -> new Client());
    }
}
