/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Vault;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.MessageName;
import app.snug.protocol.storage.MessageHash;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds messages by other things than their number. */
public final class MessageLookup {

    static final int MOST = 200;

    private final JdbcClient jdbc;

    public MessageLookup(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Where a message stands in its conversation, which outlives the message. */
    public record Place(long shownAt, long id) {

        /** Before the first message. */
        static final Place START = new Place(Long.MIN_VALUE, 0);

        static Place of(Message message) {
            return new Place(message.shownAt().toEpochMilli(), message.id().value());
        }
    }

    /** A page behind a message, oldest first; empty if the message is gone. */
    public List<Message> after(
            AccountRef account,
            Vault vault,
            ConversationId conversation,
            MessageId after,
            int limit) {
        return jdbc.sql("select shown_at, id from message where id = ? and conversation = ?")
                .params(after.value(), conversation.value())
                .query((row, number) -> new Place(row.getLong(1), row.getLong(2)))
                .optional()
                .map(place -> after(account, vault, conversation, place, limit))
                .orElse(List.of());
    }

    /** A page behind a place, oldest first. */
    List<Message> after(
            AccountRef account, Vault vault, ConversationId conversation, Place place, int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("1 to " + MOST + " messages");
        }
        return jdbc
                .sql(
                        """
                        select %s from message m
                        where m.conversation = :conversation and m.account = :account
                          and (m.shown_at, m.id) > (:shownAt, :id)
                        order by m.shown_at, m.id limit :limit
                        """
                                .formatted(MessageRow.COLUMNS))
                .param("account", account.value())
                .param("conversation", conversation.value())
                .param("shownAt", place.shownAt())
                .param("id", place.id())
                .param("limit", limit)
                .query((row, number) -> MessageRow.read(row))
                .list()
                .stream()
                .map(row -> row.open(vault))
                .toList();
    }

    /** Those of these that are in the conversation. */
    public Map<MessageName, Message> named(
            AccountRef account,
            Vault vault,
            ConversationId conversation,
            Collection<MessageName> names) {
        Set<MessageName> wanted = Set.copyOf(names);
        if (wanted.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql(
                        """
                        select %s from message m
                        where m.conversation = :conversation and m.account = :account
                          and m.author = any(:authors) and m.sent_at = any(:times)
                        """
                                .formatted(MessageRow.COLUMNS))
                .param("account", account.value())
                .param("conversation", conversation.value())
                .param("authors", authors(wanted))
                .param(
                        "times",
                        wanted.stream().map(n -> n.sentAt().toEpochMilli()).toArray(Long[]::new))
                .query((row, number) -> MessageRow.read(row))
                .list()
                .stream()
                .map(row -> row.open(vault))
                .filter(message -> wanted.contains(message.name()))
                .collect(Collectors.toMap(Message::name, Function.identity()));
    }

    private static byte[][] authors(Set<MessageName> names) {
        return names.stream()
                .map(MessageName::author)
                .distinct()
                .map(AccountId::bytes)
                .toArray(byte[][]::new);
    }

    /** One of that name, in whichever of the account's conversations it is. */
    public Optional<Message> named(AccountRef account, Vault vault, MessageName name) {
        // By way of the conversations, since names are looked up within each.
        return jdbc.sql(
                        """
                        select %s from conversation c
                        join message m on m.conversation = c.id and m.author = :author
                                      and m.sent_at = :sentAt
                        where c.account = :account limit 1
                        """
                                .formatted(MessageRow.COLUMNS))
                .param("account", account.value())
                .param("author", name.author().bytes())
                .param("sentAt", name.sentAt().toEpochMilli())
                .query((row, number) -> MessageRow.read(row))
                .optional()
                .map(row -> row.open(vault));
    }

    public Optional<MessageId> firstSince(
            AccountRef account, ConversationId conversation, Instant time) {
        return jdbc.sql(
                        """
                        select id from message
                        where conversation = ? and account = ? and shown_at >= ?
                        order by shown_at, id limit 1
                        """)
                .params(conversation.value(), account.value(), time.toEpochMilli())
                .query(Long.class)
                .optional()
                .map(MessageId::new);
    }

    public Optional<MessageHash> hash(AccountRef account, MessageId id) {
        return jdbc.sql(
                        "select hash from message where id = ? and account = ? and hash is not null")
                .params(id.value(), account.value())
                .query(String.class)
                .optional()
                .map(MessageHash::new);
    }
}
