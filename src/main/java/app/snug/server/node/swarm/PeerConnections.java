/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import app.snug.server.http.AnswerReader;
import app.snug.server.http.BusyException;
import app.snug.server.http.Room;
import app.snug.server.node.swarm.PeerException.Kind;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * HTTPS connections to other nodes, kept open between requests. Certificates are not looked at:
 * nodes have throw-away ones, and every request and answer is signed by the node's own key.
 */
public final class PeerConnections implements AutoCloseable {

    /** Requests under way to one node; many of them may be kept waiting there. */
    private static final int MAX_PER_PEER = 512;

    private static final long IDLE_NANOS = Duration.ofSeconds(30).toNanos();

    private static final class Peer {
        final Deque<PeerConnection> idle = new ArrayDeque<>();
        final Semaphore permits = new Semaphore(MAX_PER_PEER);
    }

    private record Address(String host, int port) {}

    private final Duration patience;
    private final SSLSocketFactory tls;
    private final ScheduledThreadPoolExecutor timer;
    private final Map<Address, Peer> peers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public PeerConnections() {
        this(Duration.ofSeconds(10));
    }

    /**
     * @param patience how long an answer may take that nobody waits for
     */
    public PeerConnections(Duration patience) {
        this.patience = patience;
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new AnyCertificate()}, null);
            this.tls = context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No TLS", e);
        }
        this.timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("peer-timer").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.scheduleWithFixedDelay(this::closeIdle, 10, 10, TimeUnit.SECONDS);
    }

    Duration patience() {
        return patience;
    }

    /** One request of this process's own, and its answer. */
    public AnswerReader.Answer post(
            String host,
            int port,
            String path,
            Map<String, String> headers,
            byte[] body,
            Duration timeout)
            throws PeerException {
        return post(host, port, path, headers, body, timeout, Room.UNCOUNTED);
    }

    /**
     * One request and its answer.
     *
     * @param timeout for everything together
     * @param room for the answer
     */
    public AnswerReader.Answer post(
            String host,
            int port,
            String path,
            Map<String, String> headers,
            byte[] body,
            Duration timeout,
            Room room)
            throws PeerException {
        Address address = new Address(host, port);
        Peer peer = peers.computeIfAbsent(address, unused -> new Peer());
        if (closed || !peer.permits.tryAcquire()) {
            throw new PeerException(Kind.CONGESTED, "Too many requests under way");
        }
        try {
            long end = System.nanoTime() + timeout.toNanos();
            PeerConnection reused = take(peer);
            if (reused != null) {
                try {
                    return exchange(reused, peer, path, headers, body, end, room);
                } catch (PeerConnection.StaleException e) {
                    // The other side closed it while it was idle: nothing of the request was seen.
                }
            }
            PeerConnection fresh = new PeerConnection(address.host(), address.port());
            return exchange(fresh, peer, path, headers, body, end, room);
        } catch (BusyException e) {
            throw new PeerException(Kind.CONGESTED, "No memory for the answer");
        } catch (AnswerReader.MalformedException e) {
            throw new PeerException(Kind.GARBAGE, "Not an HTTP answer");
        } catch (IOException e) {
            throw new PeerException(Kind.SILENT, "No answer");
        } finally {
            peer.permits.release();
        }
    }

    private AnswerReader.Answer exchange(
            PeerConnection connection,
            Peer peer,
            String path,
            Map<String, String> headers,
            byte[] body,
            long end,
            Room room)
            throws IOException {
        Future<?> alarm =
                timer.schedule(connection::abort, end - System.nanoTime(), TimeUnit.NANOSECONDS);
        boolean whole = false;
        try {
            if (!connection.isOpen()) {
                connection.open(tls);
            }
            AnswerReader.Answer response = connection.post(path, headers, body, room);
            whole = alarm.cancel(false) && response.keepsAlive();
            return response;
        } finally {
            if (whole) {
                giveBack(peer, connection);
            } else {
                alarm.cancel(false);
                connection.abort();
            }
        }
    }

    private static @Nullable PeerConnection take(Peer peer) {
        synchronized (peer.idle) {
            return peer.idle.pollFirst();
        }
    }

    private void giveBack(Peer peer, PeerConnection connection) {
        connection.idleSince = System.nanoTime();
        synchronized (peer.idle) {
            if (!closed) {
                peer.idle.addFirst(connection);
                return;
            }
        }
        connection.abort();
    }

    private void closeIdle() {
        long now = System.nanoTime();
        for (Peer peer : peers.values()) {
            synchronized (peer.idle) {
                Iterator<PeerConnection> longest = peer.idle.descendingIterator();
                while (longest.hasNext()) {
                    PeerConnection connection = longest.next();
                    if (!closed && now - connection.idleSince < IDLE_NANOS) {
                        break;
                    }
                    longest.remove();
                    connection.abort();
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        closeIdle();
    }
}
