/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.Message.Kind;
import app.snug.messenger.ScriptedSwarms;
import app.snug.network.NetworkException;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.Content.Context;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.message.MessageName;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Messages that are taken back, here or for everyone. */
class DeletingTest extends TwoPeople {

    @Test
    void whatIsDeletedForEveryoneIsALineOnBothSidesAndOnOwnDevices() throws Exception {
        Message yours = said(ben, anna, "Hello to you");
        messenger.reactions.react(
                anna.account(), said(anna, ben, "Hello to you").id(), "👍", false);
        deliver();
        messenger.deletions.everywhere(ben.account(), List.of(yours.id()));
        deliver();

        for (Message left : List.of(only(ben, anna), only(anna, ben))) {
            assertThat(left.kind()).isEqualTo(Kind.DELETED);
            assertThat(left.body()).isEmpty();
            assertThat(left.name()).isEqualTo(yours.name());
        }
        assertThat(messenger.jdbc.sql("select count(*) from reaction").query(Long.class).single())
                .isZero();
        assertThat(newest(anna).content()).isEqualTo(new Content.Unsend(yours.name()));
        assertThat(newest(ben).content()).isEqualTo(new Content.Unsend(yours.name()));
        assertThat(messenger.conversations.with(anna.account(), ben.id()).orElseThrow().unread())
                .isZero();
        assertThat(errands()).as("both swarms are asked").isEqualTo(2);
    }

    @Test
    void onlyTheAuthorOrAnotherDeviceOfOursTakesAMessageBack() throws Exception {
        Message annas = said(anna, ben, "Hello");
        receive(anna, ben, new Content.Unsend(annas.name()), 5);
        assertThat(said(anna, ben, "Hello").kind()).isEqualTo(Kind.TEXT);

        swarms.put(
                anna.id(),
                DirectMessage.seal(
                        new Content.Unsend(annas.name()),
                        NOON.plusSeconds(6),
                        anna.keys(),
                        anna.id(),
                        random));
        anna.poller().poll();
        assertThat(only(anna, ben).name()).isEqualTo(annas.name());
    }

    @Test
    void aMessageThatWasTakenBackBeforeItCameIsNotShown() throws Exception {
        MessageName late = new MessageName(ben.id(), NOON.plusSeconds(5));
        receive(anna, ben, new Content.Unsend(late), 6);
        receive(anna, ben, new Content.Visible("Late", Context.NONE), late.sentAt());
        assertThat(bodies(anna, ben)).doesNotContain("Late");
    }

    @Test
    void ourOwnMessageThatWasTakenBackElsewhereBeforeItCameIsNotShown() throws Exception {
        MessageName late = new MessageName(anna.id(), NOON.plusSeconds(5));
        receive(anna, anna, new Content.Unsend(late), 6);
        Content.Visible said = new Content.Visible("Late", Context.copy(ben.id()));
        byte[] copy = sealed(anna, anna, said, late.sentAt());
        swarms.put(anna.id(), copy);
        anna.poller().poll();
        assertThat(bodies(anna, ben)).doesNotContain("Late");
        assertThat(deletions()).as("nobody else is to find it").containsExactly(hash(anna, copy));
    }

    @Test
    void whatAnotherDeviceOfOursForgotBeforeItCameHereIsNotShown() throws Exception {
        MessageName late = new MessageName(ben.id(), NOON.plusSeconds(5));
        receive(anna, anna, new Content.Unsend(late), 6);
        receive(anna, ben, new Content.Visible("Late", Context.NONE), late.sentAt());
        assertThat(bodies(anna, ben)).doesNotContain("Late");
    }

