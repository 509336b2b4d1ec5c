/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.X25519PublicKey;
import app.snug.network.NetworkException.Reason;
import app.snug.protocol.attachment.AttachmentLimits;
import app.snug.protocol.attachment.FileAddress;
import app.snug.protocol.attachment.FileId;
import app.snug.protocol.onion.Destination;
import app.snug.protocol.onion.V4Headers;
import app.snug.protocol.onion.V4Request;
import app.snug.protocol.onion.V4Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import tools.jackson.databind.JsonNode;

/** The {@link Files} of a network. */
final class FileClient implements Files {

    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Patience SHORT = Patience.of(Duration.ofSeconds(10));

    /** Of the slowest line on which files go. */
    private static final int BYTES_A_SECOND = 64 << 10;

    private static final int LARGEST_TEXT = 64 << 10;

    /** Room for the meta part of a V4 answer. */
    private static final int OVERHEAD = 16 << 10;

    private static final String NO_FILE = "A".repeat(44);
    private static final double MILLIS = 1000;
    private static final double LATEST = 253_402_300_799.0;

    private final Optional<NetworkDescriptor.FileServer> own;
    private final ServerRequests requests;
    private final Answering answering;

    FileClient(
            Optional<NetworkDescriptor.FileServer> own,
            ServerRequests requests,
            Executor background) {
        this.own = own;
        this.requests = requests;
        this.answering = new Answering(this::knock, background);
    }

    @Override
    public boolean canUpload() {
        return own.isPresent();
    }

    @Override
    public Standing standing(Duration patience) {
        return own.isPresent() ? answering.find(patience) : Standing.NONE;
    }

    /** Any answer will do; it has no such file. */
    private void knock() throws NetworkException {
        NetworkDescriptor.FileServer server = own.orElseThrow();
        V4Response unused =
                ask(
                        destination(server.url(), server.publicKey()),
                        new V4Request("GET", "/file/" + NO_FILE + "/info", V4Headers.NONE, null),
                        LARGEST_TEXT,
                        SHORT);
    }

    private V4Response ask(
            Destination.Server server, V4Request request, int largestAnswer, Patience patience)
            throws NetworkException {
        return ask(server, request, largestAnswer, patience, Progress.NONE, Progress.NONE);
    }

    private V4Response ask(
            Destination.Server server,
            V4Request request,
            int largestAnswer,
            Patience patience,
            Progress out,
            Progress in)
            throws NetworkException {
        boolean ours =
                own.filter(o -> destination(o.url(), o.publicKey()).equals(server)).isPresent();
        try {
            V4Response response = requests.ask(server, request, largestAnswer, patience, out, in);
            if (ours) {
                answering.heard(Standing.ANSWERS);
            }
            return response;
        } catch (NetworkException e) {
            if (ours && e.reason() == Reason.SERVER_UNREACHABLE) {
                answering.heard(Standing.AWAY);
            }
            throw e;
        }
    }

    @Override
    public Uploaded upload(byte[] sealed, boolean stream, Progress progress)
            throws NetworkException {
        NetworkDescriptor.FileServer server =
                own.orElseThrow(() ->
                        new NetworkException(Reason.REFUSED, "This network names no file server"));
        if (sealed.length == 0 || sealed.length > AttachmentLimits.MAX_SEALED) {
            throw new NetworkException(
                    Reason.TOO_LARGE,
                    "A file of %d bytes; %d fit"
                            .formatted(sealed.length, AttachmentLimits.MAX_SEALED));
        }
        V4Headers headers =
                V4Headers.of(
                        Map.of(
                                "content-type", "application/octet-stream",
                                "content-disposition", "attachment"));
        JsonNode answer =
                json(
                        ask(
                                destination(server.url(), server.publicKey()),
                                new V4Request("POST", "/file", headers, sealed),
                                LARGEST_TEXT,
                                Patience.of(whole(sealed.length)),
                                progress,
                                Progress.NONE));
        String id = answer.path("id").asString("");
        if (!FileId.isOne(id)) {
            throw unreadable();
        }
        FileAddress address =
                new FileAddress(base(server.url()), new FileId(id), stream, Optional.empty());
        return new Uploaded(address, expires(answer));
    }

    private static Duration whole(int bytes) {
        return SILENCE.plusSeconds(bytes / BYTES_A_SECOND);
    }

    @Override
    public byte[] download(FileAddress address, Progress progress) throws NetworkException {
        V4Response response =
                ask(
                        destination(address),
                        new V4Request("GET", "/file/" + address.id(), V4Headers.NONE, null),
                        AttachmentLimits.MAX_SEALED + OVERHEAD,
                        new Patience(SILENCE, whole(AttachmentLimits.MAX_SEALED)),
                        Progress.NONE,
                        progress);
        require(response);
        return response.body();
    }

    @Override
    public Instant extend(FileAddress address, Duration timeToLive) throws NetworkException {
        V4Headers headers = V4Headers.of(Map.of("x-fs-ttl", Long.toString(timeToLive.toSeconds())));
        return expires(
                        json(
                                ask(
                                        destination(address),
                                        new V4Request(
                                                "POST",
                                                "/file/" + address.id() + "/extend",
                                                headers,
                                                new byte[0]),
                                        LARGEST_TEXT,
                                        SHORT)))
                .orElseThrow(FileClient::unreadable);
    }

    private Destination.Server destination(FileAddress address) throws NetworkException {
        URI url = URI.create(address.server());
        if (address.serverKey().isPresent()) {
            try {
                return destination(url, address.serverKey().get().toX25519());
            } catch (DecryptionException e) {
                throw new NetworkException(Reason.REFUSED, "The file server's key is none", e);
            }
        }
        return own.filter(server -> base(server.url()).equals(address.server()))
                .map(server -> destination(server.url(), server.publicKey()))
                .orElseThrow(() ->
                        new NetworkException(
                                Reason.REFUSED,
                                "The key of the file server %s is not known"
                                        .formatted(url.getHost())));
    }

    private static Destination.Server destination(URI url, X25519PublicKey key) {
        boolean tls = "https".equals(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
        return new Destination.Server(
                url.getHost(), port, url.getScheme(), Destination.Server.V4_TARGET, key);
    }

    private static String base(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    private static JsonNode json(V4Response response) throws NetworkException {
        require(response);
        try {
            return Json.parseObject(response.body());
        } catch (MalformedAnswerException e) {
            throw unreadable();
        }
    }

    private static void require(V4Response response) throws NetworkException {
        switch (response.code()) {
            case 200 -> {}
            case 404 -> throw new NetworkException(Reason.NOT_FOUND, "The file is not there");
            case 413 -> throw new NetworkException(Reason.TOO_LARGE, "The file is too large");
            case 507 -> throw new NetworkException(Reason.FULL, "The file server is full");
            default ->
                    throw new NetworkException(
                            response.code() < 500 ? Reason.REFUSED : Reason.SERVER_UNREACHABLE,
                            "The file server answered " + response.code());
        }
    }

    /** Servers of old do not say. */
    static Optional<Instant> expires(JsonNode answer) {
        JsonNode expires = answer.path("expires");
        return expires.isNumber()
                ? Optional.of(
                        Instant.ofEpochMilli(
                                (long) (Math.clamp(expires.asDouble(), 0, LATEST) * MILLIS)))
                : Optional.empty();
    }

    private static NetworkException unreadable() {
        return new NetworkException(
                Reason.SERVER_UNREACHABLE, "The file server answers what cannot be read");
    }
}
