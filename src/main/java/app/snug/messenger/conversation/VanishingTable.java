/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.messenger.Change;
import app.snug.messenger.ConversationId;
import app.snug.messenger.MessageId;
import app.snug.messenger.change.Alarm;
import app.snug.messenger.change.Ledger;
import app.snug.protocol.message.Disappearing;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.StorageLimits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When messages vanish, in the table {@code message}. */
public final class VanishingTable {

    /** No swarm keeps a message for longer. */
    private static final Duration SWARM = StorageLimits.MAX_TIME_TO_LIVE_PUBLIC;

    private final JdbcClient jdbc;
    private final Alarm alarm = new Alarm();

    public VanishingTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Rings when some message may vanish earlier than any did before. */
    Alarm alarm() {
        return alarm;
    }

    /**
     * A message whose timer does not run yet.
     *
     * @param told neither words nor a card, but a line that nobody has to open
     * @param read whether its conversation was read beyond it
     */
    record Waiting(
            MessageId id,
            ConversationId conversation,
            MessageHash hash,
            boolean outgoing,
            boolean told,
            boolean read,
            Instant sentAt,
            Disappearing timer) {}

    /** Those of these messages whose timers wait. */
    List<Waiting> waiting(AccountRef account, Collection<MessageHash> hashes) {
        return jdbc.sql(
                        """
                        select m.id, m.conversation, m.hash, m.outgoing, m.sent_at, m.timer_mode,
                               m.timer, m.kind not in ('TEXT', 'INVITATION') as told,
                               m.shown_at <= c.last_read as read
                        from message m join conversation c on c.id = m.conversation
                        where m.account = :account and m.hash = any(:hashes)
                          and m.timer is not null and m.vanishes_at is null
                        """)
                .param("account", account.value())
                .param("hashes", hashes.stream().map(MessageHash::value).toArray(String[]::new))
                .query((row, number) -> waiting(row))
                .list();
    }

    /** Those that are read now, for the first time: what is shown between these times. */
    List<Waiting> read(ConversationId conversation, Instant after, Instant to) {
        return jdbc.sql(
                        """
                        select id, conversation, hash, outgoing, sent_at, timer_mode, timer,
                               kind not in ('TEXT', 'INVITATION') as told, true as read
                        from message
                        where conversation = :conversation and shown_at > :after
                          and shown_at <= :to and not outgoing and hash is not null
                          and timer_mode = 2 and vanishes_at is null
                        """)
                .param("conversation", conversation.value())
                .param("after", after.toEpochMilli())
                .param("to", to.toEpochMilli())
                .query((row, number) -> waiting(row))
                .list();
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(
                new MessageId(row.getLong("id")),
                new ConversationId(row.getLong("conversation")),
                new MessageHash(row.getString("hash")),
                row.getBoolean("outgoing"),
                row.getBoolean("told"),
                row.getBoolean("read"),
                Instant.ofEpochMilli(row.getLong("sent_at")),
                new Disappearing(
                        Disappearing.Mode.values()[row.getInt("timer_mode") - 1],
                        Duration.ofSeconds(row.getLong("timer"))));
    }

    /** The timer of a message runs from now on. */
    void start(Waiting message, Instant end, Ledger.Entries entries) {
        jdbc.sql("update message set vanishes_at = ? where id = ?")
                .params(end.toEpochMilli(), message.id().value())
                .update();
        changed(message.conversation(), message.id(), entries);
    }

    /** As {@link #start} for a message of ours that was sent, if it has a timer. */
    void sent(MessageId id, Instant now, Ledger.Entries entries) {
        jdbc.sql(
                        """
                        update message set vanishes_at = :now + timer * 1000
                        where id = :id and timer is not null and vanishes_at is null
                        returning conversation
                        """)
                .param("now", now.toEpochMilli())
                .param("id", id.value())
                .query(Long.class)
                .optional()
                .ifPresent(conversation -> changed(new ConversationId(conversation), id, entries));
    }

