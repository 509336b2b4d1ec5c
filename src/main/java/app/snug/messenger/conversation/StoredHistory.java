/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.Account;
import app.snug.messenger.Attachment;
import app.snug.messenger.Attachments;
import app.snug.messenger.Content;
import app.snug.messenger.ConversationId;
import app.snug.messenger.History;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Vault;
import app.snug.messenger.Vaults;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Conversations in the database, read by pages. */
public final class StoredHistory implements History {

    private static final int PAGE = 200;

    private final JdbcClient jdbc;
    private final MessageTable messages;
    private final Attachments attachments;
    private final Vaults vaults;

    public StoredHistory(
            JdbcClient jdbc, MessageTable messages, Attachments attachments, Vaults vaults) {
        this.jdbc = jdbc;
        this.messages = messages;
        this.attachments = attachments;
        this.vaults = vaults;
    }

    @Override
    public void read(Account account, ConversationId conversation, Consumer<Told> reader) {
        long shownAt = Long.MIN_VALUE;
        long id = 0;
        List<MessageRow> rows;
        do {
            rows = page(account, conversation, shownAt, id);
            Vault vault = vaults.of(account.owner());
            Map<MessageId, List<Attachment>> files =
                    messages.files()
                            .of(account.ref(), vault, rows.stream().map(MessageRow::id).toList());
            for (MessageRow row : rows) {
                Message message = row.open(vault);
                reader.accept(new Told(message, files.getOrDefault(message.id(), List.of())));
                shownAt = row.shownAt();
                id = row.id().value();
            }
        } while (rows.size() == PAGE);
    }

    private List<MessageRow> page(
            Account account, ConversationId conversation, long shownAt, long id) {
        return jdbc.sql(
                        """
                        select %s from message m
                        where m.account = ? and m.conversation = ? and (m.shown_at, m.id) > (?, ?)
                        order by m.shown_at, m.id limit ?
                        """
                                .formatted(MessageRow.COLUMNS))
                .params(account.ref().value(), conversation.value(), shownAt, id, PAGE)
                .query((row, number) -> MessageRow.read(row))
                .list();
    }

    @Override
    public Optional<Content> open(Account account, Attachment file) throws IOException {
        return attachments.open(account, file.id(), false);
    }
}
