/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.SendToken;
import app.snug.messenger.Terms;
import app.snug.messenger.Vault;
import app.snug.messenger.account.Seals;
import app.snug.protocol.message.Disappearing;
import app.snug.protocol.message.MessageName;
import app.snug.protocol.storage.MessageHash;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code message}, and the newest message that each conversation points at. */
public final class MessageTable {

    private static final int MOST = 200;

    private final JdbcClient jdbc;
    private final AttachmentTable files;

    public MessageTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.files = new AttachmentTable(jdbc);
    }

    /** The files of messages. */
    public AttachmentTable files() {
        return files;
    }

    /** Empty if that author's message of that time is in the conversation already. */
    public Optional<MessageId> insert(AccountRef account, Vault vault, NewMessage message) {
        long sentAt = message.name().sentAt().toEpochMilli();
        Extras extras = message.extras();
        Optional<Disappearing> timer = extras.timer();
        SendToken token = message.token();
        String row = MessageRow.bodyRow(message.conversation(), message.name().author(), sentAt);
        Optional<MessageId> id =
                jdbc.sql(
                                """
                                insert into message (
                                    account, conversation, author, outgoing, sent_at, shown_at,
                                    state, kind, body, details, quote_author, quote_sent_at,
                                    timer_mode, timer, vanishes_at, hash, send_token, words)
                                values (
                                    :account, :conversation, :author, :outgoing, :sentAt, :shownAt,
                                    :state, :kind, :body, :details, :quoteAuthor, :quoteSentAt,
                                    :timerMode, :timer, :vanishesAt, :hash, :token, :words)
                                on conflict (conversation, author, sent_at) do nothing
                                returning id
                                """)
                        .param("account", account.value())
                        .param("conversation", message.conversation().value())
                        .param("author", message.name().author().bytes())
                        .param("outgoing", message.state() != Message.State.RECEIVED)
                        .param("sentAt", sentAt)
                        .param("shownAt", message.shownAt().toEpochMilli())
                        .param("state", message.state().name())
                        .param("kind", message.kind().name())
                        .param("body", Seals.seal(vault, row, message.body()))
                        .param(
                                "details",
                                Details.write(extras)
                                        .map(text ->
                                                Seals.seal(vault, MessageRow.detailsRow(row), text))
                                        .orElse(null),
                                Types.BINARY)
                        .param(
                                "quoteAuthor",
                                extras.quote().map(quote -> quote.author().bytes()).orElse(null),
                                Types.BINARY)
                        .param("quoteSentAt", millis(extras.quote().map(MessageName::sentAt)))
                        .param(
                                "timerMode",
                                timer.map(when -> when.mode().ordinal() + 1).orElse(null),
                                Types.SMALLINT)
                        .param(
                                "timer",
                                timer.map(when -> when.timer().toSeconds()).orElse(null),
                                Types.BIGINT)
                        .param("vanishesAt", millis(extras.vanishesAt()))
                        .param(
                                "hash",
                                message.hash().map(MessageHash::value).orElse(null),
                                Types.VARCHAR)
                        .param("token", token == null ? null : token.value(), Types.VARCHAR)
                        .param("words", Terms.hashes(account, vault, text(message)))
                        .query(Long.class)
                        .optional()
                        .map(MessageId::new);
        id.ifPresent(inserted -> point(message, inserted));
        return id;
    }

    private static String text(NewMessage message) {
        return SearchTable.text(message.body(), message.extras());
    }

    private static SqlParameterValue millis(Optional<Instant> at) {
        return new SqlParameterValue(Types.BIGINT, at.map(Instant::toEpochMilli).orElse(null));
    }

    private void point(NewMessage message, MessageId id) {
        jdbc.sql(
                        """
                        update conversation set
                            unread = unread
                                + case when :received and :shownAt > last_read then 1 else 0 end,
                            last_activity = case when newer then :shownAt else last_activity end,
                            last_message = case when newer then :id else last_message end
                        from (select id as same,
                                     last_message is null
                                     or (last_activity, last_message) < (:shownAt, :id) as newer
                              from conversation where id = :conversation) prior
                        where id = same
                        """)
                .param(
                        "received",
                        message.state() == Message.State.RECEIVED
                                && (message.kind() == Message.Kind.TEXT
                                        || message.kind() == Message.Kind.INVITATION))
                .param("shownAt", message.shownAt().toEpochMilli())
                .param("id", id.value())
                .param("conversation", message.conversation().value())
                .update();
    }

    /** A page, oldest first. */
    List<MessageRow> page(
            AccountRef account,
            ConversationId conversation,
            Optional<MessageId> before,
            int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("1 to " + MOST + " messages");
        }
        String condition =
                before.isPresent()
                        ? """
                        and (m.shown_at, m.id) < (
                            select b.shown_at, b.id from message b
                            where b.id = :before and b.conversation = :conversation)
                        """
                        : "";
        return jdbc.sql(
                        """
                        select %s from message m
                        where m.conversation = :conversation and m.account = :account %s
                        order by m.shown_at desc, m.id desc limit :limit
                        """
                                .formatted(MessageRow.COLUMNS, condition))
                .param("account", account.value())
                .param("conversation", conversation.value())
                .param("before", before.map(MessageId::value).orElse(null))
                .param("limit", limit)
                .query((row, number) -> MessageRow.read(row))
                .list()
                .reversed();
    }

    /** A page, oldest first, opened. */
    public List<Message> page(
            AccountRef account,
            Vault vault,
            ConversationId conversation,
            Optional<MessageId> before,
            int limit) {
        return page(account, conversation, before, limit).stream()
                .map(row -> row.open(vault))
                .toList();
    }

    public Optional<Message> find(AccountRef account, Vault vault, MessageId id) {
        return jdbc.sql(
                        "select %s from message m where m.id = ? and m.account = ?"
                                .formatted(MessageRow.COLUMNS))
                .params(id.value(), account.value())
                .query((row, number) -> MessageRow.read(row))
                .optional()
                .map(row -> row.open(vault));
    }

    /** The message that was written with a token. */
    public Optional<Message> find(AccountRef account, Vault vault, SendToken token) {
        return jdbc.sql(
                        "select %s from message m where m.account = ? and m.send_token = ?"
                                .formatted(MessageRow.COLUMNS))
                .params(account.value(), token.value())
                .query((row, number) -> MessageRow.read(row))
                .optional()
                .map(row -> row.open(vault));
    }

    /** Makes a message's token free for another. */
    public void releaseToken(MessageId id) {
        jdbc.sql("update message set send_token = null where id = ?").param(id.value()).update();
    }

    /**
     * Moves a message that is on its way to another state.
     *
     * @return the conversation; empty if there is nothing to change
     */
    public Optional<ConversationId> move(
            AccountRef account,
            MessageId id,
            Message.State state,
            Message.@Nullable SendFailure failure) {
        return jdbc.sql(
                        """
                        update message set state = :state, failure = :failure
                        where id = :id and account = :account and state in ('SENDING', 'FAILED')
                          and (state, coalesce(failure, '')) <> (:state, coalesce(:failure, ''))
                        returning conversation
                        """)
                .param("state", state.name())
                .param("failure", failure == null ? null : failure.name(), java.sql.Types.VARCHAR)
                .param("id", id.value())
                .param("account", account.value())
                .query(Long.class)
                .optional()
                .map(ConversationId::new);
    }

    /** Remembers under which hash our own swarm keeps the copy. */
    public void keepHash(MessageId id, MessageHash hash) {
        jdbc.sql("update message set hash = ? where id = ?")
                .params(hash.value(), id.value())
                .update();
    }

    /**
     * Deletes a message that is not sent, and whatever of it waits in the outbox.
     *
     * @return its conversation; empty if it is gone or sent
     */
    public Optional<ConversationId> deleteUnsent(AccountRef account, MessageId id) {
        Optional<ConversationId> conversation =
                jdbc.sql(
                                """
                                delete from message
                                where id = ? and account = ? and state in ('SENDING', 'FAILED')
                                returning conversation
                                """)
                        .params(id.value(), account.value())
                        .query(Long.class)
                        .optional()
                        .map(ConversationId::new);
        conversation.ifPresent(changed -> pointAgain(changed, id));
        return conversation;
    }

    /** After the newest message was deleted. */
    void pointAgain(ConversationId conversation, MessageId deleted) {
        jdbc.sql(
                        """
                        update conversation c set
                            last_message = newest.id,
                            last_activity = coalesce(newest.shown_at, c.last_activity)
                        from (select) one
                        left join lateral (
                            select m.id, m.shown_at from message m
                            where m.conversation = :conversation
                            order by m.shown_at desc, m.id desc limit 1) newest on true
                        where c.id = :conversation and c.last_message = :deleted
                        """)
                .param("conversation", conversation.value())
                .param("deleted", deleted.value())
                .update();
    }
}
