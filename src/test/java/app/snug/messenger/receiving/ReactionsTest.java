/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.messenger.MessageId;
import app.snug.messenger.Reactions;
import app.snug.messenger.Reactions.Reaction;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.Content.Context;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.message.MessageName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Emoji on messages. */
class ReactionsTest extends TwoPeople {

    @Test
    void aReactionIsOnTheMessageOnBothSidesUntilItIsTakenBack() throws Exception {
        MessageId hello = said(ben, anna, "Hello").id();
        messenger.reactions.react(ben.account(), hello, "🥰", false);
        messenger.reactions.react(ben.account(), hello, "😮", false);
        deliver();
        MessageId annas = said(anna, ben, "Hello").id();
        clock.travel(Duration.ofMillis(10));
        messenger.reactions.react(anna.account(), annas, "🥰", false);
        deliver();

        assertThat(on(ben, anna, "Hello"))
                .containsExactly(
                        new Reaction("🥰", List.of(ben.id(), anna.id())),
                        new Reaction("😮", List.of(ben.id())));
        assertThat(on(anna, ben, "Hello")).isEqualTo(on(ben, anna, "Hello"));
        assertThat(messenger.reactions.recent(ben.account(), with(ben, anna)))
                .hasSize(6)
                .startsWith("😮", "🥰", "😂");
        assertThat(messenger.conversations.with(anna.account(), ben.id()).orElseThrow().unread())
                .as("a reaction is no message")
                .isEqualTo(1);

        messenger.reactions.react(ben.account(), hello, "🥰", true);
        deliver();
        assertThat(on(anna, ben, "Hello"))
                .containsExactly(
                        new Reaction("😮", List.of(ben.id())),
                        new Reaction("🥰", List.of(anna.id())));
    }

    @Test
    void aReactionThatComesBeforeItsMessageWaitsForIt() throws Exception {
        MessageName late = new MessageName(ben.id(), NOON.plusSeconds(5));
        receive(anna, ben, new Content.Reaction(late, "👍", false, Context.NONE), 6);
        receive(anna, ben, new Content.Visible("Late", Context.NONE), late.sentAt());
        assertThat(on(anna, ben, "Late")).containsExactly(new Reaction("👍", List.of(ben.id())));
    }

    @Test
    void whatWasTakenBackStaysAwayInWhateverOrderItComes() throws Exception {
        MessageName hello = said(anna, ben, "Hello").name();
        receive(anna, ben, new Content.Reaction(hello, "👍", true, Context.NONE), 9);
        receive(anna, ben, new Content.Reaction(hello, "👍", false, Context.NONE), 8);
        assertThat(on(anna, ben, "Hello")).isEmpty();
        receive(anna, ben, new Content.Reaction(hello, "👍", false, Context.NONE), 10);
        assertThat(on(anna, ben, "Hello")).hasSize(1);
    }

    @Test
    void whatIReactOnAnotherDeviceIsHereToo() throws Exception {
        MessageName hello = said(ben, anna, "Hello").name();
        swarms.put(
                ben.id(),
                DirectMessage.seal(
                        new Content.Reaction(hello, "👍", false, Context.copy(anna.id())),
                        NOON.plusSeconds(7),
                        ben.keys(),
                        ben.id(),
                        random));
        ben.poller().poll();
        assertThat(on(ben, anna, "Hello")).containsExactly(new Reaction("👍", List.of(ben.id())));
    }

    @Test
    void aBlockedPersonsReactionIsDropped() throws Exception {
        messenger.choices.block(anna.account(), with(anna, ben), true);
        MessageName hello = said(anna, ben, "Hello").name();
        receive(anna, ben, new Content.Reaction(hello, "👍", false, Context.NONE), 8);
        assertThat(on(anna, ben, "Hello")).isEmpty();
    }

    @Test
    void aPersonPutsFiftyEmojiOnAMessageAtMost() throws Exception {
        MessageName hello = said(anna, ben, "Hello").name();
        for (int i = 0; i < 60; i++) {
            String emoji = Character.toString(0x1F600 + i);
            swarms.put(
                    anna.id(),
                    from(
                            ben,
                            anna,
                            new Content.Reaction(hello, emoji, false, Context.NONE),
                            10 + i));
        }
        anna.poller().poll();
        assertThat(on(anna, ben, "Hello")).hasSize(50);
    }

    @Test
    void afterTwentyReactionsWithinAMinuteOneHasToWait() throws Exception {
        MessageId hello = said(ben, anna, "Hello").id();
        for (int i = 0; i < Reactions.MOST_A_MINUTE; i++) {
            messenger.reactions.react(ben.account(), hello, "👍", i % 2 == 1);
        }
        assertThatThrownBy(() -> messenger.reactions.react(ben.account(), hello, "👍", false))
                .isInstanceOf(Reactions.TooManyException.class);
        clock.travel(Duration.ofSeconds(61));
        messenger.reactions.react(ben.account(), hello, "👍", false);
        assertThat(on(ben, anna, "Hello")).hasSize(1);
    }
}
