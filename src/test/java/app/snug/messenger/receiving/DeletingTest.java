/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.Message;
import app.snug.messenger.Message.Kind;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.Content.Context;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.message.MessageName;
import java.util.List;
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
        messenger.deletions.everywhere(ben.account(), List.of(said(ben, ben, "Buy bread").id()));
        deliver();
        assertThat(page(ben, ben)).isEmpty();
        assertThat(newest(ben).content()).isInstanceOf(Content.Unsend.class);
    }
}
