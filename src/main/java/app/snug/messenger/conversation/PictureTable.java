/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.crypto.Secret;
import app.snug.messenger.AccountRef;
import app.snug.messenger.ConversationId;
import app.snug.messenger.OwnerId;
import app.snug.messenger.TransferFailure;
import app.snug.messenger.Vault;
import app.snug.messenger.account.Seals;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Picture;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Pictures of people: where they lie, and the table {@code picture_transfer}. */
public final class PictureTable {

    private final JdbcClient jdbc;

    public PictureTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Why one is on its way. */
    public enum Kind {
        FETCH,
        UPLOAD,
        AGAIN
    }

    /**
     * On its way.
     *
     * @param peer whose it is; empty of one's own
     */
    public record Due(
            long id,
            OwnerId owner,
            AccountRef account,
            Optional<AccountId> peer,
            Kind kind,
            int attempts) {}

    /**
     * One of each account, of people only those who are accepted: one's own first, then what has
     * been due for longest.
     */
    public List<Due> due(Instant now) {
        return jdbc.sql(
                        """
                        select * from (%s and p.due_at <= ?
                            order by p.account, p.kind <> 'FETCH' desc, p.due_at, p.id) firsts
                        order by kind <> 'FETCH' desc, due_at, id
                        """
                                .formatted(SELECT.formatted("distinct on (p.account)")))
                .param(now.toEpochMilli())
                .query(PictureTable::read)
                .list();
    }

    private static final String SELECT =
            """
            select %s p.id, a.owner, p.account, p.peer, p.kind, p.attempts, p.due_at
            from picture_transfer p join account a on a.id = p.account
            where (p.peer is null or exists (
                select from contact n where n.account = p.account and n.peer = p.peer
                  and n.approved and not n.blocked))
            """;

    public List<TransferTable.Next> next() {
        return jdbc.sql(SELECT.formatted("") + "and p.due_at is not null")
                .query((row, number) ->
                        new TransferTable.Next(
                                new OwnerId(row.getObject("owner", UUID.class)),
                                Instant.ofEpochMilli(row.getLong("due_at"))))
                .list();
    }

    public Optional<Due> find(long id) {
        return jdbc.sql(SELECT.formatted("") + "and p.id = ?")
                .param(id)
                .query(PictureTable::read)
                .optional();
    }

    private static Due read(ResultSet row, int number) throws SQLException {
        return new Due(
                row.getLong("id"),
                new OwnerId(row.getObject("owner", UUID.class)),
                new AccountRef(row.getLong("account")),
                Optional.ofNullable(row.getBytes("peer")).map(AccountId::of),
                Kind.valueOf(row.getString("kind")),
                row.getInt("attempts"));
    }

    /**
     * Has one's own carried. What was to be carried before is taken back, and its number with it:
     * where that is under way it comes to nothing.
     */
    public void carry(AccountRef account, Kind kind) {
        leave(account);
        jdbc.sql("insert into picture_transfer (account, kind, due_at) values (?, ?, 0)")
                .params(account.value(), kind.name())
                .update();
    }

    public void done(long id) {
        jdbc.sql("delete from picture_transfer where id = ?").param(id).update();
    }

    /** One's own need not be carried. */
    public void leave(AccountRef account) {
        jdbc.sql("delete from picture_transfer where account = ? and peer is null")
                .param(account.value())
                .update();
    }

    public void failed(long id, TransferFailure why, @Nullable Instant due) {
        jdbc.sql(
                        """
                        update picture_transfer
                        set failure = :why, due_at = :due,
                            attempts = case when kind <> 'FETCH' then attempts + 1
                                else greatest(attempts, least(attempts + 1, :most)) end
                        where id = :id
                        """)
                .param("most", why.isServers() ? Integer.MAX_VALUE : TransferTable.UNBLAMED)
                .param("why", why.name())
                .param("due", due == null ? null : due.toEpochMilli(), Types.BIGINT)
                .param("id", id)
                .update();
    }

    /** Whether one's own is to be carried, or was and could not be. */
    public boolean isWaiting(AccountRef account) {
        return exists(account, "true");
    }

    /** Whether one that was chosen here is still to be uploaded. */
    public boolean isUploading(AccountRef account) {
        return exists(account, "kind = 'UPLOAD' and due_at is not null");
    }

    private boolean exists(AccountRef account, String condition) {
        return jdbc.sql(
                        """
                        select exists (select from picture_transfer
                                       where account = ? and peer is null and %s)
                        """
                                .formatted(condition))
                .param(account.value())
                .query(Boolean.class)
                .single();
    }

