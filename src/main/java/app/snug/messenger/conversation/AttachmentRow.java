/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.Attachment;
import app.snug.messenger.AttachmentId;
import app.snug.messenger.MessageId;
import app.snug.messenger.PictureRefusedException;
import app.snug.messenger.TransferFailure;
import app.snug.messenger.Vault;
import app.snug.messenger.account.Seals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What seals a row of the table {@code attachment}, and how one is read. */
final class AttachmentRow {

    static final String COLUMNS =
            "a.id as a_id, a.message, a.part, a.place, a.content_type, a.name as a_name, a.caption,"
                    + " a.size, a.voice, a.width, a.height, a.milliseconds, a.state as a_state,"
                    + " a.failure as a_failure, a.thumbnail";

    private AttachmentRow() {}

    static Attachment read(ResultSet row, Vault vault) throws SQLException {
        MessageId message = new MessageId(row.getLong("message"));
        String sealed = sealed(message, row.getString("part"), row.getInt("place"));
        Attachment.State state = Attachment.State.valueOf(row.getString("a_state"));
        String failure = row.getString("a_failure");
        boolean here = state == Attachment.State.HERE;
        return new Attachment(
                new AttachmentId(row.getLong("a_id")),
                message,
                Attachment.Part.valueOf(row.getString("part")),
                row.getString("content_type"),
                open(vault, sealed + "/name", row.getBytes("a_name")),
                open(vault, sealed + "/caption", row.getBytes("caption")),
                row.getLong("size"),
                row.getBoolean("voice"),
                row.getInt("width"),
                row.getInt("height"),
                Duration.ofMillis(row.getLong("milliseconds")),
                state,
                Optional.ofNullable(here ? null : failure).map(TransferFailure::valueOf),
                Optional.ofNullable(here ? failure : null)
                        .map(PictureRefusedException.Reason::valueOf),
                row.getString("thumbnail") != null);
    }

    static Optional<String> open(Vault vault, String row, byte @Nullable [] sealed) {
        return Optional.ofNullable(sealed).map(bytes -> Seals.open(vault, row, bytes));
    }

    /** What is sealed of a file: these three name it for ever. */
    static String sealed(MessageId message, String part, int place) {
        return "attachment/" + message.value() + "/" + part + "/" + place;
    }
}
