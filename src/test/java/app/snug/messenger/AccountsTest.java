/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.Secret;
import app.snug.messenger.Accounts.AlreadyHereException;
import app.snug.messenger.Accounts.InvalidNameException;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.identity.RecoveryPhrase;
import app.snug.protocol.identity.RecoveryPhrase.InvalidPhraseException;
import app.snug.protocol.identity.WordList;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.time.Instant;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountsTest {

    private static final String OLD_SEED =
            "2520a1fe9125f88282652debe51007f9ed8bb52cd2597a555e893c3c12dba685";

    private final TestDatabase database = TestDatabase.fresh();
    private final TestDatabase elsewhere = TestDatabase.fresh();
    private final TestVaults vaults = new TestVaults();
    private final TravellingClock clock =
            new TravellingClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final Server here = new Server(database);
    private final OwnerId owner = vaults.newOwner();

    private final class Server {
        final Accounts accounts;

        Server(TestDatabase in) {
            accounts =
                    new TestMessenger(
                                    in.dataSource(),
                                    vaults,
                                    TestMessenger.network(new ScriptedSwarms(clock), clock),
                                    clock)
                            .accounts;
        }
    }

    @AfterEach
    void close() {
        database.close();
        elsewhere.close();
    }

    @Test
    void anAccountIsFoundByItsOwnerOnly() throws Exception {
        Account anna = here.accounts.create(owner, "  Anna\n B. ");
        assertThat(anna.displayName()).isEqualTo("Anna B.");
        assertThat(anna.wordsKept()).isFalse();
        assertThat(here.accounts.find(owner, anna.ref())).contains(anna);
        assertThat(here.accounts.find(vaults.newOwner(), anna.ref())).isEmpty();
        assertThat(here.accounts.of(vaults.newOwner())).isEmpty();
    }

    @Test
    void aMemberMayHaveSeveral() throws Exception {
        Account first = here.accounts.create(owner, "Anna");
        Account second = here.accounts.create(owner, "Work");
        assertThat(here.accounts.of(owner)).containsExactly(first, second);
        assertThat(first.id()).isNotEqualTo(second.id());
    }

    @Test
    void theWordsBringAnAccountBackElsewhereAndNotTwiceHere() throws Exception {
        Account anna = here.accounts.create(owner, "Anna");
        String words = here.accounts.recoveryWords(anna);
        assertThat(words.split(" ")).hasSize(13);

        Account back = new Server(elsewhere).accounts.restore(owner, words, "Anna");
        assertThat(back.id()).isEqualTo(anna.id());
        assertThat(back.wordsKept()).isTrue();
        assertAlreadyHere(true, () -> here.accounts.restore(owner, words, "Anna"));
        assertAlreadyHere(true, () -> here.accounts.moveHere(owner, words, "Anna"));
        assertAlreadyHere(false, () -> here.accounts.restore(vaults.newOwner(), words, "Not Anna"));
        assertThat(here.accounts.of(owner)).containsExactly(anna);
        assertThatThrownBy(() -> here.accounts.restore(owner, "not these words", "Anna"))
                .isInstanceOf(InvalidPhraseException.class);
    }

    @Test
    void withItsWordsAnAccountMovesToAnotherOwnerThoughTheOldVaultIsLocked() throws Exception {
        String words = here.accounts.recoveryWords(here.accounts.create(owner, "Anna"));
        Account work = here.accounts.create(owner, "Work");
        OwnerId again = vaults.newOwner();
        vaults.lock(owner);

        Account back = here.accounts.moveHere(again, words, "Anna");

        assertThat(here.accounts.of(again)).containsExactly(back);
        assertThat(here.accounts.recoveryWords(back)).isEqualTo(words);
        vaults.open(owner);
        assertThat(here.accounts.of(owner)).containsExactly(work);
        Account moved = here.accounts.moveHere(owner, words, "Anna");
        assertThat(here.accounts.of(owner)).containsExactly(work, moved);
        assertThat(here.accounts.of(again)).isEmpty();
    }

    @Test
    void withoutItsWordsNothingMovesAndNewOnesAreJustBroughtBack() throws Exception {
        Account anna = here.accounts.create(owner, "Anna");
        String others = here.accounts.recoveryWords(here.accounts.create(owner, "Work"));
        OwnerId ben = vaults.newOwner();
        assertThatThrownBy(() -> here.accounts.moveHere(ben, "not these words", "Ben"))
                .isInstanceOf(InvalidPhraseException.class);
        assertThatThrownBy(() -> here.accounts.moveHere(ben, others, " "))
                .isInstanceOf(InvalidNameException.class);
        assertThat(here.accounts.of(owner)).hasSize(2).contains(anna);
        assertThat(new Server(elsewhere).accounts.moveHere(ben, others, "Ben").owner())
                .isEqualTo(ben);
    }

    private static void assertAlreadyHere(boolean own, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        AlreadyHereException.class, e -> assertThat(e.own()).isEqualTo(own));
    }

    @Test
    void anAccountOfTheEarlyDaysComesBackFromTwentyFiveWordsOrItsDigits() throws Exception {
        byte[] seed = HexFormat.of().parseHex(OLD_SEED);
        String words = RecoveryPhrase.encode(Secret.copyOf(seed), WordList.ENGLISH);
        assertThat(words.split(" ")).hasSize(25);
        Account fromWords = here.accounts.restore(owner, words, "Anna");
        Account fromDigits = new Server(elsewhere).accounts.restore(owner, OLD_SEED, "Anna");
        try (AccountKeys keys = AccountKeys.fromSeed(Secret.copyOf(seed))) {
            assertThat(fromWords.id()).isEqualTo(keys.id()).isEqualTo(fromDigits.id());
        }
        assertThat(here.accounts.recoveryWords(fromWords)).isEqualTo(words);
    }

    @Test
    void namesHaveOneToAHundredBytes() throws Exception {
        assertThatThrownBy(() -> here.accounts.create(owner, " \n "))
                .isInstanceOfSatisfying(
                        InvalidNameException.class, e -> assertThat(e.bytes()).isZero());
        assertThatThrownBy(() -> here.accounts.create(owner, "ä".repeat(51)))
                .isInstanceOfSatisfying(
                        InvalidNameException.class, e -> assertThat(e.bytes()).isEqualTo(102));
        Account anna = here.accounts.create(owner, "ä".repeat(50));
        here.accounts.rename(anna, "Anna");
        assertThat(here.accounts.of(owner).getFirst().displayName()).isEqualTo("Anna");
    }

    @Test
    void itIsRememberedThatTheWordsAreKept() throws Exception {
        Account anna = here.accounts.create(owner, "Anna");
        here.accounts.confirmWordsKept(anna);
        assertThat(here.accounts.find(owner, anna.ref()).orElseThrow().wordsKept()).isTrue();
    }

    @Test
    void aLockedVaultGivesNothingAway() throws Exception {
        Account anna = here.accounts.create(owner, "Anna");
        vaults.lock(owner);
        assertThatThrownBy(() -> here.accounts.of(owner)).isInstanceOf(VaultLockedException.class);
        assertThatThrownBy(() -> here.accounts.recoveryWords(anna))
                .isInstanceOf(VaultLockedException.class);
        assertThatThrownBy(() -> here.accounts.create(owner, "Another"))
                .isInstanceOf(VaultLockedException.class);
    }
}
