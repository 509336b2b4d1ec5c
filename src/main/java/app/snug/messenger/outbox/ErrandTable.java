/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.outbox;

import app.snug.messenger.AccountRef;
import app.snug.messenger.OwnerId;
import app.snug.protocol.storage.MessageHash;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code errand}. */
final class ErrandTable {

    private final JdbcClient jdbc;

    ErrandTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    enum Action {
        DELETE,
        SHORTEN
    }

    /**
     * What a swarm is to be asked about one message.
     *
     * @param expiry with {@link Action#SHORTEN}
     * @param attempts that failed
     */
    record Errand(
            long id,
            Action action,
            MessageHash hash,
            Optional<Instant> expiry,
            int attempts,
            Instant giveUp) {}

    /** When the first errand of an account may be tried. */
    record Due(AccountRef account, OwnerId owner, Instant at) {}

    /** The same once; a message ends at the earliest time that was wished for. */
    void add(
            AccountRef account,
            Action action,
            MessageHash hash,
            @Nullable Instant expiry,
            Instant due,
            Instant giveUp) {
        jdbc.sql(
                        """
                        insert into errand (account, action, hash, expiry, due_at, give_up_at)
                        values (:account, :action, :hash, :expiry, :due, :giveUp)
                        on conflict (account, action, hash) do update
                        set expiry = least(errand.expiry, excluded.expiry), attempts = 0,
                            due_at = excluded.due_at, give_up_at = excluded.give_up_at
                        """)
                .param("account", account.value())
                .param("action", action.name())
                .param("hash", hash.value())
                .param("expiry", expiry == null ? null : expiry.toEpochMilli(), Types.BIGINT)
                .param("due", due.toEpochMilli())
                .param("giveUp", giveUp.toEpochMilli())
                .update();
    }

    List<Due> accounts() {
        return jdbc.sql(
                        """
                        select e.account, a.owner, min(e.due_at) as due_at
                        from errand e join account a on a.id = e.account
                        group by e.account, a.owner
                        """)
                .query((row, number) ->
                        new Due(
                                new AccountRef(row.getLong("account")),
                                new OwnerId(row.getObject("owner", UUID.class)),
                                Instant.ofEpochMilli(row.getLong("due_at"))))
                .list();
    }

    /**
     * @param tooFar what is due after that was put off by a wrong clock
     */
    List<Errand> due(AccountRef account, Instant now, Instant tooFar, int limit) {
        return jdbc.sql(
                        """
                        select id, action, hash, expiry, attempts, give_up_at from errand
                        where account = ? and (due_at <= ? or due_at > ?) order by id limit ?
                        """)
                .params(account.value(), now.toEpochMilli(), tooFar.toEpochMilli(), limit)
                .query((row, number) ->
                        new Errand(
                                row.getLong("id"),
                                Action.valueOf(row.getString("action")),
                                new MessageHash(row.getString("hash")),
                                Optional.ofNullable(row.getObject("expiry", Long.class))
                                        .map(Instant::ofEpochMilli),
                                row.getInt("attempts"),
                                Instant.ofEpochMilli(row.getLong("give_up_at"))))
                .list();
    }

    /** Unless what is wished for has changed meanwhile. */
    void done(Errand errand) {
        jdbc.sql(
                        """
                        delete from errand
                        where id = :id and expiry is not distinct from :expiry::bigint
                        """)
                .param("id", errand.id())
                .param(
                        "expiry",
                        errand.expiry().map(Instant::toEpochMilli).orElse(null),
                        Types.BIGINT)
                .update();
    }

    void postpone(Errand errand, Instant due) {
        jdbc.sql("update errand set attempts = attempts + 1, due_at = ? where id = ?")
                .params(due.toEpochMilli(), errand.id())
                .update();
    }
}
