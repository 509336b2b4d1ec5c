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
import java.sql.Types;
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
     * A letter to be.
     *
     * @param message that it carries; null if none
     * @param copy whether it waits in the queue for our own devices
     */
    record NewLetter(
            Post.Address about,
            @Nullable MessageId message,
            boolean copy,
            AccountId recipient,
            byte[] data,
            Duration timeToLive) {}

    /**
     * @param original of a copy: the letter that it waits for; else null
     * @param due null rests until it is released
     * @return the letter's id
     */
    long insert(NewLetter letter, @Nullable Long original, @Nullable Instant due, Instant giveUp) {
        return jdbc.sql(
                        """
                        insert into outbox (account, conversation, message, copy, original,
                                            recipient, data, time_to_live, due_at, give_up_at)
                        values (:account, :conversation, :message, :copy, :original, :recipient,
                                :data, :timeToLive, :due, :giveUp)
                        returning id
                        """)
                .param("account", letter.about().account().ref().value())
                .param("conversation", letter.about().conversation().value())
                .param(
                        "message",
                        letter.message() == null ? null : letter.message().value(),
                        Types.BIGINT)
                .param("copy", letter.copy())
                .param("original", original, Types.BIGINT)
                .param("recipient", letter.recipient().bytes())
                .param("data", letter.data())
                .param("timeToLive", letter.timeToLive().toMillis())
                .param("due", due == null ? null : due.toEpochMilli(), Types.BIGINT)
                .param("giveUp", giveUp.toEpochMilli())
                .query(Long.class)
                .single();
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
                        select head.*, head.recipient = a.account_id as own from (
                            select * from outbox
                            where conversation = ? and copy = ? and due_at is not null
                            order by id limit 1) head
                        join account a on a.id = head.account
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

    /** Takes out whatever carries a message. */
    void drop(MessageId message) {
        jdbc.sql("delete from outbox where message = ?").param(message.value()).update();
    }

    /** The copy of a letter may go now. */
    void releaseCopy(Letter letter, Instant now, Instant giveUp) {
        jdbc.sql("update outbox set due_at = ?, give_up_at = ? where original = ?")
                .params(now.toEpochMilli(), giveUp.toEpochMilli(), letter.id())
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
                        .param("due", due == null ? null : due.toEpochMilli(), Types.BIGINT)
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

    /** What nobody will ever send: letters about no message that were given up, and copies. */
    void deleteResting() {
        jdbc.sql("delete from outbox where message is null and original is null and due_at is null")
                .update();
        jdbc.sql(
                        """
                        delete from outbox c where c.original is not null and c.due_at is null
                          and not exists (select from outbox o where o.id = c.original)
                        """)
                .update();
    }

    private static Letter read(ResultSet row, int number) throws SQLException {
        return new Letter(
                row.getLong("id"),
                new AccountRef(row.getLong("account")),
                new Queue(row.getLong("conversation"), row.getBoolean("copy")),
                Optional.ofNullable(row.getObject("message", Long.class)).map(MessageId::new),
                AccountId.of(row.getBytes("recipient")),
                row.getBoolean("own"),
                row.getBytes("data"),
                Duration.ofMillis(row.getLong("time_to_live")),
                row.getInt("attempts"));
    }
}
