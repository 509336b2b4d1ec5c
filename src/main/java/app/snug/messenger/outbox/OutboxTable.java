/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.outbox;

import app.snug.messenger.AccountRef;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Message.SendFailure;
import app.snug.messenger.MessageId;
import app.snug.messenger.outbox.Letter.Queue;
import app.snug.protocol.identity.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code outbox}. */
final class OutboxTable {

    private final JdbcClient jdbc;

    OutboxTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** When the first letter of a queue may be tried. */
    record Due(Queue queue, Instant at) {}

    /**
     * @param due null rests until it is released
     */
    void insert(
            AccountRef account,
            ConversationId conversation,
            MessageId message,
            boolean copy,
            AccountId recipient,
            byte[] data,
            Duration timeToLive,
            @Nullable Instant due,
            Instant giveUp) {
        jdbc.sql(
                        """
                        insert into outbox (account, conversation, message, copy, recipient, data,
                                            time_to_live, due_at, give_up_at)
                        values (:account, :conversation, :message, :copy, :recipient, :data,
                                :timeToLive, :due, :giveUp)
                        """)
                .param("account", account.value())
                .param("conversation", conversation.value())
                .param("message", message.value())
                .param("copy", copy)
                .param("recipient", recipient.bytes())
                .param("data", data)
                .param("timeToLive", timeToLive.toMillis())
                .param("due", due == null ? null : due.toEpochMilli(), java.sql.Types.BIGINT)
                .param("giveUp", giveUp.toEpochMilli())
                .update();
    }

    /** The first letter's time of every queue that does not rest. */
    List<Due> queues() {
        return jdbc.sql(
                        """
                        select distinct on (conversation, copy) conversation, copy, due_at
                        from outbox where due_at is not null
                        order by conversation, copy, id
                        """)
                .query((row, number) ->
                        new Due(
                                new Queue(row.getLong("conversation"), row.getBoolean("copy")),
                                Instant.ofEpochMilli(row.getLong("due_at"))))
                .list();
    }

    /** The first letter of a queue, if its time has come. */
    Optional<Letter> first(Queue queue, Instant now, Instant tooFar) {
        return jdbc.sql(
                        """
                        select * from (
                            select * from outbox
                            where conversation = ? and copy = ? and due_at is not null
                            order by id limit 1) head
                        where due_at <= ? or due_at > ?
                        """)
                .params(
                        queue.conversation(),
                        queue.copies(),
                        now.toEpochMilli(),
                        tooFar.toEpochMilli())
                .query(OutboxTable::read)
                .optional();
    }

    /**
     * @return false if somebody has taken it out meanwhile
     */
    boolean delete(Letter letter) {
        return jdbc.sql("delete from outbox where id = ?").param(letter.id()).update() > 0;
    }

    /** The copy of a message may go now. */
    void releaseCopy(MessageId message, Instant now, Instant giveUp) {
        jdbc.sql("update outbox set due_at = ?, give_up_at = ? where message = ? and copy")
                .params(now.toEpochMilli(), giveUp.toEpochMilli(), message.value())
                .update();
    }

    /**
     * Puts a letter off.
     *
     * @param due null rests
     * @return false if somebody has taken it out meanwhile
     */
    boolean postpone(Letter letter, SendFailure failure, @Nullable Instant due) {
        return jdbc.sql(
                                """
                                update outbox set attempts = attempts + 1, failure = :failure,
                                    due_at = case when :due < give_up_at then :due end
                                where id = :id
                                """)
                        .param("failure", failure.name())
                        .param(
                                "due",
                                due == null ? null : due.toEpochMilli(),
                                java.sql.Types.BIGINT)
                        .param("id", letter.id())
                        .update()
                > 0;
    }

    /** Starts a message anew, at once. */
    void retry(MessageId message, Instant now, Instant giveUp) {
        jdbc.sql(
                        """
                        update outbox
                        set due_at = ?, give_up_at = ?, attempts = 0, failure = null
                        where message = ? and not copy
                        """)
                .params(now.toEpochMilli(), giveUp.toEpochMilli(), message.value())
                .update();
    }

    /** The first letter of a conversation need not wait any longer. */
    void hurry(ConversationId conversation, Instant now) {
        jdbc.sql(
                        """
                        update outbox set due_at = :now
                        where conversation = :conversation and not copy and due_at > :now
                        """)
                .param("conversation", conversation.value())
                .param("now", now.toEpochMilli())
                .update();
    }

    /** What waits for the network to come back need not wait any longer. */
    void hurryAll(Instant now) {
        jdbc.sql(
                        """
                        update outbox set due_at = :now
                        where due_at > :now and failure in ('NETWORK_DOWN', 'NO_PATH')
                        """)
                .param("now", now.toEpochMilli())
                .update();
    }

    /** Copies that nobody will ever send. */
    void deleteRestingCopies() {
        jdbc.sql(
                        """
                        delete from outbox o using message m
                        where o.message = m.id and o.copy and o.due_at is null
                          and m.state in ('SENT', 'READ')
                        """)
                .update();
    }

    private static Letter read(ResultSet row, int number) throws SQLException {
        return new Letter(
                row.getLong("id"),
                new AccountRef(row.getLong("account")),
                new Queue(row.getLong("conversation"), row.getBoolean("copy")),
                new MessageId(row.getLong("message")),
                AccountId.of(row.getBytes("recipient")),
                row.getBytes("data"),
                Duration.ofMillis(row.getLong("time_to_live")),
                row.getInt("attempts"));
    }
}
