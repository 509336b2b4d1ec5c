/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.outbox;

import app.snug.messenger.AccountRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Gives every message of an account a millisecond of its own, each after the last ({@code
 * protocol/01} §4.1).
 */
public final class SentTimes {

    /**
     * How far the last message may lie ahead; beyond, the clock was wrong then and is right now.
     */
    private static final Duration BELIEVED = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final InstantSource networkTime;

    public SentTimes(JdbcClient jdbc, InstantSource networkTime) {
        this.jdbc = jdbc;
        this.networkTime = networkTime;
    }

    /** The next one; within the writer's transaction where something is written with it. */
    Instant next(AccountRef account) {
        return Instant.ofEpochMilli(
                jdbc.sql(
                                """
                                update account set last_sent =
                                    case when last_sent between :now and :believed
                                         then last_sent + 1 else :now end
                                where id = :account returning last_sent
                                """)
                        .param("now", networkTime.millis())
                        .param("believed", networkTime.instant().plus(BELIEVED).toEpochMilli())
                        .param("account", account.value())
                        .query(Long.class)
                        .single());
    }
}