    @Test
    void aCopyThatWaitsDoesNotComeAfterItsMessageWasTakenBack() throws Exception {
        swarms.gate =
                to -> {
                    if (to.equals(ben.id())) {
                        throw ScriptedSwarms.failure(NetworkException.Reason.SWARM_UNREACHABLE);
                    }
                };
        Message oops = send(ben, anna, "Oops");
        await().until(() -> said(ben, anna, "Oops").state() == Message.State.SENT);
        await().until(this::aCopyWaits);
        swarms.gate = to -> {};
        messenger.deletions.everywhere(ben.account(), List.of(oops.id()));
        clock.travel(Duration.ofMinutes(5));
        ring();
        deliver();
        assertThat(contents(ben)).noneMatch(said -> isText(said, "Oops"));
        assertThat(newest(ben).content()).isEqualTo(new Content.Unsend(oops.name()));
        assertThat(newest(anna).content()).isEqualTo(new Content.Unsend(oops.name()));
        assertThat(bodies(anna, ben)).doesNotContain("Oops");
    }

    @Test
    void whatIsDeletedRightAfterItWasSentDoesNotComeBackFromOurOwnSwarm() throws Exception {
        ConversationId toAnna =
                messenger.conversations.with(ben.account(), anna.id()).orElseThrow().id();
        send(ben, anna, "Bye");
        await().until(() -> !swarms.mailbox(ben.id()).isEmpty() && nothingWaits());
        messenger.choices.delete(ben.account(), toAnna);
        ben.poller().poll();
        assertThat(messenger.conversations.with(ben.account(), anna.id())).isEmpty();
    }

    @Test
    void whatIsToBeDeletedForEveryoneIsThoughTheConversationIsDeletedToo() throws Exception {
        Message oops = send(ben, anna, "Oops");
        deliver();
        swarms.gate =
                to -> {
                    if (to.equals(anna.id())) {
                        throw ScriptedSwarms.failure(NetworkException.Reason.SWARM_UNREACHABLE);
                    }
                };
        messenger.deletions.everywhere(ben.account(), List.of(oops.id()));
        await().until(() -> waiting("attempts > 0") == 1);
        messenger.choices.delete(ben.account(), oops.conversation());
        swarms.gate = to -> {};
        // The swarm may be away for days.
        clock.travel(Duration.ofDays(3));
        ring();
        deliver();
        assertThat(bodies(anna, ben)).doesNotContain("Oops");
    }

    @Test
    void whatIsForOurOwnDevicesHoldsUpNothingForOthers() throws Exception {
        Message oops = send(ben, anna, "Oops");
        deliver();
        swarms.gate =
                to -> {
                    if (to.equals(ben.id())) {
                        throw ScriptedSwarms.failure(NetworkException.Reason.SWARM_UNREACHABLE);
                    }
                };
        messenger.deletions.everywhere(ben.account(), List.of(oops.id()));
        await().until(() -> waiting("copy and attempts > 0") == 1);
        Message next = send(ben, anna, "Next");
        await().until(() -> said(ben, anna, "Next").state() == Message.State.SENT);
        assertThat(next.conversation()).isEqualTo(oops.conversation());
    }

    private long waiting(String which) {
        return messenger
                .jdbc
                .sql("select count(*) from outbox where " + which)
                .query(Long.class)
                .single();
    }

    private boolean nothingWaits() {
        return waiting("true") == 0;
    }

    private boolean aCopyWaits() {
        return waiting("copy and attempts > 0") == 1;
    }

