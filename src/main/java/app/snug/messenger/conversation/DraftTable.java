/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.messenger.Attachment;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Draft;
import app.snug.messenger.DraftId;
import app.snug.messenger.Extras;
import app.snug.messenger.Vault;
import app.snug.messenger.account.Seals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code draft}: files that are chosen for a message. */
public final class DraftTable {

    private final JdbcClient jdbc;

    DraftTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A draft, opened.
     *
     * @param stored its file; null if there is none, as with the preview of a page without picture
     */
    public record Row(
            DraftId id,
            Attachment.Part part,
            String contentType,
            Optional<String> name,
            Optional<Extras.Link> link,
            long size,
            boolean voice,
            int width,
            int height,
            Duration length,
            @Nullable String stored,
            @Nullable String thumbnail) {

        public Draft draft() {
            return new Draft(
                    id,
                    part,
                    contentType,
                    name,
                    link,
                    size,
                    voice,
                    width,
                    height,
                    length,
                    thumbnail != null);
        }

        /** Without names. */
        @Override
        public String toString() {
            return "Row[" + id.value() + "]";
        }
    }

    /** The row's id is not looked at. */
    public DraftId insert(
            AccountRef account, Vault vault, ConversationId conversation, Row row, Instant now) {
        long id =
                jdbc.sql(
                                """
                                insert into draft (
                                    account, conversation, part, content_type, size, voice, width,
                                    height, milliseconds, stored, thumbnail, created_at)
                                select :account, c.id, :part, :type, :size, :voice, :width,
                                       :height, :milliseconds, :stored, :thumbnail, :now
                                from conversation c
                                where c.id = :conversation and c.account = :account
                                returning id
                                """)
                        .param("account", account.value())
                        .param("conversation", conversation.value())
                        .param("part", row.part().name())
                        .param("type", row.contentType())
                        .param("size", row.size())
                        .param("voice", row.voice())
                        .param("width", row.width())
                        .param("height", row.height())
                        .param("milliseconds", row.length().toMillis())
                        .param("stored", row.stored(), Types.VARCHAR)
                        .param("thumbnail", row.thumbnail(), Types.VARCHAR)
                        .param("now", now.toEpochMilli())
                        .query(Long.class)
                        .optional()
                        .orElseThrow(() -> new IllegalArgumentException("No such conversation"));
        jdbc.sql("update draft set name = :name, link = :link where id = :id")
                .param(
                        "name",
                        AttachmentTable.seal(vault, sealed(id) + "/name", row.name()),
                        Types.BINARY)
                .param(
                        "link",
                        AttachmentTable.seal(
                                vault,
                                sealed(id) + "/link",
                                row.link().map(link -> link.url() + "\n" + link.title())),
                        Types.BINARY)
                .param("id", id)
                .update();
        return new DraftId(id);
    }

    public List<Row> of(AccountRef account, Vault vault, ConversationId conversation) {
        return jdbc.sql("select * from draft where account = ? and conversation = ? order by id")
                .params(account.value(), conversation.value())
                .query((row, number) -> read(row, vault))
                .list();
    }

    public Optional<Row> find(AccountRef account, Vault vault, DraftId id) {
        return jdbc.sql("select * from draft where account = ? and id = ?")
                .params(account.value(), id.value())
                .query((row, number) -> read(row, vault))
                .optional();
    }

    public void delete(AccountRef account, DraftId id) {
        jdbc.sql("delete from draft where account = ? and id = ?")
                .params(account.value(), id.value())
                .update();
    }

    /** What nobody sent. */
    public void deleteBefore(Instant time) {
        jdbc.sql("delete from draft where created_at < ?").param(time.toEpochMilli()).update();
    }

    private static Row read(ResultSet row, Vault vault) throws SQLException {
        long id = row.getLong("id");
        return new Row(
                new DraftId(id),
                Attachment.Part.valueOf(row.getString("part")),
                row.getString("content_type"),
                AttachmentRow.open(vault, sealed(id) + "/name", row.getBytes("name")),
                Optional.ofNullable(row.getBytes("link"))
                        .map(link -> link(Seals.open(vault, sealed(id) + "/link", link))),
                row.getLong("size"),
                row.getBoolean("voice"),
                row.getInt("width"),
                row.getInt("height"),
                Duration.ofMillis(row.getLong("milliseconds")),
                row.getString("stored"),
                row.getString("thumbnail"));
    }

    private static Extras.Link link(String text) {
        int end = text.indexOf('\n');
        return new Extras.Link(text.substring(0, end), text.substring(end + 1));
    }

    private static String sealed(long id) {
        return "draft/" + id;
    }
}
