/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.ConversationId;
import app.snug.protocol.config.Notifications;
import app.snug.protocol.message.Disappearing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was decided about a conversation, in the table {@code conversation}. */
public final class SettingsTable {

    private final JdbcClient jdbc;

    public SettingsTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** As the columns have them. */
    public record Settings(
            int priority,
            Notifications notifications,
            Optional<Instant> mutedUntil,
            Optional<Disappearing> disappearing) {

        public static final Settings NONE =
                new Settings(0, Notifications.DEFAULT, Optional.empty(), Optional.empty());

        Settings prioritised(int newPriority) {
            return new Settings(newPriority, notifications, mutedUntil, disappearing);
        }

        Settings notifying(Notifications when) {
            return new Settings(priority, when, mutedUntil, disappearing);
        }

        Settings muted(Optional<Instant> until) {
            return new Settings(priority, notifications, until, disappearing);
        }

        Settings vanishing(Optional<Disappearing> when) {
            return new Settings(priority, notifications, mutedUntil, when);
        }
    }

    Settings find(ConversationId id) {
        return jdbc.sql(
                        """
                        select priority, notifications, muted_until, timer_mode, timer
                        from conversation where id = ?
                        """)
                .param(id.value())
                .query((row, number) -> read(row))
                .single();
    }

    static Settings read(ResultSet row) throws SQLException {
        long muted = row.getLong("muted_until");
        Optional<Instant> until =
                row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(muted));
        return new Settings(
                row.getInt("priority"),
                Notifications.values()[row.getInt("notifications")],
                until,
                disappearing(row.getInt("timer_mode"), row.getLong("timer")));
    }

    private static Optional<Disappearing> disappearing(int mode, long seconds) {
        return mode == 0
                ? Optional.empty()
                : Optional.of(
                        new Disappearing(
                                Disappearing.Mode.values()[mode - 1], Duration.ofSeconds(seconds)));
    }

    void save(ConversationId id, Settings settings) {
        Optional<Disappearing> timer = settings.disappearing();
        jdbc.sql(
                        """
                        update conversation
                        set priority = :priority, notifications = :notifications,
                            muted_until = :muted, timer_mode = :mode, timer = :timer
                        where id = :id
                        """)
                .param("priority", settings.priority())
                .param("notifications", settings.notifications().ordinal())
                .param(
                        "muted",
                        settings.mutedUntil().map(Instant::toEpochMilli).orElse(null),
                        Types.BIGINT)
                .param("mode", timer.map(t -> t.mode().ordinal() + 1).orElse(null), Types.SMALLINT)
                .param("timer", timer.map(t -> t.timer().toSeconds()).orElse(null), Types.BIGINT)
                .param("id", id.value())
                .update();
    }

    /**
     * Everything shown up to then is read.
     *
     * @return whether that moved the marker
     */
    public boolean readUpTo(ConversationId id, Instant to) {
        return jdbc.sql(
                                """
                                update conversation c
                                set last_read = :to,
                                    unread = (select count(*) from message m
                                              where m.conversation = c.id and not m.outgoing
                                                and m.kind in ('TEXT', 'INVITATION')
                                                and m.shown_at > :to)
                                where c.id = :id and c.last_read < :to
                                """)
                        .param("to", to.toEpochMilli())
                        .param("id", id.value())
                        .update()
                > 0;
    }

    /** Up to the newest message; the epoch if there is none. */
    Instant newest(ConversationId id) {
        return jdbc.sql(
                        """
                        select case when last_message is null then 0 else last_activity end
                        from conversation where id = ?
                        """)
                .param(id.value())
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochMilli)
                .orElse(Instant.EPOCH);
    }

    Instant lastRead(ConversationId id) {
        return Instant.ofEpochMilli(
                jdbc.sql("select last_read from conversation where id = ?")
                        .param(id.value())
                        .query(Long.class)
                        .single());
    }

    /**
     * @return whether that changes anything
     */
    public boolean markUnread(ConversationId id, boolean unread) {
        return jdbc.sql(
                                """
                                update conversation set marked_unread = :unread
                                where id = :id and marked_unread <> :unread
                                """)
                        .param("unread", unread)
                        .param("id", id.value())
                        .update()
                > 0;
    }

    /** Deletes all messages. */
    void empty(ConversationId id) {
        jdbc.sql("delete from message where conversation = ?").param(id.value()).update();
        jdbc.sql("delete from reaction where conversation = ?").param(id.value()).update();
        jdbc.sql(
                        """
                        update conversation
                        set last_message = null, unread = 0, marked_unread = false where id = ?
                        """)
                .param(id.value())
                .update();
    }

    void delete(ConversationId id) {
        jdbc.sql("delete from conversation where id = ?").param(id.value()).update();
    }
}
