/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.messenger.AttachmentId;
import app.snug.messenger.Attachments.Item;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Vault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The files of whole conversations, in the table {@code attachment}. */
public final class LibraryTable {

    private static final String SHOWN =
            "(a.content_type like 'video/%' or a.content_type like 'audio/%' or a.content_type in"
                    + " ('image/jpeg', 'image/png', 'image/gif', 'image/webp'))";

    private final JdbcClient jdbc;

    public LibraryTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The newest first. */
    public List<Item> page(
            AccountRef account,
            Vault vault,
            ConversationId conversation,
            boolean documents,
            Optional<AttachmentId> before,
            int limit) {
        String behind =
                before.isPresent()
                        ? """
                        and (m.shown_at, a.id) < (
                            select b.shown_at, f.id from attachment f
                            join message b on b.id = f.message
                            where f.id = :before and f.account = :account)
                        """
                        : "";
        return jdbc.sql(
                        """
                        select %s, m.shown_at, m.outgoing
                        from attachment a join message m on m.id = a.message
                        where a.account = :account and m.conversation = :conversation
                          and a.part = 'FILE' and %s %s %s
                        order by m.shown_at desc, a.id desc limit :limit
                        """
                                .formatted(
                                        AttachmentRow.COLUMNS,
                                        documents ? "not" : "",
                                        SHOWN,
                                        behind))
                .param("account", account.value())
                .param("conversation", conversation.value())
                .param("before", before.map(AttachmentId::value).orElse(null))
                .param("limit", limit)
                .query((row, number) ->
                        new Item(
                                AttachmentRow.read(row, vault),
                                Instant.ofEpochMilli(row.getLong("shown_at")),
                                row.getBoolean("outgoing")))
                .list();
    }
}
