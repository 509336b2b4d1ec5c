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
import javax.sql.DataSource;
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

    private final DataSource database;
    private final InstantSource clock;
    private final LinkedBlockingQueue<Write> waiting = new LinkedBlockingQueue<>();
    private final Arrivals arrivals = new Arrivals();
    private final AtomicLong weight = new AtomicLong();
    private final Thread writer;
    private volatile boolean closed;

    WriteQueue(DataSource database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.writer = Thread.ofPlatform().name("swarm-writer").daemon().start(this::run);
    }

    Arrivals arrivals() {
        return arrivals;
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
        return true;
    }

    private void run() {
        List<Write> batch = new ArrayList<>(MAX_BATCH);
        while (!closed || !waiting.isEmpty()) {
            try {
                Write first = waiting.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                waiting.drainTo(batch, MAX_BATCH - 1);
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

    private void commit(List<Write> writes) {
        List<Work> works = works(writes, clock.millis());
        try {
            commitTogether(works);
        } catch (SQLException | RuntimeException e) {
            LOG.error("{} writes failed: {}", writes.size(), e.getMessage());
            works.forEach(work -> commitAlone(work, works.size() > 1, e));
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
                works.add(new WriteBatch(List.copyOf(together), arrivals, now));
                together.clear();
            }
            works.add(
                    switch (write) {
                        case Write.Alter alter -> new AlterationWork(alter, now);
                        case Write.SettleOrder settle -> settle;
                        case Write.OfMessage unreachable -> throw new IllegalStateException();
                    });
        }
        if (!together.isEmpty()) {
            works.add(new WriteBatch(List.copyOf(together), arrivals, now));
        }
        return works;
    }

    /** One write that the database refuses must not take the others with it. */
    private void commitAlone(Work work, boolean again, Exception why) {
        try {
            if (again) {
                commitTogether(List.of(work));
                return;
            }
        } catch (SQLException | RuntimeException e) {
            LOG.error("A write failed: {}", e.getMessage());
        }
        work.fail(new StorageException("The database refused", why));
    }

    private void commitTogether(List<Work> works) throws SQLException {
        try (Connection connection = database.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                waitForDisk(connection);
                for (Work work : works) {
                    work.execute(connection);
                }
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(autoCommit);
            }
        }
        works.forEach(Work::succeed);
    }

    /** Whatever the server's default is: what a client was told is kept survives a crash. */
    private static void waitForDisk(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL synchronous_commit TO on");
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
