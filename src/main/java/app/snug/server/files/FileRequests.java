/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.files;

import app.snug.protocol.attachment.AttachmentLimits;
import app.snug.protocol.attachment.FileId;
import app.snug.protocol.onion.V4Headers;
import app.snug.protocol.onion.V4Request;
import app.snug.server.http.Content;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a file server answers, whichever way a request came ({@code protocol/07} §2). */
final class FileRequests {

    private static final Logger LOG = LoggerFactory.getLogger(FileRequests.class);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final byte[] NOTHING = {};
    private static final String TIME_TO_LIVE = "x-fs-ttl";
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    private static final Pattern PLATFORM =
            Pattern.compile("(?:.*&)?platform=(?:desktop|android|ios)(?:&.*)?");
    private static final Pattern FILE = Pattern.compile("/(files?)/([^/]+?)(/info|/extend)?/?");

    private final FileStore store;
    private final FileServerSettings settings;

    FileRequests(FileStore store, FileServerSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    FileAnswer answer(V4Request request) {
        try {
            return dispatch(request);
        } catch (NoRoomException e) {
            LOG.warn("A file is refused: {}", e.getMessage());
            return FileAnswer.status(507);
        } catch (IOException | SQLException e) {
            LOG.error("A request about a file failed", e);
            return FileAnswer.status(500);
        }
    }

    private FileAnswer dispatch(V4Request request)
            throws NoRoomException, IOException, SQLException {
        String[] target = request.endpoint().split("\\?", 2);
        String path = target[0];
        String route = request.method() + " " + path;
        byte[] body = Optional.ofNullable(request.body()).orElse(NOTHING);
        switch (route) {
            case "POST /file" -> {
                return upload(body, request.headers());
            }
            case "POST /files" -> {
                return uploadText(body);
            }
            case "GET /session_version" -> {
                // Releases of the official apps are not ours to announce.
                return FileAnswer.status(
                        target.length == 2 && PLATFORM.matcher(target[1]).matches() ? 502 : 404);
            }
            default -> {}
        }
        Matcher matcher = FILE.matcher(path);
        if (!matcher.matches() || !FileId.isOne(matcher.group(2))) {
            return FileAnswer.status(404);
        }
        FileId id = new FileId(matcher.group(2));
        boolean legacy = matcher.group(1).equals("files");
        String what = Optional.ofNullable(matcher.group(3)).orElse("");
        return switch (request.method() + what) {
            case "GET" -> legacy ? downloadText(id) : download(id);
            case "GET/info" -> legacy ? FileAnswer.status(404) : info(store.find(id));
            case "POST/extend" -> legacy ? FileAnswer.status(404) : extend(id, request.headers());
            default -> FileAnswer.status(request.method().equals("GET") ? 404 : 405);
        };
    }

    private FileAnswer upload(byte[] file, V4Headers headers)
            throws NoRoomException, IOException, SQLException {
        if (file.length == 0 || file.length > AttachmentLimits.MAX_SEALED) {
            return FileAnswer.status(413);
        }
        Optional<Duration> timeToLive = timeToLive(headers);
        if (timeToLive.isEmpty()) {
            return FileAnswer.status(400);
        }
        StoredFile stored = store.put(file, timeToLive.get());
        return FileAnswer.json(described(stored).put("id", stored.id().value()));
    }

    private FileAnswer uploadText(byte[] body) throws NoRoomException, IOException, SQLException {
        byte[] file;
        try {
            JsonNode text = MAPPER.readTree(body).path("file");
            file = Base64.getDecoder().decode(text.stringValue(""));
        } catch (JacksonException | IllegalArgumentException e) {
            return FileAnswer.status(400);
        }
        if (file.length == 0 || file.length > AttachmentLimits.MAX_SEALED) {
            return FileAnswer.status(413);
        }
        StoredFile stored = store.put(file, settings.timeToLive());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        return FileAnswer.json(answer.put("status_code", 200).put("result", stored.id().value()));
    }

    private FileAnswer download(FileId id) throws IOException, SQLException {
        Optional<StoredFile> stored = store.find(id);
        Optional<Content> content = store.content(id);
        return stored.isEmpty() || content.isEmpty()
                ? FileAnswer.status(404)
                : FileAnswer.file(content.get(), stored.get().expires());
    }

    private FileAnswer downloadText(FileId id) throws IOException, SQLException {
        return store.content(id).map(FileAnswer::text).orElseGet(() -> FileAnswer.status(404));
    }

    private FileAnswer extend(FileId id, V4Headers headers) throws SQLException {
        Optional<Duration> timeToLive = timeToLive(headers);
        if (timeToLive.isEmpty()) {
            return FileAnswer.status(400);
        }
        return id.isOfContent() ? info(store.extend(id, timeToLive.get())) : FileAnswer.status(404);
    }

    private static FileAnswer info(Optional<StoredFile> stored) {
        return stored.map(file -> FileAnswer.json(described(file)))
                .orElseGet(() -> FileAnswer.status(404));
    }

    private static ObjectNode described(StoredFile stored) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("size", stored.size())
                .put("uploaded", seconds(stored.uploaded()))
                .put("expires", seconds(stored.expires()));
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }

    /** What the sender asks for, or the usual; empty if it cannot be. */
    private Optional<Duration> timeToLive(V4Headers headers) {
        Optional<String> wanted = headers.get(TIME_TO_LIVE);
        if (wanted.isEmpty()) {
            return Optional.of(settings.timeToLive());
        }
        return wanted.map(String::strip)
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .filter(time -> time.compareTo(settings.longest()) <= 0);
    }
}
