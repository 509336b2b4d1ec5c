/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.files;

import app.snug.protocol.onion.V4Headers;
import app.snug.protocol.onion.V4Response;
import app.snug.server.http.BusyException;
import app.snug.server.http.Content;
import app.snug.server.http.Reply;
import app.snug.server.http.Room;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An answer that may go into an onion, or out as it is. */
record FileAnswer(int code, String type, Map<String, String> headers, Content content) {

    private static final Logger LOG = LoggerFactory.getLogger(FileAnswer.class);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static FileAnswer status(int code) {
        return json(code, JsonNodeFactory.instance.objectNode().put("status_code", code));
    }

    static FileAnswer json(ObjectNode body) {
        return json(200, body);
    }

    private static FileAnswer json(int code, ObjectNode body) {
        Content content = Content.of(MAPPER.writeValueAsBytes(body));
        return new FileAnswer(code, Reply.JSON, Map.of(), content);
    }

    static FileAnswer file(Content content, Instant expires) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(expires.atOffset(ZoneOffset.UTC));
        return new FileAnswer(200, Reply.BYTES, Map.of("expires", date), content);
    }

    static FileAnswer text(Content file) {
        return new FileAnswer(200, Reply.JSON, Map.of(), new TextContent(file));
    }

    Reply inTheOpen() {
        return new Reply(code, type, content, headers);
    }

    /** What an onion is made of: the whole, or why it cannot be had. */
    byte[] encode(Room room) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("content-type", type);
        try {
            room.take(content.length());
            return new V4Response(code, V4Headers.of(all), content.bytes()).encode();
        } catch (BusyException e) {
            return status(503).encode(Room.UNCOUNTED);
        } catch (IOException e) {
            LOG.error("A file cannot be read", e);
            return status(500).encode(Room.UNCOUNTED);
        }
    }
}
