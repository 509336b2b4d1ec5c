/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Vault;
import app.snug.messenger.account.Seals;
import app.snug.protocol.identity.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A message as the database has it. */
record MessageRow(
        MessageId id,
        ConversationId conversation,
        AccountId author,
        boolean outgoing,
        long sentAt,
        long shownAt,
        Message.State state,
        Message.@Nullable SendFailure failure,
        byte[] body) {

    static final String COLUMNS =
            "m.id as m_id, m.conversation, m.author, m.outgoing, m.sent_at, m.shown_at, m.state,"
                    + " m.failure, m.body";

    static MessageRow read(ResultSet row) throws SQLException {
        String failure = row.getString("failure");
        return new MessageRow(
                new MessageId(row.getLong("m_id")),
                new ConversationId(row.getLong("conversation")),
                AccountId.of(row.getBytes("author")),
                row.getBoolean("outgoing"),
                row.getLong("sent_at"),
                row.getLong("shown_at"),
                Message.State.valueOf(row.getString("state")),
                failure == null ? null : Message.SendFailure.valueOf(failure),
                row.getBytes("body"));
    }

    /** Whether a row of an outer join holds a message. */
    static boolean isIn(ResultSet row) throws SQLException {
        return row.getObject("m_id") != null;
    }

    Message open(Vault vault) {
        return new Message(
                id,
                conversation,
                author,
                outgoing,
                Instant.ofEpochMilli(shownAt),
                Seals.open(vault, bodyRow(conversation, author, sentAt), body),
                state,
                Optional.ofNullable(failure));
    }

    /** What a body is sealed for: these three name one message for ever. */
    static String bodyRow(ConversationId conversation, AccountId author, long sentAt) {
        return "message/" + conversation.value() + "/" + author + "/" + sentAt + "/body";
    }
}
