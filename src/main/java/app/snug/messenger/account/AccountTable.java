/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.account;

import app.snug.messenger.AccountRef;
import app.snug.messenger.OwnerId;
import app.snug.protocol.identity.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code account}. */
final class AccountTable {

    private static final String SELECT =
            """
            select id, owner, account_id, entropy, display_name, named_at, words_kept from account
            """;

    private final JdbcClient jdbc;

    AccountTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A row, still sealed. */
    record Row(
            AccountRef ref,
            OwnerId owner,
            AccountId id,
            byte[] entropy,
            byte[] displayName,
            Instant namedAt,
            boolean wordsKept) {}

    /** Empty if the account is there already. */
    Optional<AccountRef> insert(
            OwnerId owner,
            AccountId id,
            byte[] entropy,
            byte[] displayName,
            boolean wordsKept,
            Instant namedAt,
            Instant now) {
        return jdbc.sql(
                        """
                        insert into account (owner, account_id, entropy, display_name, named_at,
                                             words_kept, created, restoring)
                        values (?, ?, ?, ?, ?, ?, ?, 'CONFIGS')
                        on conflict (account_id) do nothing returning id
                        """)
                .params(
                        owner.value(),
                        id.bytes(),
                        entropy,
                        displayName,
                        namedAt.toEpochMilli(),
                        wordsKept,
                        now.toEpochMilli())
                .query(Long.class)
                .optional()
                .map(AccountRef::new);
    }

    List<Row> of(OwnerId owner) {
        return jdbc.sql(SELECT + "where owner = ? order by id")
                .param(owner.value())
                .query(AccountTable::read)
                .list();
    }

    Optional<Row> find(AccountRef ref) {
        return jdbc.sql(SELECT + "where id = ?")
                .param(ref.value())
                .query(AccountTable::read)
                .optional();
    }

    Optional<Row> find(AccountId id) {
        return jdbc.sql(SELECT + "where account_id = ?")
                .param(id.bytes())
                .query(AccountTable::read)
                .optional();
    }

    /** What is still to be read from the network; empty once nothing is. */
    Optional<StoredAccounts.Restoring> restoring(AccountRef ref) {
        return jdbc.sql("select restoring from account where id = ? and restoring is not null")
                .param(ref.value())
                .query(String.class)
                .optional()
                .map(StoredAccounts.Restoring::valueOf);
    }

    void restoring(AccountRef ref, StoredAccounts.@Nullable Restoring next) {
        jdbc.sql("update account set restoring = :next where id = :id")
                .param("next", next == null ? null : next.name(), Types.VARCHAR)
                .param("id", ref.value())
                .update();
    }

    void keepWords(AccountRef ref) {
        jdbc.sql("update account set words_kept = true where id = ?").param(ref.value()).update();
    }

    void rename(AccountRef ref, byte[] displayName, Instant now) {
        jdbc.sql("update account set display_name = ?, named_at = ? where id = ?")
                .params(displayName, now.toEpochMilli(), ref.value())
                .update();
    }

    /** The owner's account is somebody else's now. */
    void depart(OwnerId owner, Instant now) {
        jdbc.sql(
                        """
                        insert into departed_account (owner, departed) values (?, ?)
                        on conflict (owner) do update set departed = excluded.departed
                        """)
                .params(owner.value(), now.toEpochMilli())
                .update();
    }

    Optional<Instant> departure(OwnerId owner) {
        return jdbc.sql("select departed from departed_account where owner = ?")
                .param(owner.value())
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochMilli);
    }

    void forgetDeparture(OwnerId owner) {
        jdbc.sql("delete from departed_account where owner = ?").param(owner.value()).update();
    }

    void delete(AccountRef ref) {
        jdbc.sql("delete from account where id = ?").param(ref.value()).update();
    }

    long unreadable(AccountRef ref) {
        return jdbc.sql("select unreadable from account where id = ?")
                .param(ref.value())
                .query(Long.class)
                .single();
    }

    /** Those that have come since stay counted. */
    void noteUnreadable(AccountRef ref, long known) {
        jdbc.sql("update account set unreadable = unreadable - ? where id = ? and unreadable >= ?")
                .params(known, ref.value(), known)
                .update();
    }

    private static Row read(ResultSet row, int number) throws SQLException {
        return new Row(
                new AccountRef(row.getLong("id")),
                new OwnerId(row.getObject("owner", UUID.class)),
                AccountId.of(row.getBytes("account_id")),
                row.getBytes("entropy"),
                row.getBytes("display_name"),
                Instant.ofEpochMilli(row.getLong("named_at")),
                row.getBoolean("words_kept"));
    }
}
