/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.account;

import app.snug.messenger.AccountRef;
import app.snug.messenger.Vault;
import app.snug.protocol.config.ConfigType;
import app.snug.protocol.storage.MessageHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code config}. */
final class ConfigTable {

    private final JdbcClient jdbc;

    ConfigTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What is kept of a config besides its dump.
     *
     * @param unpushedSince since when the swarm lacks something
     * @param obsolete to be deleted with the next push
     * @param latest when the newest merged message was stored, in milliseconds; 0 if none was
     * @param refused messages that could not be read
     */
    record Standing(
            @Nullable Instant unpushedSince,
            @Nullable Instant pushedAt,
            Set<MessageHash> obsolete,
            Instant latest,
            long refused) {

        static final Standing NEW = new Standing(null, null, Set.of(), Instant.EPOCH, 0);
    }

    record Row(byte[] dump, Standing standing) {}

    Optional<Row> find(AccountRef account, Vault vault, ConfigType type) {
        return jdbc.sql(
                        """
                        select dump, unpushed_since, pushed_at, obsolete, latest, refused
                        from config where account = ? and namespace = ?
                        """)
                .params(account.value(), type.namespace().number())
                .query((row, number) ->
                        new Row(
                                Seals.openBytes(vault, name(account, type), row.getBytes("dump")),
                                standing(row)))
                .optional();
    }

    /** Since when the swarm lacks something of the account. */
    Optional<Instant> unpushedSince(AccountRef account) {
        return jdbc.sql(
                        """
                        select unpushed_since from config
                        where account = ? and unpushed_since is not null
                        order by unpushed_since limit 1
                        """)
                .param(account.value())
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochMilli);
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                instant(row, "unpushed_since"),
                instant(row, "pushed_at"),
                Arrays.stream((String[]) row.getArray("obsolete").getArray())
                        .map(MessageHash::new)
                        .collect(Collectors.toUnmodifiableSet()),
                Instant.ofEpochMilli(row.getLong("latest")),
                row.getLong("refused"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    void save(AccountRef account, Vault vault, ConfigType type, Row row) {
        Standing standing = row.standing();
        jdbc.sql(
                        """
                        insert into config (account, namespace, dump, unpushed_since, pushed_at,
                                            obsolete, latest, refused)
                        values (:account, :namespace, :dump, :unpushed, :pushed, :obsolete,
                                :latest, :refused)
                        on conflict (account, namespace) do update
                        set dump = excluded.dump, unpushed_since = excluded.unpushed_since,
                            pushed_at = excluded.pushed_at, obsolete = excluded.obsolete,
                            latest = excluded.latest, refused = excluded.refused
                        """)
                .param("account", account.value())
                .param("namespace", type.namespace().number())
                .param("dump", vault.seal(name(account, type), row.dump()))
                .param("unpushed", millis(standing.unpushedSince()), Types.BIGINT)
                .param("pushed", millis(standing.pushedAt()), Types.BIGINT)
                .param(
                        "obsolete",
                        standing.obsolete().stream()
                                .map(MessageHash::value)
                                .sorted()
                                .toArray(String[]::new))
                .param("latest", standing.latest().toEpochMilli())
                .param("refused", standing.refused())
                .update();
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private static String name(AccountRef account, ConfigType type) {
        return "config/" + account.value() + "/" + type.namespace().number() + "/dump";
    }
}
