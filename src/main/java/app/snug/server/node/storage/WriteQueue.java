/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: everything that arrives while one transaction is being written to disk goes into
 * the next one together. Only one transaction runs at a time, so message ids appear in the order in
 * which they are numbered, and a reader's cursor never passes a message still to come.
 */
final class WriteQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WriteQueue.class);

    private static final int MAX_BATCH = 1_000;
    private static final long MAX_WAITING = 64L << 20;
    private static final long CLOSE_PATIENCE_MS = 10_000;

    /** A transaction of so many waits for no more. */
    private static final int ENOUGH = 32;

    private static final long GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final DataSource database;
    private final InstantSource clock;
    private final LinkedBlockingQueue<Write> waiting = new LinkedBlockingQueue<>();
    private final Arrivals arrivals = new Arrivals();
    private final ReadCache cache = new ReadCache();
    private final Usage usage;
    private final AtomicLong weight = new AtomicLong();
    private final Thread writer;
    private volatile boolean closed;

    /** So many, besides the first, make a transaction worth its while. */
    private volatile int gathered;

    /** Used by the writer alone. */
    private @Nullable Connection connection;

    WriteQueue(DataSource database, InstantSource clock, Usage usage) {
        this.database = database;
        this.clock = clock;
        this.usage = usage;
        this.writer = Thread.ofPlatform().name("swarm-writer").daemon().start(this::run);
    }

    Arrivals arrivals() {
        return arrivals;
    }

    ReadCache cache() {
        return cache;
    }

    Usage usage() {
        return usage;
    }

    /** False if the store is closed or too much is waiting already. */
    boolean offer(Write write) {
        if (closed) {
            return false;
        }
        if (weight.addAndGet(write.weight()) > MAX_WAITING) {
            weight.addAndGet(-write.weight());
            return false;
        }
        waiting.add(write);
        if (waiting.size() == gathered) {
            LockSupport.unpark(writer);
        }
        return true;
    }

    private void run() {
        List<Write> batch = new ArrayList<>(MAX_BATCH);
        try {
            write(batch);
        } finally {
            giveBack(true);
        }
    }

    private void write(List<Write> batch) {
        while (!closed || !waiting.isEmpty()) {
            try {
                Write first = waiting.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    giveBack(true);
                    continue;
                }
                batch.add(first);
                gather();
                waiting.drainTo(batch, MAX_BATCH - 1);
                gathered = Math.min(batch.size(), ENOUGH) - 1;
                commit(batch);
            } catch (InterruptedException e) {
                // Only close() ends this thread, after what is waiting has been written.
                continue;
            } finally {
                weight.addAndGet(-batch.stream().mapToLong(Write::weight).sum());
                batch.clear();
            }
        }
    }

    /**
     * A transaction takes the processor as long as dozens of messages do. Those whose writes were
     * in the last one are likely to come back; so it waits for as many, for a moment.
     */
    private void gather() {
        long end = System.nanoTime() + GATHERING_NANOS;
        for (long left = GATHERING_NANOS;
                left > 0 && waiting.size() < gathered;
                left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    private void commit(List<Write> writes) {
        List<Work> works = works(writes, clock.millis());
        try {
            commitTogether(works);
        } catch (SQLException | RuntimeException e) {
            LOG.error("{} writes failed: {}", writes.size(), e.getMessage());
            List<Work> pieces = works.stream().flatMap(w -> w.pieces().stream()).toList();
            pieces.forEach(piece -> commitAlone(piece, pieces.size() > 1, e));
        }
    }

    /** In the order of arrival; messages side by side as one piece. */
    private List<Work> works(List<Write> writes, long now) {
        List<Work> works = new ArrayList<>();
        List<Write.OfMessage> together = new ArrayList<>();
        for (Write write : writes) {
            if (write instanceof Write.OfMessage ofMessage) {
                together.add(ofMessage);
                continue;
            }
            if (!together.isEmpty()) {
                works.add(new WriteBatch(List.copyOf(together), arrivals, usage, now));
                together.clear();
            }
            works.add(
                    switch (write) {
                        case Write.Alter alter -> new AlterationWork(alter, usage, now);
                        case Write.SettleOrder settle -> new Settlement(settle, usage);
                        case Write.OfMessage unreachable -> throw new IllegalStateException();
                    });
        }
        if (!together.isEmpty()) {
            works.add(new WriteBatch(List.copyOf(together), arrivals, usage, now));
        }
        return works;
    }

    /** One write that the database refuses must not take the others with it. */
    private void commitAlone(Work work, boolean again, Exception why) {
        if (!again) {
            work.fail(new StorageException("The database refused", why));
            return;
        }
        try {
            commitTogether(List.of(work));
        } catch (SQLException | RuntimeException e) {
            LOG.error("A write failed: {}", e.getMessage());
            work.fail(new StorageException("The database refused", e));
        }
    }

    private void commitTogether(List<Work> works) throws SQLException {
        boolean done = false;
        try {
            Connection connection = own();
            for (Work work : works) {
                work.execute(connection);
            }
            connection.commit();
            done = true;
        } finally {
            works.forEach(work -> work.changed(cache));
            if (!done) {
                // Whether it was written is not known: nothing of it is believed any more.
                usage.forget();
                giveBack(false);
            }
        }
        works.forEach(Work::succeed);
    }

    /** Kept while there is something to write, which saves asking for it and setting it up. */
    private Connection own() throws SQLException {
        Connection known = connection;
        if (known != null) {
            return known;
        }
        Connection fresh = database.getConnection();
        connection = fresh;
        fresh.setAutoCommit(false);
        try (Statement statement = fresh.createStatement()) {
            // Whatever the server's default is: what a client was told is kept survives a crash.
            statement.execute("SET synchronous_commit TO on");
            // Everything here is found by key. A plan made while a table was empty reads all of it,
            // and is kept when it has grown.
            statement.execute("SET enable_seqscan TO off");
        }
        fresh.commit();
        return fresh;
    }

    /**
     * @param sound whether the connection may be used by others
     */
    private void giveBack(boolean sound) {
        Connection known = connection;
        connection = null;
        if (known == null) {
            return;
        }
        try (known) {
            if (!sound) {
                known.rollback();
            }
            try (Statement statement = known.createStatement()) {
                statement.execute("RESET synchronous_commit");
                statement.execute("RESET enable_seqscan");
            }
            known.commit();
            known.setAutoCommit(true);
        } catch (SQLException e) {
            LOG.warn("A connection to the database is lost: {}", e.getMessage());
        }
    }

    /** Writes what is waiting, then stops. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(CLOSE_PATIENCE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Write write = waiting.poll(); write != null; write = waiting.poll()) {
            write.fail(new StorageException("The store is closed"));
        }
    }
}
