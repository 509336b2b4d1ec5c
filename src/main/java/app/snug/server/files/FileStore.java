/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.files;

import app.snug.protocol.attachment.FileId;
import app.snug.server.http.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * Files in a folder, and a row for each that says how long it stays. The file is written before its
 * row and goes after it, so a row always has its file, also after a crash; a file without a row is
 * removed by the next sweep, or after a crash at the next start.
 */
final class FileStore {

    private static final int LOCKS = 64;
    private static final int SWEEP_ROWS = 1_000;

    private static final String PUT =
            """
            INSERT INTO stored_file (id, size, uploaded_at, expires_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET
                uploaded_at = excluded.uploaded_at,
                expires_at = greatest(stored_file.expires_at, excluded.expires_at)
            RETURNING id, size, uploaded_at, expires_at
            """;

    private static final String FIND =
            "SELECT id, size, uploaded_at, expires_at FROM stored_file WHERE id = ? AND expires_at > ?";

    private static final String EXTEND =
            """
            UPDATE stored_file SET expires_at = greatest(expires_at, ?)
            WHERE id = ? AND expires_at > ?
            RETURNING id, size, uploaded_at, expires_at
            """;

    private final DataSource database;
    private final FileFolder folder;
    private final FileServerSettings settings;
    private final InstantSource clock;

    /** Nobody else writes this folder; uploading and removing the same file must not cross. */
    private final List<ReentrantLock> locks =
            IntStream.range(0, LOCKS).mapToObj(i -> new ReentrantLock()).toList();

    /** Files that may have no row: a failure to write one does not say that it was not written. */
    private final Set<FileId> doubtful = ConcurrentHashMap.newKeySet();

    FileStore(DataSource database, Path directory, FileServerSettings settings, InstantSource clock)
            throws IOException, SQLException {
        this.database = database;
        this.folder = new FileFolder(directory);
        this.settings = settings;
        this.clock = clock;
        folder.clean();
        doubtful.addAll(folder.ids());
        settleDoubts();
    }

    private void settleDoubts() throws IOException, SQLException {
        for (FileId id : doubtful) {
            ReentrantLock lock = lock(id);
            lock.lock();
            try {
                if (row(FIND, id.value(), Long.MIN_VALUE).isEmpty()) {
                    folder.delete(id);
                }
                doubtful.remove(id);
            } finally {
                lock.unlock();
            }
        }
    }

    /** On disk when this returns. The same bytes again are kept once, and longer. */
    StoredFile put(byte[] bytes, Duration timeToLive)
            throws NoRoomException, IOException, SQLException {
        FileId id = FileId.of(bytes);
        ReentrantLock lock = lock(id);
        lock.lock();
        try {
            if (!folder.has(id) || doubtful.contains(id)) {
                requireRoom(bytes.length);
                doubtful.add(id);
                folder.write(id, bytes);
            }
            long now = clock.millis();
            StoredFile stored =
                    row(PUT, id.value(), (long) bytes.length, now, now + timeToLive.toMillis())
                            .orElseThrow();
            doubtful.remove(id);
            return stored;
        } finally {
            lock.unlock();
        }
    }

    private void requireRoom(long size) throws NoRoomException, IOException, SQLException {
        if (used() + size > settings.room()) {
            throw new NoRoomException("This server may keep no more");
        }
        if (folder.free() - size < settings.spare()) {
            throw new NoRoomException("The disk is full");
        }
    }

    /** Whether a file of this size would fit. */
    boolean hasRoom(long size) throws IOException, SQLException {
        return used() + size <= settings.room() && folder.free() - size >= settings.spare();
    }

    /** Empty as well if the file was lost. */
    Optional<StoredFile> find(FileId id) throws SQLException {
        return folder.has(id) ? row(FIND, id.value(), clock.millis()) : Optional.empty();
    }

    Optional<Content> content(FileId id) throws IOException, SQLException {
        return find(id).isPresent() ? folder.content(id) : Optional.empty();
    }

    /** Never shortens. */
    Optional<StoredFile> extend(FileId id, Duration timeToLive) throws SQLException {
        long now = clock.millis();
        return folder.has(id)
                ? row(EXTEND, now + timeToLive.toMillis(), id.value(), now)
                : Optional.empty();
    }

    /** Bytes of all files. */
    long used() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT coalesce(sum(size), 0) FROM stored_file");
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Removes what has expired, and what has no row. */
    void sweep() throws IOException, SQLException {
        List<FileId> expired;
        do {
            expired = expired();
            for (FileId id : expired) {
                remove(id);
            }
        } while (expired.size() == SWEEP_ROWS);
        settleDoubts();
    }

    private void remove(FileId id) throws IOException, SQLException {
        ReentrantLock lock = lock(id);
        lock.lock();
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "DELETE FROM stored_file WHERE id = ? AND expires_at <= ?")) {
            statement.setString(1, id.value());
            statement.setLong(2, clock.millis());
            if (statement.executeUpdate() == 1) {
                folder.delete(id);
            }
        } finally {
            lock.unlock();
        }
    }

    private List<FileId> expired() throws SQLException {
        List<FileId> ids = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT id FROM stored_file WHERE expires_at <= ? LIMIT ?")) {
            statement.setLong(1, clock.millis());
            statement.setInt(2, SWEEP_ROWS);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    ids.add(new FileId(result.getString(1)));
                }
            }
        }
        return ids;
    }

    private ReentrantLock lock(FileId id) {
        return locks.get(Math.floorMod(id.hashCode(), LOCKS));
    }

    private Optional<StoredFile> row(String sql, Object... parameters) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                return result.next()
                        ? Optional.of(
                                new StoredFile(
                                        new FileId(result.getString(1)),
                                        result.getLong(2),
                                        Instant.ofEpochMilli(result.getLong(3)),
                                        Instant.ofEpochMilli(result.getLong(4))))
                        : Optional.empty();
            }
        }
    }
}
