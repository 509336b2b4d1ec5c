/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.crypto.Argon2id;
import app.snug.crypto.Secret;
import app.snug.household.Members.Member;
import app.snug.household.Members.RefusedException;
import app.snug.household.Members.Visitor;
import app.snug.testing.TravellingClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A household as it runs; a second one over the same database and folder is a restart. */
final class Household implements AutoCloseable {

    static final Argon2id.Cost CHEAP = new Argon2id.Cost(1, 8192);
    static final String PASSPHRASE = "correct horse battery";
    static final String HERE = "192.0.2.1";

    final TravellingClock clock = new TravellingClock(Instant.parse("2026-11-24T12:00:00Z"));
    final AtomicInteger derivations = new AtomicInteger();
    final JdbcClient jdbc;
    final OpenVaults vaults;
    final SetupCode setupCode;
    final HouseholdMembers members;
    private final PassphraseKeys keys;

    Household(DataSource database, Path dataDir) throws IOException {
        this(database, dataDir, CHEAP);
    }

    Household(DataSource database, Path dataDir, Argon2id.Cost cost) throws IOException {
        SecureRandom random = new SecureRandom();
        jdbc = JdbcClient.create(database);
        vaults = new OpenVaults(random);
        setupCode = new SetupCode(clock, random);
        keys =
                new PassphraseKeys((passphrase, salt, paid, size) -> {
                    derivations.incrementAndGet();
                    return Argon2id.derive(passphrase, salt, paid, size);
                });
        members =
                new HouseholdMembers(
                        new MemberTable(jdbc),
                        new Invitations(jdbc, clock, random),
                        new TransactionTemplate(new DataSourceTransactionManager(database)),
                        vaults,
                        new VaultLocks(keys, cost, random),
                        ServerKey.in(dataDir, random),
                        setupCode,
                        new LoginTries(clock, random),
                        clock,
                        random);
        members.openVaults();
    }

    static Secret secret(String text) {
        return Secret.owning(text.getBytes(StandardCharsets.UTF_8));
    }

    Member setUp(String login) throws RefusedException {
        return members.setUp(setupCode.readable(), login, secret(PASSPHRASE));
    }

    Member join(Member inviting, String login) throws RefusedException {
        return members.join(members.invite(inviting.id()).token(), login, secret(PASSPHRASE), HERE);
    }

    Member logIn(String login, String passphrase) throws RefusedException {
        return members.logIn(login, secret(passphrase), new Visitor(HERE, ""));
    }

    @Override
    public void close() {
        vaults.close();
        keys.close();
    }
}