    @Test
    void aCopyThatIsUnderWayWhenItsMessageIsTakenBackIsDeletedAfterwards() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        swarms.gate =
                to -> {
                    if (to.equals(ben.id()) && underWay.getCount() > 0) {
                        underWay.countDown();
                        hold(go);
                    }
                };
        Message oops = send(ben, anna, "Oops");
        underWay.await();
        await().until(() -> said(ben, anna, "Oops").state() == Message.State.SENT);
        messenger.deletions.everywhere(ben.account(), List.of(oops.id()));
        go.countDown();
        await().until(() -> deletions().contains(copyOf(ben, "Oops")));
    }

    @Test
    void aNoteThatIsUnderWayWhenItIsTakenBackIsDeletedAfterwardsAndNotShownAgain()
            throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        messenger.conversations.start(ben.account(), ben.id());
        swarms.gate =
                to -> {
                    underWay.countDown();
                    hold(go);
                };
        Message note = send(ben, ben, "Buy bread");
        underWay.await();
        messenger.deletions.everywhere(ben.account(), List.of(note.id()));
        go.countDown();
        await().until(() -> deletions().contains(copyOf(ben, "Buy bread")));
        deliver();
        assertThat(page(ben, ben)).isEmpty();
    }

    /** The worker looks again. */
    private void ring() {
        messenger.ledger.change(ben.account().ref(), messenger.outbox::taken);
    }

    private static void hold(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Message send(Person from, Person to, String text) throws Exception {
        ConversationId id = messenger.conversations.start(from.account(), to.id()).id();
        clock.travel(Duration.ofMillis(10));
        return messenger.messages.send(from.account(), id, text);
    }

    private static boolean isText(Content content, String text) {
        return content instanceof Content.Visible said && said.body().equals(text);
    }

    private static String hash(Person of, byte[] data) {
        return MessageHash.of(of.id(), Namespace.DEFAULT, data).value();
    }

    /** Under which one's own swarm has it; empty if it does not. */
    private String copyOf(Person who, String text) {
        return List.copyOf(swarms.mailbox(who.id())).stream()
                .filter(stored -> isText(open(who, stored.data()).content(), text))
                .map(stored -> stored.hash().value())
                .findFirst()
                .orElse("");
    }

    /** What swarms are to be asked to delete. */
    private List<String> deletions() {
        return messenger
                .jdbc
                .sql("select hash from errand where action = 'DELETE'")
                .query(String.class)
                .list();
    }

    @Test
    void aBlockedPersonTakesNothingBack() throws Exception {
        messenger.choices.block(anna.account(), with(anna, ben), true);
        receive(anna, ben, new Content.Unsend(said(anna, ben, "Hello to you").name()), 5);
        assertThat(bodies(anna, ben)).contains("Hello to you");
    }

    @Test
    void deletingHereTellsNobody() throws Exception {
        int stored = swarms.stores.get();
        messenger.deletions.here(
                ben.account(),
                List.of(said(ben, anna, "Hello").id(), said(ben, anna, "Hello to you").id()));
        deliver();
        assertThat(swarms.stores.get()).isEqualTo(stored);
        assertThat(page(ben, anna))
                .extracting(Message::kind)
                .filteredOn(kind -> kind != Kind.ACCEPTED)
                .containsOnly(Kind.DELETED);
        assertThat(bodies(anna, ben)).contains("Hello", "Hello to you");
        messenger.deletions.here(ben.account(), page(ben, anna).stream().map(Message::id).toList());
        assertThat(page(ben, anna)).as("the lines, too").isEmpty();
        assertThat(messenger.conversations.with(ben.account(), anna.id()).orElseThrow().last())
                .isEmpty();
    }

    @Test
    void nobodyDeletesWhatAnotherWroteForEveryone() throws Exception {
        messenger.deletions.everywhere(ben.account(), List.of(said(ben, anna, "Hello").id()));
        assertThat(bodies(ben, anna)).contains("Hello");
        messenger.deletions.here(ben.account(), List.of(said(anna, ben, "Hello").id()));
        assertThat(bodies(anna, ben)).contains("Hello");
    }

    @Test
    void aNoteIsGoneFromAllDevicesWithoutATrace() throws Exception {
        say(ben, ben, "Buy bread");
        String note = copyOf(ben, "Buy bread");
        messenger.deletions.everywhere(ben.account(), List.of(said(ben, ben, "Buy bread").id()));
        deliver();
        assertThat(page(ben, ben)).isEmpty();
        assertThat(newest(ben).content()).isInstanceOf(Content.Unsend.class);
        assertThat(deletions()).contains(note);
    }
}
