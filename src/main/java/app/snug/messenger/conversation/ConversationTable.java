/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations.Overview;
import app.snug.messenger.Conversations.Summary;
import app.snug.protocol.config.Notifications;
import app.snug.protocol.identity.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code conversation}. */
public final class ConversationTable {

    private static final String SELECT =
            """
            select c.id, c.peer, c.last_activity, c.unread, n.name, n.nickname, n.approved,
                   n.approved_me, n.blocked, c.priority, c.notifications, c.muted_until,
                   c.marked_unread, c.timer_mode, c.timer, n.picture_stored, %s
            from conversation c
            left join contact n on n.account = c.account and n.peer = c.peer
            left join message m on m.id = c.last_message
            where c.account = :account
            """
                    .formatted(MessageRow.COLUMNS);

    /** Of people whom we have neither written to nor accepted. */
    private static final String REQUEST =
            "(coalesce(n.approved_me, false) and not n.approved and not n.blocked)";

    private static final String LISTED =
            "(c.priority >= 0 and (n.approved_me is null or not n.approved_me or n.approved))";

    private final JdbcClient jdbc;

    public ConversationTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A row of the list, still sealed. */
    record Row(
            ConversationId id,
            AccountId peer,
            Instant lastActivity,
            int unread,
            byte @Nullable [] name,
            byte @Nullable [] nickname,
            boolean approved,
            boolean approvedMe,
            boolean blocked,
            SettingsTable.Settings settings,
            boolean markedUnread,
            @Nullable MessageRow last,
            @Nullable String picture) {}

    List<Row> list(AccountRef account, Optional<Summary> before, int limit) {
        String condition =
                before.isPresent()
                        ? " and (greatest(c.priority, 0), c.last_activity, c.id)"
                                + " < (:priority, :activity, :id)"
                        : "";
        return jdbc.sql(
                        SELECT
                                + "and "
                                + LISTED
                                + condition
                                + " order by greatest(c.priority, 0) desc, c.last_activity desc,"
                                + " c.id desc limit :limit")
                .param("priority", before.map(b -> b.settings().priority()).orElse(null))
                .param("account", account.value())
                .param("activity", before.map(b -> b.lastActivity().toEpochMilli()).orElse(null))
                .param("id", before.map(b -> b.id().value()).orElse(null))
                .param("limit", limit)
                .query(ConversationTable::read)
                .list();
    }

    List<Row> requests(AccountRef account, Optional<Summary> before, int limit) {
        String condition =
                before.isPresent() ? " and (c.last_activity, c.id) < (:activity, :id)" : "";
        return jdbc.sql(
                        SELECT
                                + "and c.priority >= 0 and c.last_message is not null and "
                                + REQUEST
                                + condition
                                + " order by c.last_activity desc, c.id desc limit :limit")
                .param("account", account.value())
                .param("activity", before.map(b -> b.lastActivity().toEpochMilli()).orElse(null))
                .param("id", before.map(b -> b.id().value()).orElse(null))
                .param("limit", limit)
                .query(ConversationTable::read)
                .list();
    }

    Overview overview(AccountRef account, Instant now) {
        return jdbc.sql(
                        """
                        select coalesce(sum(greatest(c.unread, c.marked_unread::int))
                                   filter (where %1$s and not coalesce(n.blocked, false)
                                           and c.notifications <> :disabled
                                           and coalesce(c.muted_until, 0) <= :now), 0) as unread,
                               count(*) filter (where %2$s) as requests,
                               max(c.id) filter (where %2$s) as newest
                        from conversation c
                        left join contact n on n.account = c.account and n.peer = c.peer
                        where c.account = :account
                        """
                                .formatted(
                                        LISTED,
                                        "c.priority >= 0 and c.last_message is not null and "
                                                + REQUEST))
                .param("account", account.value())
                .param("disabled", Notifications.DISABLED.ordinal())
                .param("now", now.toEpochMilli())
                .query((row, number) ->
                        new Overview(
                                row.getInt("unread"),
                                row.getInt("requests"),
                                Optional.ofNullable(row.getObject("newest", Long.class))
                                        .map(ConversationId::new)))
                .single();
    }

    Optional<Row> find(AccountRef account, ConversationId id) {
        return jdbc.sql(SELECT + "and c.id = :id")
                .param("account", account.value())
                .param("id", id.value())
                .query(ConversationTable::read)
                .optional();
    }

    Optional<Row> with(AccountRef account, AccountId peer) {
        return jdbc.sql(SELECT + "and c.peer = :peer")
                .param("account", account.value())
                .param("peer", peer.bytes())
                .query(ConversationTable::read)
                .optional();
    }

    /** Whom the conversation is with, if it is this account's. */
    public Optional<AccountId> peer(AccountRef account, ConversationId id) {
        return jdbc.sql("select peer from conversation where id = ? and account = ?")
                .params(id.value(), account.value())
                .query(byte[].class)
                .optional()
                .map(AccountId::of);
    }

    public Optional<ConversationId> idWith(AccountRef account, AccountId peer) {
        return jdbc.sql("select id from conversation where account = ? and peer = ?")
                .params(account.value(), peer.bytes())
                .query(Long.class)
                .optional()
                .map(ConversationId::new);
    }

    /** Empty if there is one already. */
    Optional<ConversationId> insert(AccountRef account, AccountId peer, Instant now) {
        return jdbc.sql(
                        """
                        insert into conversation (account, peer, last_activity) values (?, ?, ?)
                        on conflict (account, peer) do nothing returning id
                        """)
                .params(account.value(), peer.bytes(), now.toEpochMilli())
                .query(Long.class)
                .optional()
                .map(ConversationId::new);
    }

    /** The conversation with that person, made if there is none. */
    public ConversationId open(AccountRef account, AccountId peer, Instant now) {
        return idWith(account, peer)
                .or(() -> insert(account, peer, now))
                .or(() -> idWith(account, peer))
                .orElseThrow();
    }

    /** Everybody there is a conversation with. */
    List<AccountId> peers(AccountRef account) {
        return jdbc
                .sql("select peer from conversation where account = ? order by id")
                .param(account.value())
                .query(byte[].class)
                .list()
                .stream()
                .map(AccountId::of)
                .toList();
    }

    private static Row read(ResultSet row, int number) throws SQLException {
        return new Row(
                new ConversationId(row.getLong("id")),
                AccountId.of(row.getBytes("peer")),
                Instant.ofEpochMilli(row.getLong("last_activity")),
                row.getInt("unread"),
                row.getBytes("name"),
                row.getBytes("nickname"),
                row.getBoolean("approved"),
                row.getBoolean("approved_me"),
                row.getBoolean("blocked"),
                SettingsTable.read(row),
                row.getBoolean("marked_unread"),
                MessageRow.isIn(row) ? MessageRow.read(row) : null,
                row.getString("picture_stored"));
    }
}
