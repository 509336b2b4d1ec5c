/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.messenger.ConversationId;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.MessageName;
import app.snug.protocol.storage.StorageLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code early_word}: what was said about messages that are not here yet. Nodes give
 * messages in an order of their own, and our other devices share theirs when they can.
 */
public final class EarlyWords {

    /** Times of one conversation that may be read; others could name any number of them. */
    static final int MOST = 500;

    /** No swarm keeps a message for longer. */
    private static final Duration KEPT = StorageLimits.MAX_TIME_TO_LIVE_PUBLIC;

    private final JdbcClient jdbc;

    public EarlyWords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The other has read what we wrote at these times; what is here already is left out. */
    public void read(
            AccountRef account,
            ConversationId conversation,
            AccountId self,
            List<Instant> sentAt,
            Instant now) {
        jdbc.sql(
                        """
                        insert into early_word (account, conversation, author, sent_at, word,
                                                forget_at)
                        select :account, :conversation, :self, t.sent_at, 'READ', :forget
                        from unnest(:times::bigint[]) as t (sent_at)
                        where not exists (
                            select from message m
                            where m.conversation = :conversation and m.author = :self
                              and m.sent_at = t.sent_at)
                        on conflict do nothing
                        """)
                .param("account", account.value())
                .param("conversation", conversation.value())
                .param("self", self.bytes())
                .param(
                        "times",
                        sentAt.stream().limit(MOST).map(Instant::toEpochMilli).toArray(Long[]::new))
                .param("forget", now.plus(KEPT).toEpochMilli())
                .update();
        jdbc.sql(
                        """
                        delete from early_word where conversation = :conversation and id <= (
                            select id from early_word where conversation = :conversation
                            order by id desc offset :most limit 1)
                        """)
                .param("conversation", conversation.value())
                .param("most", MOST)
                .update();
    }

    /** Whether the other has read a message that comes now; asked once. */
    public boolean takeRead(AccountRef account, ConversationId conversation, MessageName message) {
        return jdbc.sql(
                                """
                                delete from early_word
                                where account = ? and conversation = ? and author = ?
                                  and sent_at = ? and word = 'READ'
                                """)
                        .params(
                                account.value(),
                                conversation.value(),
                                message.author().bytes(),
                                message.sentAt().toEpochMilli())
                        .update()
                > 0;
    }

    /** One of our devices has taken a message back that is not here, and is not to be shown. */
    public void takenBack(AccountRef account, MessageName message, Instant now) {
        jdbc.sql(
                        """
                        insert into early_word (account, author, sent_at, word, forget_at)
                        values (?, ?, ?, 'TAKEN_BACK', ?) on conflict do nothing
                        """)
                .params(
                        account.value(),
                        message.author().bytes(),
                        message.sentAt().toEpochMilli(),
                        now.plus(KEPT).toEpochMilli())
                .update();
    }

    public boolean isTakenBack(AccountRef account, MessageName message) {
        return jdbc.sql(
                        """
                        select exists (
                            select from early_word
                            where account = ? and conversation is null and author = ?
                              and sent_at = ? and word = 'TAKEN_BACK')
                        """)
                .params(account.value(), message.author().bytes(), message.sentAt().toEpochMilli())
                .query(Boolean.class)
                .single();
    }

    /** Forgets what nothing can come to any more. */
    public void prune(Instant now) {
        jdbc.sql("delete from early_word where forget_at < ?").param(now.toEpochMilli()).update();
    }
}
