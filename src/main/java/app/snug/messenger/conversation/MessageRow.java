/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.ConversationId;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Vault;
import app.snug.messenger.account.Seals;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Disappearing;
import app.snug.protocol.message.MessageName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message as the database has it.
 *
 * @param extras without what is sealed in the details
 */
record MessageRow(
        MessageId id,
        ConversationId conversation,
        AccountId author,
        boolean outgoing,
        long sentAt,
        long shownAt,
        Message.Kind kind,
        Message.State state,
        Message.@Nullable SendFailure failure,
        byte[] body,
        byte @Nullable [] details,
        Extras extras) {

    static final String COLUMNS =
            "m.id as m_id, m.conversation, m.author, m.outgoing, m.sent_at, m.shown_at, m.kind,"
                    + " m.state, m.failure, m.body, m.details, m.quote_author, m.quote_sent_at,"
                    + " m.timer_mode as m_timer_mode, m.timer as m_timer, m.vanishes_at";

    static MessageRow read(ResultSet row) throws SQLException {
        String failure = row.getString("failure");
        return new MessageRow(
                new MessageId(row.getLong("m_id")),
                new ConversationId(row.getLong("conversation")),
                AccountId.of(row.getBytes("author")),
                row.getBoolean("outgoing"),
                row.getLong("sent_at"),
                row.getLong("shown_at"),
                Message.Kind.valueOf(row.getString("kind")),
                Message.State.valueOf(row.getString("state")),
                failure == null ? null : Message.SendFailure.valueOf(failure),
                row.getBytes("body"),
                row.getBytes("details"),
                extras(row));
    }

    private static Extras extras(ResultSet row) throws SQLException {
        byte[] quoted = row.getBytes("quote_author");
        Extras extras =
                quoted == null
                        ? Extras.NONE
                        : Extras.NONE.answering(
                                new MessageName(
                                        AccountId.of(quoted),
                                        Instant.ofEpochMilli(row.getLong("quote_sent_at"))));
        int mode = row.getInt("m_timer_mode");
        if (mode == 0) {
            return extras;
        }
        Long vanishesAt = row.getObject("vanishes_at", Long.class);
        return extras.vanishing(
                Optional.of(
                        new Disappearing(
                                Disappearing.Mode.values()[mode - 1],
                                Duration.ofSeconds(row.getLong("m_timer")))),
                Optional.ofNullable(vanishesAt).map(Instant::ofEpochMilli));
    }

    /** Whether a row of an outer join holds a message. */
    static boolean isIn(ResultSet row) throws SQLException {
        return row.getObject("m_id") != null;
    }

    Message open(Vault vault) {
        String row = bodyRow(conversation, author, sentAt);
        return new Message(
                id,
                conversation,
                new MessageName(author, Instant.ofEpochMilli(sentAt)),
                outgoing,
                Instant.ofEpochMilli(shownAt),
                kind,
                Seals.open(vault, row, body),
                details == null
                        ? extras
                        : extras.and(
                                Details.read(kind, Seals.open(vault, detailsRow(row), details))),
                state,
                Optional.ofNullable(failure));
    }

    /** What a body is sealed for: these three name one message for ever. */
    static String bodyRow(ConversationId conversation, AccountId author, long sentAt) {
        return "message/" + conversation.value() + "/" + author + "/" + sentAt + "/body";
    }

    static String detailsRow(String bodyRow) {
        return bodyRow + "/details";
    }
}
