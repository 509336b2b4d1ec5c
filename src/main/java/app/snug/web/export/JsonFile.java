/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.export;

import app.snug.messenger.Attachment;
import app.snug.messenger.Content;
import app.snug.messenger.History.Told;
import app.snug.messenger.Message;
import app.snug.messenger.Reactions.Reaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One JSON object, for programs. It ends where it is finished and nowhere else: what breaks off is
 * no JSON.
 */
final class JsonFile {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .disable(
                            StreamWriteFeature.AUTO_CLOSE_CONTENT,
                            StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .build();
    private static final int VERSION = 1;

    private final JsonGenerator json;
    private final Exported exported;
    private final Kept kept;
    private int left;

    JsonFile(OutputStream out, Exported exported, Kept kept) {
        this.json = JSON.createGenerator(out);
        this.exported = exported;
        this.kept = kept;
    }

    void open() {
        json.writeStartObject();
        json.writeStringProperty("format", "snug-conversation");
        json.writeNumberProperty("version", VERSION);
        json.writeStringProperty("exported", exported.at().toString());
        person("account", exported.account(), exported.self());
        person("with", exported.peer(), exported.name());
        json.writeArrayPropertyStart("messages");
    }

    private void person(String key, String id, String name) {
        json.writeObjectPropertyStart(key);
        json.writeStringProperty("id", id);
        json.writeStringProperty("name", name);
        json.writeEndObject();
    }

    void add(Told told) {
        Message message = told.message();
        if (!Exported.stays(message)) {
            left++;
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("author", message.author().hex());
        json.writeStringProperty("sent", message.sentAt().toString());
        json.writeStringProperty("shown", message.shownAt().toString());
        json.writeBooleanProperty("own", message.outgoing());
        json.writeStringProperty("kind", message.kind().name());
        json.writeStringProperty("state", message.state().name());
        json.writeStringProperty("text", message.body());
        message.extras()
                .quote()
                .ifPresent(quote -> {
                    json.writeObjectPropertyStart("answers");
                    json.writeStringProperty("author", quote.author().hex());
                    json.writeStringProperty("sent", quote.sentAt().toString());
                    json.writeEndObject();
                });
        message.extras().link().ifPresent(link -> place("link", link.url(), link.title()));
        message.extras()
                .invitation()
                .ifPresent(place -> place("invitation", place.url(), place.name()));
        if (message.kind() == Message.Kind.TIMER) {
            json.writeNumberProperty(
                    "vanish_seconds",
                    message.extras().timer().map(timer -> timer.timer().toSeconds()).orElse(0L));
            message.extras()
                    .timer()
                    .ifPresent(
                            timer -> json.writeStringProperty("vanish_mode", timer.mode().name()));
        }
        files(told.files());
        reactions(Exported.reactions(told));
        json.writeEndObject();
    }

    private void files(List<Attachment> files) {
        if (files.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("files");
        for (Attachment file : files) {
            json.writeStartObject();
            file.name().ifPresent(name -> json.writeStringProperty("name", name));
            json.writeStringProperty("part", file.part().name());
            json.writeStringProperty("type", file.contentType());
            json.writeNumberProperty("size", file.size());
            json.writeBooleanProperty("voice", file.voice());
            bytes(file)
                    .ifPresent(data -> {
                        json.writeName("data");
                        json.writeBinary(data);
                    });
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void reactions(List<Reaction> reactions) {
        if (reactions.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("reactions");
        for (Reaction reaction : reactions) {
            json.writeStartObject();
            json.writeStringProperty("emoji", reaction.emoji());
            json.writeArrayPropertyStart("by");
            reaction.by().forEach(id -> json.writeString(id.hex()));
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** One file at a time is in memory; none has more than ten million bytes. */
    private Optional<byte[]> bytes(Attachment file) {
        try {
            Optional<Content> content = kept.open(file);
            if (content.isEmpty()) {
                return Optional.empty();
            }
            try (Content open = content.get()) {
                ByteArrayOutputStream data = new ByteArrayOutputStream();
                open.copy(0, open.size(), data);
                return Optional.of(data.toByteArray());
            }
        } catch (Content.DamagedException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void place(String key, String url, String name) {
        json.writeObjectPropertyStart(key);
        json.writeStringProperty("url", url);
        json.writeStringProperty("name", name);
        json.writeEndObject();
    }

    void finish() {
        json.writeEndArray();
        json.writeNumberProperty("left_out", left);
        json.writeBooleanProperty("complete", true);
        json.writeEndObject();
        json.close();
    }
}
