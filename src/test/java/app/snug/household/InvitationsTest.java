/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import static app.snug.household.Household.HERE;
import static app.snug.household.Household.PASSPHRASE;
import static app.snug.household.Household.secret;
import static app.snug.household.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import app.snug.household.Members.Invitation;
import app.snug.household.Members.Member;
import app.snug.household.Members.OpenInvitation;
import app.snug.household.Members.Refusal;
import app.snug.household.Members.RefusedException;
import app.snug.messenger.OwnerId;
import app.snug.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvitationsTest {

    @TempDir Path dataDir;

    private final TestDatabase database = TestDatabase.fresh();
    private Household home;
    private Member ada;

    @BeforeEach
    void start() throws Exception {
        home = new Household(database.dataSource(), dataDir);
        ada = home.setUp("Ada");
    }

    @AfterEach
    void stop() {
        home.close();
        database.close();
    }

    @Test
    void anInvitationAdmitsOnePerson() throws Exception {
        Invitation invitation = home.members.invite(ada.id());
        assertThat(home.members.admits(invitation.token())).isTrue();
        home.clock.travel(Duration.ofSeconds(1));
        Member ben = home.members.join(invitation.token(), "Ben", secret(PASSPHRASE), HERE);
        assertThat(ben.owner()).isFalse();
        assertThat(home.vaults.isOpen(ben.id())).isTrue();
        assertThat(home.members.admits(invitation.token())).isFalse();
        assertRefused(
                Refusal.INVITATION_INVALID,
                () -> home.members.join(invitation.token(), "Cas", secret(PASSPHRASE), HERE));
        assertThat(home.members.all()).containsExactly(ada, ben);
    }

    @Test
    void ofManyWhoJoinAtOnceByOneInvitationOneIsAdmitted() throws Exception {
        String token = home.members.invite(ada.id()).token();
        AtomicInteger admitted = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                String login = "guest " + i;
                threads.execute(() -> {
                    try {
                        home.members.join(token, login, secret(PASSPHRASE), HERE);
                        admitted.incrementAndGet();
                    } catch (RefusedException e) {
                        assertThat(e.refusal()).isEqualTo(Refusal.INVITATION_INVALID);
                        refused.incrementAndGet();
                    }
                });
            }
        }
        assertThat(admitted).hasValue(1);
        assertThat(refused).hasValue(7);
        assertThat(home.members.all()).hasSize(2);
    }

    @Test
    void aRefusedJoinLeavesTheInvitationOpen() throws Exception {
        String token = home.members.invite(ada.id()).token();
        assertRefused(
                Refusal.LOGIN_TAKEN,
                () -> home.members.join(token, "aDA", secret(PASSPHRASE), HERE));
        assertRefused(
                Refusal.PASSPHRASE_TOO_SHORT,
                () -> home.members.join(token, "ben", secret("short"), HERE));
        assertThat(home.members.admits(token)).isTrue();
        home.members.join(token, "ben", secret(PASSPHRASE), HERE);
    }

    @Test
    void aTakenLoginCostsNoWorkAndIsToldTwentyTimesToOneAddress() throws Exception {
        String token = home.members.invite(ada.id()).token();
        int before = home.derivations.get();
        for (int i = 0; i < 20; i++) {
            assertRefused(Refusal.LOGIN_TAKEN, () -> join(token, HERE));
        }
        for (int i = 0; i < 80; i++) {
            assertRefused(Refusal.TOO_MANY_TRIES, () -> join(token, HERE));
        }
        assertRefused(Refusal.LOGIN_TAKEN, () -> join(token, "192.0.2.99"));
        assertThat(home.derivations).hasValue(before);
        home.clock.travel(Duration.ofMinutes(1));
        home.members.join(token, "Ben", secret(PASSPHRASE), HERE);
    }

    private void join(String token, String from) throws RefusedException {
        home.members.join(token, "ADA", secret(PASSPHRASE), from);
    }

    @Test
    void manyWhoComeInFromOneAddressAreNotCounted() throws Exception {
        for (int i = 0; i < 25; i++) {
            home.join(ada, "guest " + i);
        }
        assertThat(home.members.all()).hasSize(26);
    }

    @Test
    void itExpiresAfterSevenDays() throws Exception {
        Invitation invitation = home.members.invite(ada.id());
        assertThat(invitation.expires()).isEqualTo(home.clock.instant().plus(Duration.ofDays(7)));
        home.clock.travel(Duration.ofDays(7).minusMillis(1));
        assertThat(home.members.admits(invitation.token())).isTrue();
        assertThat(home.members.openInvitations()).hasSize(1);
        home.clock.travel(Duration.ofMillis(1));
        assertThat(home.members.admits(invitation.token())).isFalse();
        assertThat(home.members.openInvitations()).isEmpty();
        assertRefused(
                Refusal.INVITATION_INVALID,
                () -> home.members.join(invitation.token(), "ben", secret(PASSPHRASE), HERE));
    }

    @Test
    void openOnesAreListedNewestFirst() throws Exception {
        Member ben = home.join(ada, "Ben");
        Invitation first = home.members.invite(ada.id());
        Invitation second = home.members.invite(ben.id());
        assertThat(home.members.openInvitations())
                .extracting(OpenInvitation::id, OpenInvitation::invitedBy)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(second.id(), "Ben"),
                        org.assertj.core.groups.Tuple.tuple(first.id(), "Ada"));
    }

    @Test
    void membersWithdrawTheirOwnAndTheOwnerWithdrawsAny() throws Exception {
        Member ben = home.join(ada, "Ben");
        Invitation byAda = home.members.invite(ada.id());
        Invitation byBen = home.members.invite(ben.id());
        Invitation another = home.members.invite(ben.id());
        assertRefused(Refusal.NOT_ALLOWED, () -> home.members.withdraw(ben.id(), byAda.id()));
        home.members.withdraw(ben.id(), byBen.id());
        home.members.withdraw(ada.id(), another.id());
        assertThat(home.members.admits(byAda.token())).isTrue();
        assertThat(home.members.admits(byBen.token())).isFalse();
        assertThat(home.members.admits(another.token())).isFalse();
    }

    @Test
    void strangersNeitherInviteNorWithdraw() throws Exception {
        OwnerId stranger = new OwnerId(UUID.randomUUID());
        Invitation invitation = home.members.invite(ada.id());
        assertRefused(Refusal.NOT_ALLOWED, () -> home.members.invite(stranger));
        assertRefused(Refusal.NOT_ALLOWED, () -> home.members.withdraw(stranger, invitation.id()));
    }

    @Test
    void aTokenHas144BitsAndIsNotKept() throws Exception {
        String token = home.members.invite(ada.id()).token();
        assertThat(Base64.getUrlDecoder().decode(token)).hasSize(18);
        assertThat(
                        home.jdbc
                                .sql("select invitation::text from invitation")
                                .query(String.class)
                                .single())
                .doesNotContain(token);
    }

    @Test
    void aMadeUpTokenAdmitsNobodyAndCostsNoWork() {
        int before = home.derivations.get();
        for (String token : new String[] {"", "x", "\u0000", "x".repeat(100_000)}) {
            assertThat(home.members.admits(token)).isFalse();
            assertRefused(
                    Refusal.INVITATION_INVALID,
                    () -> home.members.join(token, "mallory", secret(PASSPHRASE), HERE));
        }
        assertThat(home.derivations).hasValue(before);
    }
}
