/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.crypto.Blake2b;
import app.snug.household.Members.Invitation;
import app.snug.household.Members.OpenInvitation;
import app.snug.messenger.OwnerId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code invitation}. It holds only hashes, so that whoever reads the database cannot
 * join. A row is deleted when it is used, withdrawn or found expired.
 */
final class Invitations {

    static final Duration LIFETIME = Duration.ofDays(7);

    private static final int TOKEN_SIZE = 18;
    private static final int LONGEST_TOKEN = 64;

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final SecureRandom random;

    Invitations(JdbcClient jdbc, InstantSource clock, SecureRandom random) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.random = random;
    }

    Invitation create(OwnerId by) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant expires = now.plus(LIFETIME);
        jdbc.sql("delete from invitation where expires <= ?").param(utc(now)).update();
        byte[] drawn = new byte[TOKEN_SIZE];
        random.nextBytes(drawn);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
        long id =
                jdbc.sql(
                                """
                                insert into invitation (token_hash, invited_by, created, expires)
                                values (?, ?, ?, ?) returning id
                                """)
                        .params(hash(token), by.value(), utc(now), utc(expires))
                        .query(Long.class)
                        .single();
        return new Invitation(id, token, expires);
    }

    /** Newest first. */
    List<OpenInvitation> open() {
        return jdbc.sql(
                        """
                        select i.id, m.login, i.created, i.expires
                        from invitation i join member m on m.id = i.invited_by
                        where i.expires > ? order by i.id desc
                        """)
                .param(utc(clock.instant()))
                .query((row, number) ->
                        new OpenInvitation(
                                row.getLong("id"),
                                row.getString("login"),
                                row.getObject("created", OffsetDateTime.class).toInstant(),
                                row.getObject("expires", OffsetDateTime.class).toInstant()))
                .list();
    }

    boolean admits(String token) {
        return token.length() <= LONGEST_TOKEN
                && jdbc.sql(
                                """
                                select exists (
                                    select from invitation where token_hash = ? and expires > ?)
                                """)
                        .params(hash(token), utc(clock.instant()))
                        .query(Boolean.class)
                        .single();
    }

    /**
     * Uses the invitation up, in the transaction under way: of two at once the second waits for the
     * first, and finds nothing unless the first was rolled back.
     */
    boolean consume(String token) {
        return token.length() <= LONGEST_TOKEN
                && jdbc.sql("delete from invitation where token_hash = ? and expires > ?")
                                .params(hash(token), utc(clock.instant()))
                                .update()
                        == 1;
    }

    /**
     * Says whether there was such an invitation.
     *
     * @param any whether also one by someone else
     */
    boolean withdraw(long id, OwnerId by, boolean any) {
        return jdbc.sql("delete from invitation where id = ? and (? or invited_by = ?)")
                        .params(id, any, by.value())
                        .update()
                == 1;
    }

    private static byte[] hash(String token) {
        return Blake2b.hash(32, ("snug/invitation/1\n" + token).getBytes(StandardCharsets.UTF_8));
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
