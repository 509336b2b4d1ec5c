/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Trimming;
import app.snug.messenger.change.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code trimming}; the {@link Sweeper} does what it says. */
public final class StoredTrimming implements Trimming {

    /** Neither pinned nor with oneself. */
    private static final String OTHERS =
            """
            conversation c join account a on a.id = c.account
              and c.peer <> a.account_id and c.priority <= 0
            """;

    /** Between the network's clock and this machine's; what goes here does not come back. */
    private static final Duration MOST_DIFFERENCE = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final VanishingTable vanishing;
    private final Ledger ledger;
    private final InstantSource networkTime;
    private final InstantSource machineTime;
    private volatile boolean wished;

    public StoredTrimming(
            JdbcClient jdbc,
            VanishingTable vanishing,
            Ledger ledger,
            InstantSource networkTime,
            InstantSource machineTime) {
        this.jdbc = jdbc;
        this.vanishing = vanishing;
        this.ledger = ledger;
        this.networkTime = networkTime;
        this.machineTime = machineTime;
    }

    @Override
    public Age of(Account account) {
        return jdbc.sql("select months from trimming where account = ?")
                .param(account.ref().value())
                .query(Integer.class)
                .optional()
                .flatMap(months ->
                        Arrays.stream(Age.values()).filter(age -> age.months() == months).findAny())
                .orElse(Age.NEVER);
    }

    @Override
    public long count(Account account, Age age) {
        if (age == Age.NEVER) {
            return 0;
        }
        return jdbc.sql(
                        "select count(*) from message m where m.shown_at < :before and"
                                + " m.conversation in (select c.id from "
                                + OTHERS
                                + " where c.account = :account)")
                .param("account", account.ref().value())
                .param("before", start(age, earlier()))
                .query(Long.class)
                .single();
    }

    @Override
    public void set(Account account, Age age) {
        ledger.change(
                account.ref(),
                entries -> {
                    if (age == Age.NEVER) {
                        jdbc.sql("delete from trimming where account = ?")
                                .param(account.ref().value())
                                .update();
                        return;
                    }
                    jdbc.sql(
                                    """
                                    insert into trimming (account, months) values (?, ?)
                                    on conflict (account) do update set months = excluded.months
                                    """)
                            .params(account.ref().value(), age.months())
                            .update();
                    entries.afterCommit(() -> {
                        wished = true;
                        vanishing.alarm().ring();
                    });
                });
    }

    @Override
    public boolean waits() {
        return now().isEmpty();
    }

    /** The time by which what is too old may go; empty while the two clocks disagree. */
    Optional<Instant> now() {
        Duration apart = Duration.between(machineTime.instant(), networkTime.instant()).abs();
        return apart.compareTo(MOST_DIFFERENCE) > 0 ? Optional.empty() : Optional.of(earlier());
    }

    private Instant earlier() {
        Instant network = networkTime.instant();
        Instant machine = machineTime.instant();
        return network.isBefore(machine) ? network : machine;
    }

    /** Whether somebody has just wished it, and waits. */
    boolean takeWish() {
        boolean wish = wished;
        wished = false;
        return wish;
    }

    /** Messages that are too old, by account, the oldest of each conversation first. */
    Map<AccountRef, List<Long>> due(Instant now, int limit) {
        Map<AccountRef, List<Long>> due = new LinkedHashMap<>();
        jdbc.sql(
                        "select c.account, m.id from trimming t join "
                                + OTHERS
                                + """
                                on c.account = t.account
                                cross join lateral (
                                    select o.id from message o
                                    where o.conversation = c.id
                                      and o.shown_at < case t.months when 3 then :quarter
                                                       when 6 then :half else :year end
                                    order by o.shown_at, o.id limit :limit) m
                                limit :limit
                                """)
                .param("quarter", start(Age.QUARTER, now))
                .param("half", start(Age.HALF_YEAR, now))
                .param("year", start(Age.YEAR, now))
                .param("limit", limit)
                .query((row, number) ->
                        Map.entry(new AccountRef(row.getLong("account")), row.getLong("id")))
                .list()
                .forEach(found ->
                        due.computeIfAbsent(found.getKey(), ref -> new ArrayList<>())
                                .add(found.getValue()));
        return due;
    }

    /** What was shown before is older than that. */
    private static long start(Age age, Instant now) {
        return now.atOffset(ZoneOffset.UTC).minusMonths(age.months()).toInstant().toEpochMilli();
    }
}
