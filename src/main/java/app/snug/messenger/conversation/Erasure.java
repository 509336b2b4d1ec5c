/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.messenger.Message;
import app.snug.messenger.Vault;
import app.snug.messenger.account.Seals;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Takes out of the database what a message said. */
public final class Erasure {

    private final JdbcClient jdbc;
    private final MessageTable messages;

    public Erasure(JdbcClient jdbc, MessageTable messages) {
        this.jdbc = jdbc;
        this.messages = messages;
    }

    /** Leaves a line where the message was, which vanishes when the message would have. */
    public void empty(AccountRef account, Vault vault, Message message) {
        String row =
                MessageRow.bodyRow(
                        message.conversation(), message.author(), message.sentAt().toEpochMilli());
        jdbc.sql(
                        """
                        update message
                        set kind = 'DELETED', body = :body, details = null, quote_author = null,
                            quote_sent_at = null, words = null, send_token = null
                        where id = :id and account = :account
                        """)
                .param("body", Seals.seal(vault, row, ""))
                .param("id", message.id().value())
                .param("account", account.value())
                .update();
        jdbc.sql("delete from attachment where message = ?").param(message.id().value()).update();
        forgetAround(message);
    }

    /** Leaves nothing. What of it waits in the outbox goes, too. */
    public void remove(AccountRef account, Message message) {
        jdbc.sql("delete from message where id = ? and account = ?")
                .params(message.id().value(), account.value())
                .update();
        messages.pointAgain(message.conversation(), message.id());
        forgetAround(message);
    }

    private void forgetAround(Message message) {
        jdbc.sql("delete from reaction where conversation = ? and target = ? and target_at = ?")
                .params(
                        message.conversation().value(),
                        message.author().bytes(),
                        message.sentAt().toEpochMilli())
                .update();
        if (!message.outgoing()) {
            jdbc.sql(
                            """
                            update conversation c
                            set unread = (select count(*) from message m
                                          where m.conversation = c.id and not m.outgoing
                                            and m.kind in ('TEXT', 'INVITATION')
                                            and m.shown_at > c.last_read)
                            where c.id = ?
                            """)
                    .param(message.conversation().value())
                    .update();
        }
    }
}