    /** A message whose timer runs vanishes then, if not before. */
    public void endBy(AccountRef account, MessageHash hash, Instant at, Ledger.Entries entries) {
        jdbc.sql(
                        """
                        update message set vanishes_at = :at
                        where account = :account and hash = :hash and vanishes_at > :at
                        returning id, conversation
                        """)
                .param("account", account.value())
                .param("hash", hash.value())
                .param("at", at.toEpochMilli())
                .query((row, number) ->
                        Map.entry(
                                new ConversationId(row.getLong("conversation")),
                                new MessageId(row.getLong("id"))))
                .list()
                .forEach(found -> changed(found.getKey(), found.getValue(), entries));
    }

    /**
     * A swarm does not have a message whose timer runs: it has ended on another device ({@code
     * protocol/01} §4.11), unless it is so old that it ended by itself.
     *
     * @param now the network's time
     */
    public void gone(AccountRef account, MessageHash hash, Instant now, Ledger.Entries entries) {
        boolean young =
                jdbc.sql(
                                """
                                select exists (
                                    select from message
                                    where account = ? and hash = ? and shown_at > ?)
                                """)
                        .params(account.value(), hash.value(), now.minus(SWARM).toEpochMilli())
                        .query(Boolean.class)
                        .single();
        if (young) {
            endBy(account, hash, now, entries);
        }
    }

    private void changed(ConversationId conversation, MessageId id, Ledger.Entries entries) {
        entries.add(Change.Kind.MESSAGE_CHANGED, conversation, id);
        entries.afterCommit(alarm::ring);
    }

    /** When the next message vanishes. */
    Optional<Instant> next() {
        return jdbc.sql("select min(vanishes_at) from message where vanishes_at is not null")
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochMilli);
    }

    /** Messages whose time has come, by account. */
    Map<AccountRef, List<Long>> due(Instant now, int limit) {
        Map<AccountRef, List<Long>> due = new LinkedHashMap<>();
        jdbc.sql(
                        """
                        select account, id from message
                        where vanishes_at <= ? order by vanishes_at limit ?
                        """)
                .params(now.toEpochMilli(), limit)
                .query((row, number) ->
                        Map.entry(new AccountRef(row.getLong("account")), row.getLong("id")))
                .list()
                .forEach(found ->
                        due.computeIfAbsent(found.getKey(), ref -> new ArrayList<>())
                                .add(found.getValue()));
        return due;
    }

    /** Deletes messages and the reactions to them, and lets their conversations follow. */
    void delete(AccountRef account, Collection<Long> ids, Ledger.Entries entries) {
        List<Deleted> deleted =
                jdbc.sql(
                                """
                                with gone as (
                                    delete from message where account = :account and id = any(:ids)
                                    returning id, conversation, author, sent_at),
                                echoes as (
                                    delete from reaction r using gone g
                                    where r.conversation = g.conversation
                                      and r.target = g.author and r.target_at = g.sent_at)
                                select id, conversation from gone
                                """)
                        .param("account", account.value())
                        .param("ids", ids.toArray(Long[]::new))
                        .query((row, number) ->
                                new Deleted(
                                        new MessageId(row.getLong("id")),
                                        new ConversationId(row.getLong("conversation"))))
                        .list();
        deleted.stream().map(Deleted::conversation).distinct().forEach(this::follow);
        deleted.forEach(message ->
                entries.add(Change.Kind.MESSAGE_REMOVED, message.conversation(), message.id()));
    }

    private record Deleted(MessageId id, ConversationId conversation) {}

    private void follow(ConversationId conversation) {
        jdbc.sql(
                        """
                        update conversation c set
                            unread = (select count(*) from message m
                                      where m.conversation = c.id and not m.outgoing
                                        and m.kind in ('TEXT', 'INVITATION')
                                        and m.shown_at > c.last_read),
                            last_message = newest.id,
                            last_activity = coalesce(newest.shown_at, c.last_activity)
                        from (select) one
                        left join lateral (
                            select m.id, m.shown_at from message m
                            where m.conversation = :conversation
                            order by m.shown_at desc, m.id desc limit 1) newest on true
                        where c.id = :conversation
                        """)
                .param("conversation", conversation.value())
                .update();
    }
}
