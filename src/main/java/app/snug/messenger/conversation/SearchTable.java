/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Query;
import app.snug.messenger.Query.Having;
import app.snug.messenger.Terms;
import app.snug.messenger.Vault;
import app.snug.protocol.identity.AccountId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The blind index of messages: the column {@code words} and what it leads to. */
public final class SearchTable {

    private final JdbcClient jdbc;

    public SearchTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Where to look besides in words.
     *
     * @param authors null for anybody
     * @param conversations ids; null for all
     */
    record Where(@Nullable Set<AccountId> authors, @Nullable Collection<Long> conversations) {}

    /**
     * Those that may be meant, newest first; only opening them tells. What is looked for stands in
     * the statement itself: how often a word is said decides whether its index or the newest
     * messages are read, and a plan for any word would know neither. Belongs into a transaction.
     */
    List<Message> candidates(
            Account account,
            Vault vault,
            Query query,
            Where where,
            Optional<MessageId> before,
            int limit) {
        // Any place is found as fast as the next. By default PostgreSQL believes in a disk that has
        // to turn, and rather reads a million messages than a thousand here and there.
        jdbc.sql("set local random_page_cost to 1.1").update();
        List<String> conditions = new ArrayList<>();
        Long[] hashes = query.hashes(account.ref(), vault);
        if (hashes.length > 0) {
            conditions.add(
                    Arrays.stream(hashes)
                            .map(String::valueOf)
                            .collect(Collectors.joining(",", "m.words @> '{", "}'::bigint[]")));
        }
        if (where.authors() != null) {
            conditions.add("m.author = any(:authors)");
        }
        if (where.conversations() != null) {
            conditions.add("m.conversation = any(:conversations)");
        }
        query.from().ifPresent(at -> conditions.add("m.shown_at >= " + at.toEpochMilli()));
        query.to().ifPresent(at -> conditions.add("m.shown_at < " + at.toEpochMilli()));
        before.ifPresent(at -> conditions.add("m.id < :before"));
        for (Having having : query.having()) {
            having(having).ifPresent(conditions::add);
        }
        return jdbc
                .sql(
                        """
                        select %s from message m
                        where m.account = :account and m.kind in ('TEXT', 'INVITATION')%s
                        order by m.id desc limit :limit
                        """
                                .formatted(
                                        MessageRow.COLUMNS,
                                        conditions.isEmpty()
                                                ? ""
                                                : " and " + String.join(" and ", conditions)))
                .param("account", account.ref().value())
                .param(
                        "authors",
                        where.authors() == null
                                ? new byte[0][]
                                : where.authors().stream()
                                        .map(AccountId::bytes)
                                        .toArray(byte[][]::new))
                .param(
                        "conversations",
                        where.conversations() == null
                                ? new Long[0]
                                : where.conversations().toArray(Long[]::new))
                .param("before", before.map(MessageId::value).orElse(0L))
                .param("limit", limit)
                .query((row, number) -> MessageRow.read(row))
                .list()
                .stream()
                .map(row -> row.open(vault))
                .toList();
    }

    private static Optional<String> having(Having having) {
        String kind =
                switch (having) {
                    case FILE -> "";
                    case IMAGE -> " and a.content_type like 'image/%'";
                    case VOICE -> " and a.voice";
                    case LINK -> null;
                };
        return Optional.ofNullable(kind)
                .map(condition ->
                        "exists (select from attachment a where a.message = m.id"
                                + " and a.part = 'FILE'"
                                + condition
                                + ")");
    }

    /** What of a message is searched. */
    static String text(String body, Extras extras) {
        StringBuilder text = new StringBuilder(body);
        extras.link().ifPresent(link -> text.append('\n').append(link.title()));
        extras.invitation().ifPresent(place -> text.append('\n').append(place.name()));
        return text.toString();
    }

    /** Adds the names of a message's files. */
    void add(AccountRef account, Vault vault, MessageId message, List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        jdbc.sql(
                        """
                        update message set words = (
                            select array_agg(distinct w) from unnest(words || :words) w)
                        where id = :id and account = :account and words is not null
                        """)
                .param("words", Terms.hashes(account, vault, String.join("\n", names)))
                .param("id", message.value())
                .param("account", account.value())
                .update();
    }

    /**
     * Takes messages into the index that are not, the newest first.
     *
     * @param before continue with those that are older
     * @return where to continue; empty if there are no more
     */
    Optional<MessageId> index(
            AccountRef account, Vault vault, Optional<MessageId> before, int limit) {
        List<MessageRow> rows =
                jdbc.sql(
                                """
                                select %s from message m
                                where m.account = :account and m.id < :before and m.words is null
                                order by m.id desc limit :limit
                                """
                                        .formatted(MessageRow.COLUMNS))
                        .param("account", account.value())
                        .param("before", before.map(MessageId::value).orElse(Long.MAX_VALUE))
                        .param("limit", limit)
                        .query((row, number) -> MessageRow.read(row))
                        .list();
        for (MessageRow row : rows) {
            Message message = row.open(vault);
            jdbc.sql("update message set words = :words where id = :id and body = :body")
                    .param(
                            "words",
                            Terms.hashes(account, vault, text(message.body(), message.extras())))
                    .param("id", row.id().value())
                    .param("body", row.body())
                    .update();
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getLast().id());
    }
}
