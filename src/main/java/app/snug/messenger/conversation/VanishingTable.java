/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.messenger.Change;
import app.snug.messenger.ConversationId;
import app.snug.messenger.MessageId;
import app.snug.messenger.change.Ledger;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.StorageLimits;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When messages vanish, in the table {@code message}. */
public final class VanishingTable {

    /** No swarm keeps a message for longer. */
    private static final Duration SWARM = StorageLimits.MAX_TIME_TO_LIVE_PUBLIC;

    private final JdbcClient jdbc;

    public VanishingTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
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
                .query((row, number) -> {
                    entries.add(
                            Change.Kind.MESSAGE_CHANGED,
                            new ConversationId(row.getLong("conversation")),
                            new MessageId(row.getLong("id")));
                    return number;
                })
                .list();
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
                                        select count(*) from message
                                        where account = ? and hash = ? and shown_at > ?
                                        """)
                                .params(
                                        account.value(),
                                        hash.value(),
                                        now.minus(SWARM).toEpochMilli())
                                .query(Long.class)
                                .single()
                        > 0;
        if (young) {
            endBy(account, hash, now, entries);
        }
    }
}
