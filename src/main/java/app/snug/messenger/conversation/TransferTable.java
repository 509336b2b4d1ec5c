/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.messenger.Attachment;
import app.snug.messenger.MessageId;
import app.snug.messenger.OwnerId;
import app.snug.messenger.TransferFailure;
import app.snug.messenger.Vault;
import app.snug.messenger.account.Seals;
import app.snug.protocol.message.AttachmentPointer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code attachment} as a queue of what is to be carried. */
public final class TransferTable {

    /** So many failures count though the server is not to blame. */
    static final int UNBLAMED = 5;

    private final JdbcClient jdbc;

    public TransferTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What is due; the pointer is still sealed.
     *
     * @param upload else it is to be fetched
     */
    public record Due(
            long id,
            OwnerId owner,
            AccountRef account,
            MessageId message,
            String part,
            int place,
            boolean upload,
            long size,
            int attempts,
            byte @Nullable [] pointer) {

        /** Empty of what is not uploaded yet. */
        public Pointer open(Vault vault) {
            if (pointer == null) {
                throw new IllegalStateException("There is no pointer yet");
            }
            return Pointer.of(Seals.open(vault, row(), pointer));
        }

        private String row() {
            return AttachmentRow.sealed(message, part, place) + "/pointer";
        }
    }

    /** One of each account: what goes out first, then what has been due for longest. */
    public List<Due> due(Instant now) {
        return jdbc.sql(
                        """
                        select * from (
                            select distinct on (a.account) a.id, o.owner, a.account, a.message,
                                   a.part, a.place, a.state, a.size, a.attempts, a.pointer, a.due_at
                            from attachment a join account o on o.id = a.account
                            where a.due_at <= ?
                            order by a.account, a.state = 'SENDING' desc, a.due_at, a.id) firsts
                        order by state = 'SENDING' desc, due_at, id
                        """)
                .param(now.toEpochMilli())
                .query(TransferTable::read)
                .list();
    }

    /** When each owner's next one becomes due. */
    public record Next(OwnerId owner, Instant at) {}

    public List<Next> next() {
        return jdbc.sql(
                        """
                        select o.owner, min(a.due_at) as due
                        from attachment a join account o on o.id = a.account
                        where a.due_at is not null group by o.owner
                        """)
                .query((row, number) ->
                        new Next(
                                new OwnerId(row.getObject("owner", UUID.class)),
                                Instant.ofEpochMilli(row.getLong("due"))))
                .list();
    }

    /** If it still waits to be carried. */
    public Optional<Due> find(long id) {
        return jdbc.sql(
                        """
                        select a.id, o.owner, a.account, a.message, a.part, a.place, a.state,
                               a.size, a.attempts, a.pointer
                        from attachment a join account o on o.id = a.account
                        where a.id = ? and a.state in ('SENDING', 'FETCHING')
                        """)
                .param(id)
                .query(TransferTable::read)
                .optional();
    }

    private static Due read(ResultSet row, int number) throws SQLException {
        return new Due(
                row.getLong("id"),
                new OwnerId(row.getObject("owner", UUID.class)),
                new AccountRef(row.getLong("account")),
                new MessageId(row.getLong("message")),
                row.getString("part"),
                row.getInt("place"),
                row.getString("state").equals(Attachment.State.SENDING.name()),
                row.getLong("size"),
                row.getInt("attempts"),
                row.getBytes("pointer"));
    }

    /** The file server has it. */
    public void uploaded(Vault vault, Due upload, Pointer pointer) {
        jdbc.sql(
                        """
                        update attachment
                        set state = 'HERE', pointer = ?, failure = null, due_at = null
                        where id = ? and state = 'SENDING'
                        """)
                .params(Seals.seal(vault, upload.row(), pointer.text()), upload.id())
                .update();
    }

    /** Whether something of a message is still to be uploaded. */
    public boolean isWaiting(MessageId message) {
        return jdbc.sql(
                        """
                        select exists (
                            select from attachment where message = ? and state = 'SENDING')
                        """)
                .param(message.value())
                .query(Boolean.class)
                .single();
    }

    /**
     * What came is here.
     *
     * @param thumbnail null if there is none
     * @param notShown why a picture can only be saved; null if it can be shown or is none
     */
    public void fetched(
            long id,
            String stored,
            @Nullable String thumbnail,
            String contentType,
            long size,
            int width,
            int height,
            @Nullable String notShown) {
        jdbc.sql(
                        """
                        update attachment
                        set state = 'HERE', stored = :stored, thumbnail = :thumbnail,
                            content_type = :type, size = :size, width = :width, height = :height,
                            failure = :notShown, due_at = null, attempts = 0
                        where id = :id and state = 'FETCHING'
                        """)
                .param("stored", stored)
                .param("thumbnail", thumbnail, Types.VARCHAR)
                .param("type", contentType)
                .param("size", size)
                .param("width", width)
                .param("height", height)
                .param("notShown", notShown, Types.VARCHAR)
                .param("id", id)
                .update();
    }

    /**
     * It was not carried.
     *
     * @param due when it is tried again; null if not by itself
     */
    public void failed(
            long id, Attachment.State state, TransferFailure why, @Nullable Instant due) {
        boolean blamed = state == Attachment.State.SENDING || why.isServers();
        jdbc.sql(
                        """
                        update attachment
                        set state = :state, failure = :why, due_at = :due,
                            attempts = greatest(attempts, least(attempts + 1, :most))
                        where id = :id
                        """)
                .param("most", blamed ? Integer.MAX_VALUE : UNBLAMED)
                .param("state", state.name())
                .param("why", why.name())
                .param("due", due == null ? null : due.toEpochMilli(), Types.BIGINT)
                .param("id", id)
                .update();
    }

    /** What a message's pointers say, once all are uploaded. */
    public List<AttachmentPointer> pointers(Vault vault, MessageId message, Attachment.Part part) {
        return jdbc.sql(
                        """
                        select place, content_type, name, size, voice, width, height, pointer
                        from attachment where message = ? and part = ? order by place
                        """)
                .params(message.value(), part.name())
                .query((row, number) -> {
                    String sealed = AttachmentRow.sealed(message, part.name(), row.getInt("place"));
                    Pointer pointer =
                            Pointer.of(
                                    Seals.open(
                                            vault, sealed + "/pointer", row.getBytes("pointer")));
                    return new AttachmentPointer(
                            pointer.url(),
                            pointer.key(),
                            pointer.digestIfAny(),
                            Optional.of(row.getString("content_type")),
                            AttachmentRow.open(vault, sealed + "/name", row.getBytes("name")),
                            Optional.empty(),
                            row.getLong("size"),
                            row.getBoolean("voice"),
                            row.getInt("width"),
                            row.getInt("height"));
                })
                .list();
    }
}
