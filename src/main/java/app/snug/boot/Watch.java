/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import app.snug.household.Surroundings;
import app.snug.network.Network;
import app.snug.network.NetworkDescriptor;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every few seconds whether database, disk and clock are as they should be. */
final class Watch implements Surroundings, AutoCloseable {

    /** With less a database stops, and it needs some to start again. */
    static final long LEAST_SPACE = 200L << 20;

    /** More would put messages visibly out of order in other clients. */
    static final Duration MOST_DIFFERENCE = Duration.ofSeconds(30);

    /** How long a disk counts as full after the database said so. */
    static final Duration FULL_FOR = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final int DATABASE_PATIENCE_SECONDS = 3;

    private final HikariDataSource database;
    private final Path dataDir;
    private final Network network;
    private final NetworkDescriptor descriptor;
    private final InstantSource clock;
    private final ScheduledExecutorService rounds =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("watch").factory());
    private volatile Set<Trouble> troubles = Set.of();
    private volatile Instant saidFull = Instant.EPOCH;

    /**
     * @param database connections of its own, closed with it: those of others may all be in use
     */
    Watch(
            HikariDataSource database,
            Path dataDir,
            Network network,
            NetworkDescriptor descriptor,
            InstantSource clock) {
        this.database = database;
        this.dataDir = dataDir;
        this.network = network;
        this.descriptor = descriptor;
        this.clock = clock;
    }

    void start() {
        var unused =
                rounds.scheduleWithFixedDelay(
                        this::lookSafely, 0, BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Set<Trouble> troubles() {
        return troubles;
    }

    /** The database refused to write for want of space. */
    void diskIsFull() {
        saidFull = clock.instant();
        if (!troubles.contains(Trouble.DISK_FULL)) {
            EnumSet<Trouble> now = EnumSet.of(Trouble.DISK_FULL);
            now.addAll(troubles);
            turnTo(now);
        }
    }

    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.warn("Looking after database, disk and clock failed", e);
        }
    }

    synchronized void look() {
        EnumSet<Trouble> found = EnumSet.noneOf(Trouble.class);
        if (!databaseAnswers()) {
            found.add(Trouble.DATABASE_AWAY);
        }
        if (isFull()) {
            found.add(Trouble.DISK_FULL);
        }
        if (clockDifference().abs().compareTo(MOST_DIFFERENCE) > 0) {
            found.add(Trouble.CLOCK_WRONG);
        }
        turnTo(found);
    }

    private void turnTo(Set<Trouble> found) {
        for (Trouble trouble : Trouble.values()) {
            if (found.contains(trouble) && !troubles.contains(trouble)) {
                LOG.warn(
                        switch (trouble) {
                            case DATABASE_AWAY -> "The database does not answer; waiting for it";
                            case DISK_FULL ->
                                    "The disk is full, or nearly: less than 200 MB are free";
                            case CLOCK_WRONG ->
                                    "This computer's clock is wrong by %d s"
                                            .formatted(clockDifference().toSeconds());
                        });
            } else if (!found.contains(trouble) && troubles.contains(trouble)) {
                LOG.info(
                        switch (trouble) {
                            case DATABASE_AWAY -> "The database answers again";
                            case DISK_FULL -> "There is room on the disk again";
                            case CLOCK_WRONG -> "This computer's clock is right again";
                        });
            }
        }
        troubles = found;
    }

    /** How far the network is ahead of this computer, as far as is known. */
    private Duration clockDifference() {
        return Duration.between(clock.instant(), network.clock().instant());
    }

    private boolean databaseAnswers() {
        try (Connection connection = database.getConnection()) {
            return connection.isValid(DATABASE_PATIENCE_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public Measures measure() {
        long began = System.nanoTime();
        Optional<Duration> database =
                databaseAnswers()
                        ? Optional.of(Duration.ofNanos(System.nanoTime() - began))
                        : Optional.empty();
        Optional<Space> disk;
        try {
            FileStore store = Files.getFileStore(dataDir);
            disk = Optional.of(new Space(store.getUsableSpace(), store.getTotalSpace()));
        } catch (IOException e) {
            disk = Optional.empty();
        }
        boolean asked = network.status().connection() == Network.Connection.READY;
        return new Measures(
                database,
                disk,
                asked ? Optional.of(clockDifference()) : Optional.empty(),
                descriptor.seeds().size(),
                Entrances.reached(descriptor.seeds()));
    }

    private boolean isFull() {
        if (Duration.between(saidFull, clock.instant()).compareTo(FULL_FOR) < 0) {
            return true;
        }
        try {
            return Files.exists(dataDir)
                    && Files.getFileStore(dataDir).getUsableSpace() < LEAST_SPACE;
        } catch (IOException e) {
            LOG.debug("How much room there is cannot be asked: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        rounds.shutdownNow();
        database.close();
    }
}
