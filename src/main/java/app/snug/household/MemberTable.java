/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.crypto.Argon2id;
import app.snug.household.StoredMember.PassphraseLock;
import app.snug.messenger.OwnerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code member}. */
final class MemberTable {

    private static final String SELECT =
            """
            select id, login, login_key, owner, since, salt, passes, memory,
                   vault_by_passphrase, vault_by_server
            from member
            """;

    private final JdbcClient jdbc;

    MemberTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean isEmpty() {
        return !jdbc.sql("select exists (select from member)").query(Boolean.class).single();
    }

    /**
     * @throws org.springframework.dao.DuplicateKeyException if the login is taken, or there is an
     *     owner already
     */
    void insert(StoredMember member) {
        jdbc.sql(
                        """
                        insert into member (id, login, login_key, owner, since, salt, passes,
                                            memory, vault_by_passphrase, vault_by_server)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        member.id().value(),
                        member.login().shown(),
                        member.login().key(),
                        member.owner(),
                        OffsetDateTime.ofInstant(member.since(), ZoneOffset.UTC),
                        member.lock().salt(),
                        member.lock().cost().passes(),
                        member.lock().cost().memory(),
                        member.lock().wrapped())
                .param(member.vaultByServer())
                .update();
    }

    Optional<StoredMember> withLogin(String loginKey) {
        return jdbc.sql(SELECT + "where login_key = ?")
                .param(loginKey)
                .query(MemberTable::read)
                .optional();
    }

    Optional<StoredMember> withId(OwnerId id) {
        return jdbc.sql(SELECT + "where id = ?")
                .param(id.value())
                .query(MemberTable::read)
                .optional();
    }

    /** In the order in which they came. */
    List<StoredMember> all() {
        return jdbc.sql(SELECT + "order by since, id").query(MemberTable::read).list();
    }

    /** Says whether it was done: not if the passphrase was changed meanwhile. */
    boolean replaceLock(OwnerId id, PassphraseLock before, PassphraseLock after) {
        return jdbc.sql(
                                """
                                update member
                                set salt = ?, passes = ?, memory = ?, vault_by_passphrase = ?
                                where id = ? and salt = ?
                                """)
                        .params(
                                after.salt(),
                                after.cost().passes(),
                                after.cost().memory(),
                                after.wrapped(),
                                id.value(),
                                before.salt())
                        .update()
                == 1;
    }

    void setVaultByServer(OwnerId id, byte @Nullable [] wrapped) {
        jdbc.sql("update member set vault_by_server = ? where id = ?")
                .param(wrapped)
                .param(id.value())
                .update();
    }

    /** Unless the member has ceased to stay connected. */
    void replaceVaultByServer(OwnerId id, byte[] wrapped) {
        jdbc.sql(
                        """
                        update member set vault_by_server = ?
                        where id = ? and vault_by_server is not null
                        """)
                .params(wrapped, id.value())
                .update();
    }

    private static StoredMember read(ResultSet row, int number) throws SQLException {
        return new StoredMember(
                new OwnerId(row.getObject("id", UUID.class)),
                new LoginName(row.getString("login"), row.getString("login_key")),
                row.getBoolean("owner"),
                instant(row, "since"),
                new PassphraseLock(
                        row.getBytes("salt"),
                        new Argon2id.Cost(row.getInt("passes"), row.getInt("memory")),
                        row.getBytes("vault_by_passphrase")),
                row.getBytes("vault_by_server"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
