/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.network.Swarms.StoredMessage;
import app.snug.protocol.storage.MessageHash;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code seen_hash}: what was dealt with and may come again from another node. */
public final class SeenHashes {

    /** After a message's own end, since nodes tidy up at leisure. */
    private static final Duration LONGER = Duration.ofDays(2);

    /** A node's word on when a message ends is believed between these. */
    private static final Duration SHORTEST = Duration.ofDays(15);

    private static final Duration LONGEST = Duration.ofDays(32);

    private final JdbcClient jdbc;

    public SeenHashes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those that were not dealt with yet, in the same order. */
    public List<StoredMessage> fresh(AccountRef account, Collection<StoredMessage> messages) {
        Set<String> seen =
                new HashSet<>(
                        jdbc.sql("select hash from seen_hash where account = ? and hash = any (?)")
                                .params(account.value(), hashes(messages))
                                .query(String.class)
                                .list());
        return messages.stream().filter(m -> !seen.contains(m.hash().value())).toList();
    }

    /** What we stored ourselves: by the time it comes back, it may be deleted here. */
    public void addOwn(AccountRef account, MessageHash hash, Instant expiry, Instant now) {
        add(account, new String[] {hash.value()}, Stream.of(expiry), now);
    }

    public void add(AccountRef account, Collection<StoredMessage> messages, Instant now) {
        add(account, hashes(messages), messages.stream().map(StoredMessage::expiry), now);
    }

    private void add(AccountRef account, String[] hashes, Stream<Instant> expiries, Instant now) {
        jdbc.sql(
                        """
                        insert into seen_hash (account, hash, forget_at)
                        select ?, s.hash, s.forget_at
                        from unnest(?::text[], ?::bigint[]) as s (hash, forget_at)
                        on conflict do nothing
                        """)
                .params(
                        account.value(),
                        hashes,
                        expiries.map(expiry -> forgetAt(expiry, now).toEpochMilli())
                                .toArray(Long[]::new))
                .update();
    }

    /** Forgets those that no node can have any more. */
    public void prune(Instant now) {
        jdbc.sql("delete from seen_hash where forget_at < ?").param(now.toEpochMilli()).update();
    }

    private static Instant forgetAt(Instant expiry, Instant now) {
        Instant end = expiry.plus(LONGER);
        Instant first = now.plus(SHORTEST);
        Instant last = now.plus(LONGEST);
        return end.isBefore(first) ? first : end.isAfter(last) ? last : end;
    }

    private static String[] hashes(Collection<StoredMessage> messages) {
        return messages.stream().map(m -> m.hash().value()).toArray(String[]::new);
    }
}
