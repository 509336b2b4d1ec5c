/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.files;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519KeyPair;
import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.attachment.AttachmentLimits;
import app.snug.protocol.onion.MalformedOnionException;
import app.snug.protocol.onion.OnionLayer;
import app.snug.protocol.onion.OnionLayer.UnreadableLayerException;
import app.snug.protocol.onion.V4Headers;
import app.snug.protocol.onion.V4Request;
import app.snug.server.http.Exchange;
import app.snug.server.http.HttpServer;
import app.snug.server.http.Reply;
import app.snug.server.http.Route;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file server: onion requests at {@code /oxen/v4/lsrpc}, and the same requests in the open. */
public final class FileServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileServer.class);
    private static final List<String> PASSED_ON = List.of("x-fs-ttl");

    private final Ed25519KeyPair identity;
    private final X25519KeyPair keys;
    private final FileStore store;
    private final FileRequests requests;
    private final SecureRandom random;
    private final HttpServer server;
    private final ScheduledExecutorService housekeeping =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("files").daemon().factory());

    private FileServer(
            FileServerSettings settings,
            Ed25519KeyPair identity,
            FileStore store,
            SecureRandom random)
            throws IOException {
        this.identity = identity;
        this.keys = identity.toX25519();
        this.store = store;
        this.requests = new FileRequests(store, settings);
        this.random = random;
        this.server =
                HttpServer.start(
                        new HttpServer.Settings(
                                settings.host(),
                                settings.port(),
                                null,
                                "Snug",
                                List.of(),
                                settings.connections()),
                        Map.of(
                                "POST /oxen/v4/lsrpc",
                                this::onion,
                                Route.ANY_OTHER,
                                this::inTheOpen));
        long every = settings.housekeeping().toMillis();
        housekeeping.scheduleWithFixedDelay(this::sweep, 0, every, TimeUnit.MILLISECONDS);
    }

    /**
     * Starts a file server; on return it answers.
     *
     * @param identity stays the caller's
     * @param database with the table {@code stored_file}; stays the caller's
     * @param directory for the bytes, this server's alone; made if missing
     * @throws IOException if the port is taken, or the directory or database cannot be used
     */
    public static FileServer start(
            FileServerSettings settings,
            Ed25519KeyPair identity,
            DataSource database,
            Path directory,
            InstantSource clock,
            SecureRandom random)
            throws IOException {
        try {
            FileStore store = new FileStore(database, directory, settings, clock);
            return new FileServer(settings, identity, store, random);
        } catch (SQLException e) {
            throw new IOException("the database does not answer", e);
        } catch (FileSystemException e) {
            throw new IOException(e.getFile() + " cannot be used", e);
        }
    }

    public int port() {
        return server.port();
    }

    /** What addresses of files name the server by. */
    public Ed25519PublicKey publicKey() {
        return identity.publicKey();
    }

    /** What onion requests to the server are encrypted for. */
    public X25519PublicKey onionKey() {
        return keys.publicKey();
    }

    /** Whether files can be taken and given. */
    public Standing standing() {
        try {
            return store.hasRoom(AttachmentLimits.MAX_SEALED) ? Standing.READY : Standing.FULL;
        } catch (IOException | SQLException e) {
            LOG.debug("The file server has no database or folder: {}", e.getMessage());
            return Standing.FAILING;
        }
    }

    /** Bytes of all files together; -1 if the database does not answer. */
    public long keptBytes() {
        try {
            return store.used();
        } catch (SQLException e) {
            return -1;
        }
    }

    /** How a file server is. */
    public enum Standing {
        READY,
        /** Files are given, a large one could not be taken. */
        FULL,
        /** The database or the folder does not answer. */
        FAILING
    }

    private Reply onion(Exchange exchange) {
        try {
            OnionLayer.Outer outer = OnionLayer.parse(exchange.body());
            FileAnswer answer = answer(OnionLayer.payload(outer, keys));
            byte[] plain = answer.encode(exchange.room());
            return new Reply(200, Reply.BYTES, OnionLayer.serverReply(outer, keys, plain, random));
        } catch (MalformedOnionException | UnreadableLayerException e) {
            return Reply.text(400, "Invalid request");
        }
    }

    private FileAnswer answer(byte[] payload) {
        try {
            return requests.answer(V4Request.parse(payload));
        } catch (MalformedOnionException e) {
            return FileAnswer.status(400);
        }
    }

    private Reply inTheOpen(Exchange exchange) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : PASSED_ON) {
            String value = exchange.headers().get(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        try {
            return requests.answer(
                            new V4Request(
                                    exchange.method().toUpperCase(Locale.ROOT),
                                    exchange.target(),
                                    V4Headers.of(headers),
                                    exchange.body()))
                    .inTheOpen();
        } catch (IllegalArgumentException e) {
            return FileAnswer.status(400).inTheOpen();
        }
    }

    private void sweep() {
        try {
            store.sweep();
        } catch (IOException | SQLException | RuntimeException e) {
            LOG.warn("Expired files stay for now: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        housekeeping.close();
        server.close();
        keys.close();
    }
}
