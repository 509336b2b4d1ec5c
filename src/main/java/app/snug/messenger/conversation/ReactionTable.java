/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Vault;
import app.snug.messenger.account.Seals;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.MessageName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code reaction}: the last word of each person about each emoji on each message. One
 * that was taken back stays as such, or an older one that comes late would bring it back. What its
 * author says about a whole message, that it is taken back, stands here too while the message is
 * not known.
 */
public final class ReactionTable {

    /** Of one person on one message, those taken back included. */
    static final int MOST = 50;

    private static final String ON = "+";
    private static final String OFF = "-";
    private static final String MESSAGE_TAKEN_BACK = "";

    private final JdbcClient jdbc;

    public ReactionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Somebody's word, opened. */
    public record Stored(MessageName target, AccountId author, Instant sentAt, String emoji) {}

    private record Row(long id, MessageName target, AccountId author, long sentAt, byte[] sealed) {

        String open(Vault vault, ConversationId conversation) {
            return Seals.open(vault, sealedFor(conversation, author, sentAt), sealed);
        }
    }

    /**
     * @return whether that changes what is shown
     */
    public boolean put(
            AccountRef account,
            Vault vault,
            ConversationId conversation,
            MessageName name,
            MessageName target,
            String emoji,
            boolean removed) {
        List<Row> rows = by(conversation, name.author(), target);
        Optional<Row> before =
                rows.stream()
                        .filter(row -> {
                            String text = row.open(vault, conversation);
                            return text.equals(ON + emoji) || text.equals(OFF + emoji);
                        })
                        .findFirst();
        if (before.filter(row -> row.sentAt() >= name.sentAt().toEpochMilli()).isPresent()) {
            return false;
        }
        boolean was =
                before.filter(row -> row.open(vault, conversation).startsWith(ON)).isPresent();
        before.ifPresent(row -> delete(row.id()));
        if (before.isEmpty() && rows.size() >= MOST) {
            delete(rows.getFirst().id());
        }
        insert(account, vault, conversation, name, target, (removed ? OFF : ON) + emoji);
        return was == removed;
    }

    /** A message that is not here is never to be shown. */
    public void takeBack(
            AccountRef account,
            Vault vault,
            ConversationId conversation,
            MessageName name,
            MessageName target) {
        insert(account, vault, conversation, name, target, MESSAGE_TAKEN_BACK);
    }

    /** Whether its author has taken it back before it came. */
    public boolean isTakenBack(Vault vault, ConversationId conversation, MessageName message) {
        return by(conversation, message.author(), message).stream()
                .anyMatch(row -> row.open(vault, conversation).equals(MESSAGE_TAKEN_BACK));
    }

    /** Everything that is on these messages, the oldest first. */
    public List<Stored> on(
            Vault vault, ConversationId conversation, Collection<MessageName> targets) {
        if (targets.isEmpty()) {
            return List.of();
        }
        return jdbc
                .sql(
                        """
                        select * from reaction
                        where conversation = :conversation and target = any(:targets)
                          and target_at = any(:times)
                        order by sent_at, id
                        """)
                .param("conversation", conversation.value())
                .param(
                        "targets",
                        targets.stream()
                                .map(MessageName::author)
                                .distinct()
                                .map(AccountId::bytes)
                                .toArray(byte[][]::new))
                .param(
                        "times",
                        targets.stream()
                                .map(target -> target.sentAt().toEpochMilli())
                                .toArray(Long[]::new))
                .query(ReactionTable::read)
                .list()
                .stream()
                .flatMap(row -> opened(row, vault, conversation).stream())
                .toList();
    }

    /** The emoji that somebody used last, the newest first. */
    public List<String> recent(
            Vault vault, ConversationId conversation, AccountId author, int most) {
        return jdbc
                .sql(
                        """
                        select * from reaction where conversation = ? and author = ?
                        order by sent_at desc limit ?
                        """)
                .params(conversation.value(), author.bytes(), most)
                .query(ReactionTable::read)
                .list()
                .stream()
                .flatMap(row -> opened(row, vault, conversation).stream())
                .map(Stored::emoji)
                .distinct()
                .toList();
    }

    private static Optional<Stored> opened(Row row, Vault vault, ConversationId conversation) {
        return Optional.of(row.open(vault, conversation))
                .filter(text -> text.startsWith(ON))
                .map(text ->
                        new Stored(
                                row.target(),
                                row.author(),
                                Instant.ofEpochMilli(row.sentAt()),
                                text.substring(ON.length())));
    }

    /** What one person has on one message, the oldest first. */
    private List<Row> by(ConversationId conversation, AccountId author, MessageName target) {
        return jdbc.sql(
                        """
                        select * from reaction
                        where conversation = ? and target = ? and target_at = ? and author = ?
                        order by sent_at
                        """)
                .params(
                        conversation.value(),
                        target.author().bytes(),
                        target.sentAt().toEpochMilli(),
                        author.bytes())
                .query(ReactionTable::read)
                .list();
    }

    private void insert(
            AccountRef account,
            Vault vault,
            ConversationId conversation,
            MessageName name,
            MessageName target,
            String text) {
        long sentAt = name.sentAt().toEpochMilli();
        jdbc.sql(
                        """
                        insert into reaction (account, conversation, target, target_at, author,
                                              sent_at, emoji)
                        values (:account, :conversation, :target, :targetAt, :author, :sentAt,
                                :emoji)
                        on conflict (conversation, author, sent_at) do nothing
                        """)
                .param("account", account.value())
                .param("conversation", conversation.value())
                .param("target", target.author().bytes())
                .param("targetAt", target.sentAt().toEpochMilli())
                .param("author", name.author().bytes())
                .param("sentAt", sentAt)
                .param(
                        "emoji",
                        Seals.seal(vault, sealedFor(conversation, name.author(), sentAt), text))
                .update();
    }

    private void delete(long id) {
        jdbc.sql("delete from reaction where id = ?").param(id).update();
    }

    private static String sealedFor(ConversationId conversation, AccountId author, long sentAt) {
        return "reaction/" + conversation.value() + "/" + author + "/" + sentAt;
    }

    private static Row read(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getLong("id"),
                new MessageName(
                        AccountId.of(row.getBytes("target")),
                        Instant.ofEpochMilli(row.getLong("target_at"))),
                AccountId.of(row.getBytes("author")),
                row.getLong("sent_at"),
                row.getBytes("emoji"));
    }
}