    public Optional<TransferFailure> failure(AccountRef account) {
        return jdbc.sql(
                        """
                        select failure from picture_transfer
                        where account = ? and peer is null and failure is not null
                        """)
                .param(account.value())
                .query(String.class)
                .optional()
                .map(TransferFailure::valueOf);
    }

    /** Where somebody's lies. */
    public Optional<Picture> picture(AccountRef account, Vault vault, AccountId peer) {
        return jdbc.sql(
                        """
                        select picture from contact
                        where account = ? and peer = ? and picture is not null
                        """)
                .params(account.value(), peer.bytes())
                .query(byte[].class)
                .optional()
                .map(sealed ->
                        opened(
                                Seals.openBytes(
                                        vault,
                                        "contact/" + account.value() + "/" + peer + "/picture",
                                        sealed)));
    }

    /** Where one's own lies, as far as this server knows. */
    public Optional<Picture> picture(AccountRef account, Vault vault) {
        return jdbc.sql("select picture from account where id = ? and picture is not null")
                .param(account.value())
                .query(byte[].class)
                .optional()
                .map(sealed -> opened(Seals.openBytes(vault, row(account), sealed)));
    }

    private static String row(AccountRef account) {
        return "account/" + account.value() + "/picture";
    }

    /** The key, then the URL. */
    private static Picture opened(byte[] plain) {
        String url =
                new String(
                        plain,
                        Picture.KEY_SIZE,
                        plain.length - Picture.KEY_SIZE,
                        StandardCharsets.UTF_8);
        Secret key = Secret.owning(Arrays.copyOf(plain, Picture.KEY_SIZE));
        Arrays.fill(plain, (byte) 0);
        return new Picture(url, key);
    }

    private static byte[] sealed(AccountRef account, Vault vault, Picture picture) {
        byte[] url = picture.url().getBytes(StandardCharsets.UTF_8);
        byte[] key = picture.key().copy();
        byte[] plain = Arrays.copyOf(key, key.length + url.length);
        System.arraycopy(url, 0, plain, key.length, url.length);
        try {
            return vault.seal(row(account), plain);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * One's own lies there.
     *
     * @param expires until when, if the file server has said so
     */
    public void points(
            AccountRef account, Vault vault, Picture picture, Optional<Instant> expires) {
        jdbc.sql("update account set picture = :picture, picture_expires = :expires where id = :id")
                .param("picture", sealed(account, vault, picture))
                .param("expires", expires.map(Instant::toEpochMilli).orElse(null), Types.BIGINT)
                .param("id", account.value())
                .update();
    }

    /** One's own is this file; it may not lie anywhere yet. */
    public void stored(AccountRef account, @Nullable String stored) {
        jdbc.sql("update account set picture_stored = :stored where id = :id")
                .param("stored", stored, Types.VARCHAR)
                .param("id", account.value())
                .update();
    }

    /** There is none of one's own. */
    public void clear(AccountRef account) {
        jdbc.sql(
                        """
                        update account
                        set picture = null, picture_expires = null, picture_stored = null
                        where id = ?
                        """)
                .param(account.value())
                .update();
    }

    public Optional<String> stored(AccountRef account) {
        return jdbc.sql(
                        "select picture_stored from account"
                                + " where id = ? and picture_stored is not null")
                .param(account.value())
                .query(String.class)
                .optional();
    }

    public Optional<Instant> expires(AccountRef account) {
        return jdbc.sql(
                        "select picture_expires from account"
                                + " where id = ? and picture_expires is not null")
                .param(account.value())
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochMilli);
    }

    public Optional<String> stored(AccountRef account, AccountId peer) {
        return jdbc.sql(
                        """
                        select picture_stored from contact
                        where account = ? and peer = ? and picture_stored is not null
                        """)
                .params(account.value(), peer.bytes())
                .query(String.class)
                .optional();
    }

    /**
     * Somebody's is here.
     *
     * @return the conversation with them, if there is one
     */
    public Optional<ConversationId> stored(AccountRef account, AccountId peer, String stored) {
        jdbc.sql("update contact set picture_stored = ? where account = ? and peer = ?")
                .params(stored, account.value(), peer.bytes())
                .update();
        return conversation(account, peer);
    }

    private Optional<ConversationId> conversation(AccountRef account, AccountId peer) {
        return jdbc.sql("select id from conversation where account = ? and peer = ?")
                .params(account.value(), peer.bytes())
                .query(Long.class)
                .optional()
                .map(ConversationId::new);
    }

    /** All accounts. */
    public record Kept(AccountRef account, OwnerId owner) {}

    public List<Kept> accounts() {
        return jdbc.sql("select id, owner from account order by id")
                .query((row, number) ->
                        new Kept(
                                new AccountRef(row.getLong("id")),
                                new OwnerId(row.getObject("owner", UUID.class))))
                .list();
    }
}
