/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.messenger.Vault;
import app.snug.messenger.account.Seals;
import app.snug.protocol.identity.AccountId;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code contact}: names that people give themselves. */
public final class ContactTable {

    private final JdbcClient jdbc;

    public ContactTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Takes a name on if it is newer than the one known ({@code protocol/01} §4.7).
     *
     * @return whether something else is shown now
     */
    public boolean rename(
            AccountRef account, Vault vault, AccountId peer, String name, Optional<Instant> at) {
        long seconds = at.map(Instant::getEpochSecond).orElse(0L);
        record Known(String name, long at) {}
        Optional<Known> known =
                jdbc.sql("select name, named_at from contact where account = ? and peer = ?")
                        .params(account.value(), peer.bytes())
                        .query((row, number) ->
                                new Known(
                                        Seals.open(vault, row(account, peer), row.getBytes("name")),
                                        row.getLong("named_at")))
                        .optional();
        boolean newer =
                known.isEmpty()
                        || seconds > known.get().at()
                        || seconds == 0 && known.get().at() == 0;
        if (!newer || known.isPresent() && known.get().equals(new Known(name, seconds))) {
            return false;
        }
        jdbc.sql(
                        """
                        insert into contact (account, peer, name, named_at) values (?, ?, ?, ?)
                        on conflict (account, peer)
                        do update set name = excluded.name, named_at = excluded.named_at
                        """)
                .params(
                        account.value(),
                        peer.bytes(),
                        Seals.seal(vault, row(account, peer), name),
                        seconds)
                .update();
        return known.isEmpty() || !known.get().name().equals(name);
    }

    static String row(AccountRef account, AccountId peer) {
        return "contact/" + account.value() + "/" + peer + "/name";
    }
}
