/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import static app.snug.household.Household.PASSPHRASE;
import static app.snug.household.Household.secret;
import static app.snug.household.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Argon2id;
import app.snug.household.Members.Member;
import app.snug.household.Members.Refusal;
import app.snug.household.Members.RefusedException;
import app.snug.household.Members.Visitor;
import app.snug.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetUpAndLoginTest {

    @TempDir Path dataDir;

    private final TestDatabase database = TestDatabase.fresh();
    private Household home;

    @BeforeEach
    void start() throws Exception {
        home = new Household(database.dataSource(), dataDir);
    }

    @AfterEach
    void stop() {
        home.close();
        database.close();
    }

    @Test
    void theFirstMemberOwnsTheHousehold() throws Exception {
        assertThat(home.members.isSetUp()).isFalse();
        Member ada = home.setUp("Ada");
        assertThat(home.members.isSetUp()).isTrue();
        assertThat(ada.owner()).isTrue();
        assertThat(ada.staysConnected()).isTrue();
        assertThat(home.vaults.isOpen(ada.id())).isTrue();
        assertThat(home.members.find(ada.id())).hasValue(ada);
        assertThat(home.members.all()).containsExactly(ada);
    }

    @Test
    void withoutTheCodeNobodySetsUp() {
        assertRefused(
                Refusal.WRONG_CODE,
                () -> home.members.setUp("wrong", "mallory", secret(PASSPHRASE)));
        assertThat(home.members.isSetUp()).isFalse();
        assertThat(home.derivations).hasValue(0);
    }

    @Test
    void theCodeIsDeadOnceTheHouseholdIsSetUp() throws Exception {
        home.setUp("ada");
        assertRefused(Refusal.ALREADY_SET_UP, () -> home.setUp("mallory"));
        assertThat(home.members.all()).hasSize(1);
    }

    @Test
    void ofTwoSetUpsAtOnceOneWins() throws Exception {
        AtomicInteger owners = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                String login = "member " + i;
                threads.execute(() -> {
                    try {
                        home.setUp(login);
                        owners.incrementAndGet();
                    } catch (RefusedException e) {
                        assertThat(e.refusal()).isEqualTo(Refusal.ALREADY_SET_UP);
                        refused.incrementAndGet();
                    }
                });
            }
        }
        assertThat(owners).hasValue(1);
        assertThat(refused).hasValue(7);
        assertThat(home.members.all()).hasSize(1);
    }

    @Test
    void aRefusedNameOrPassphraseLeavesTheCodeAlive() throws Exception {
        String code = home.setupCode.readable();
        assertRefused(Refusal.LOGIN_EMPTY, () -> home.members.setUp(code, " ", secret(PASSPHRASE)));
        assertRefused(
                Refusal.PASSPHRASE_TOO_SHORT,
                () -> home.members.setUp(code, "ada", secret("short")));
        home.setUp("ada");
    }

    @Test
    void theRightPassphraseLogsInUnderAnySpellingOfTheName() throws Exception {
        Member ada = home.setUp("Ada");
        assertThat(home.logIn("  ADA ", PASSPHRASE)).isEqualTo(ada);
    }

    @Test
    void wrongLoginsAreRefused() throws Exception {
        home.setUp("ada");
        assertRefused(Refusal.WRONG_LOGIN, () -> home.logIn("ada", "wrong horse battery"));
        assertRefused(Refusal.WRONG_LOGIN, () -> home.logIn("ada", ""));
        assertRefused(Refusal.WRONG_LOGIN, () -> home.logIn("ada", "x".repeat(2000)));
        assertRefused(Refusal.WRONG_LOGIN, () -> home.logIn("nobody", PASSPHRASE));
        assertRefused(Refusal.WRONG_LOGIN, () -> home.logIn("", PASSPHRASE));
    }

    @Test
    void anUnknownLoginCostsTheSameWorkAsAWrongPassphrase() throws Exception {
        home.setUp("ada");
        int before = home.derivations.get();
        assertRefused(Refusal.WRONG_LOGIN, () -> home.logIn("ada", "wrong horse battery"));
        int wrong = home.derivations.get() - before;
        for (String unknown : new String[] {"nobody", "", "x".repeat(100), "\u0000"}) {
            before = home.derivations.get();
            assertRefused(Refusal.WRONG_LOGIN, () -> home.logIn(unknown, "wrong horse battery"));
            assertThat(home.derivations.get() - before).isEqualTo(wrong).isEqualTo(1);
        }
    }

    @Test
    void afterTooManyTriesEvenTheRightPassphraseWaits() throws Exception {
        home.setUp("ada");
        for (int i = 0; i < 10; i++) {
            assertRefused(Refusal.WRONG_LOGIN, () -> home.logIn("ada", "wrong horse battery"));
        }
        int before = home.derivations.get();
        assertRefused(Refusal.TOO_MANY_TRIES, () -> home.logIn("Ada", PASSPHRASE));
        assertThat(home.derivations).hasValue(before);
        home.clock.travel(Duration.ofMinutes(5));
        home.logIn("ada", PASSPHRASE);
    }

    @Test
    void unknownLoginsAreCountedToo() throws Exception {
        home.setUp("ada");
        for (int i = 0; i < 10; i++) {
            assertRefused(Refusal.WRONG_LOGIN, () -> home.logIn("nobody", PASSPHRASE));
        }
        assertRefused(Refusal.TOO_MANY_TRIES, () -> home.logIn("nobody", PASSPHRASE));
    }

    @Test
    void anotherPassphraseOpensTheSameVaultAndTheOldOneNothing() throws Exception {
        Member ada = home.setUp("Ada");
        byte[] sealed = home.vaults.of(ada.id()).seal("row", new byte[] {7});
        Member after = change(ada, PASSPHRASE, "another horse battery");
        assertThat(after.lock()).isNotEqualTo(ada.lock());
        assertThat(after.staysConnected()).isTrue();
        assertRefused(Refusal.WRONG_LOGIN, () -> home.logIn("ada", PASSPHRASE));
        assertThat(home.logIn("ada", "another horse battery")).isEqualTo(after);

        home.close();
        home = new Household(database.dataSource(), dataDir);
        assertThat(home.vaults.of(ada.id()).open("row", sealed)).containsExactly(7);
        home.members.stayConnected(ada.id(), false);
        home.close();
        home = new Household(database.dataSource(), dataDir);
        assertThat(home.vaults.isOpen(ada.id())).isFalse();
        home.logIn("ada", "another horse battery");
        assertThat(home.vaults.of(ada.id()).open("row", sealed)).containsExactly(7);
    }

    @Test
    void aWrongOldPassphraseCountsAsATryAndChangesNothing() throws Exception {
        Member ada = home.setUp("ada");
        for (int i = 0; i < 15; i++) {
            assertRefused(Refusal.PASSPHRASE_TOO_SHORT, () -> change(ada, "wrong", "short"));
        }
        for (int i = 0; i < 10; i++) {
            assertRefused(Refusal.WRONG_LOGIN, () -> change(ada, "wrong", "another horse battery"));
        }
        assertRefused(
                Refusal.TOO_MANY_TRIES, () -> change(ada, PASSPHRASE, "another horse battery"));
        home.clock.travel(Duration.ofMinutes(5));
        assertThat(home.logIn("ada", PASSPHRASE)).isEqualTo(ada);
    }

    @Test
    void ofTwoChangesAtOnceOneWins() throws Exception {
        Member ada = home.setUp("ada");
        List<String> changed = new CopyOnWriteArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                String next = "horse battery number " + i;
                threads.execute(() -> {
                    try {
                        change(ada, PASSPHRASE, next);
                        changed.add(next);
                    } catch (RefusedException e) {
                        assertThat(e.refusal()).isEqualTo(Refusal.WRONG_LOGIN);
                    }
                });
            }
        }
        assertThat(changed).hasSize(1);
        home.logIn("ada", changed.getFirst());
    }

    private Member change(Member member, String old, String chosen) throws RefusedException {
        return home.members.changePassphrase(
                member.id(), secret(old), secret(chosen), new Visitor(Household.HERE, ""));
    }

    @Test
    void whereSheLoggedInBeforeAMemberGetsInThoughAStrangerTriesAndAfterARestart()
            throws Exception {
        Member ada = home.setUp("ada");
        String kept = home.members.remember(ada.id(), "");
        home.close();
        home = new Household(database.dataSource(), dataDir);
        for (int i = 0; i < 10; i++) {
            Visitor stranger = new Visitor("198.51.100." + i, "");
            assertRefused(Refusal.WRONG_LOGIN, () -> logIn("a guess", stranger));
        }
        assertRefused(
                Refusal.TOO_MANY_TRIES, () -> logIn(PASSPHRASE, new Visitor("203.0.113.1", "")));
        Visitor known = new Visitor("203.0.113.1", kept);
        for (int i = 0; i < 9; i++) {
            assertRefused(Refusal.WRONG_LOGIN, () -> logIn("a slip", known));
        }
        logIn(PASSPHRASE, known);
        for (int i = 0; i < 10; i++) {
            assertRefused(Refusal.WRONG_LOGIN, () -> logIn("a thief's guess", known));
        }
        assertRefused(Refusal.TOO_MANY_TRIES, () -> logIn(PASSPHRASE, known));
    }

    private Member logIn(String passphrase, Visitor from) throws RefusedException {
        return home.members.logIn("ada", secret(passphrase), from);
    }

    @Test
    void aHigherCostIsAppliedAtTheNextLogin() throws Exception {
        Member ada = home.setUp("ada");
        home.close();
        home = new Household(database.dataSource(), dataDir, new Argon2id.Cost(2, 16 * 1024));
        assertThat(home.logIn("ada", PASSPHRASE)).isEqualTo(ada);
        // It is the same passphrase: sessions go on.
        assertThat(home.members.find(ada.id())).hasValue(ada);
        assertThat(home.derivations).hasValue(2);
        assertThat(
                        home.jdbc
                                .sql("select passes = 2 and memory = 16384 from member")
                                .query(Boolean.class)
                                .single())
                .isTrue();
        home.logIn("ada", PASSPHRASE);
        assertThat(home.derivations).hasValue(3);
    }
}
