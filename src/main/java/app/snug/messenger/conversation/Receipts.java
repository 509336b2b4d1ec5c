/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.messenger.ConversationId;
import app.snug.messenger.MessageId;
import app.snug.protocol.identity.AccountId;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which messages were read, of ours by the other and of theirs by us. */
public final class Receipts {

    private final JdbcClient jdbc;

    public Receipts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * When those of the other's messages were sent that are shown after one time and up to another.
     */
    public List<Instant> sentTimes(
            ConversationId conversation, Instant after, Instant to, int most) {
        return jdbc
                .sql(
                        """
                        select sent_at from message
                        where conversation = ? and not outgoing and kind in ('TEXT', 'INVITATION')
                          and shown_at > ? and shown_at <= ?
                        order by shown_at desc, id desc limit ?
                        """)
                .params(conversation.value(), after.toEpochMilli(), to.toEpochMilli(), most)
                .query(Long.class)
                .list()
                .stream()
                .map(Instant::ofEpochMilli)
                .toList();
    }

    /**
     * The other has read messages of ours with exactly these times. Whoever reads a message has it,
     * whatever became of our letter.
     *
     * @return those that were not known to be read
     */
    public List<MessageId> read(
            AccountRef account, ConversationId conversation, AccountId self, List<Instant> sentAt) {
        return jdbc.sql(
                        """
                        update message set state = 'READ', failure = null
                        where account = :account and conversation = :conversation
                          and author = :self and outgoing and state <> 'READ'
                          and sent_at = any(:times)
                        returning id
                        """)
                .param("account", account.value())
                .param("conversation", conversation.value())
                .param("self", self.bytes())
                .param("times", sentAt.stream().map(Instant::toEpochMilli).toArray(Long[]::new))
                .query((row, number) -> new MessageId(row.getLong("id")))
                .list();
    }
}
