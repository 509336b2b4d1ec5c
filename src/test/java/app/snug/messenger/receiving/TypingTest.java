/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.protocol.message.Content;
import app.snug.protocol.message.Content.Context;
import app.snug.protocol.message.DirectMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** That somebody writes is seen while it happens. */
class TypingTest extends TwoPeople {

    @Test
    void whoeverWritesIsShownForFifteenSecondsAndLeavesNoTrace() throws Exception {
        typingOf(anna, true);
        typingOf(ben, true);
        AtomicInteger news = new AtomicInteger();
        long rows = rows();
        try (var unused = messenger.typing.follow(anna.account(), news::incrementAndGet)) {
            int before = swarms.mailbox(anna.id()).size();
            messenger.typing.writes(ben.account(), with(ben, anna), true);
            messenger.typing.writes(ben.account(), with(ben, anna), true);
            await().until(() -> swarms.mailbox(anna.id()).size() > before);
            anna.poller().poll();
            assertThat(messenger.typing.writingUntil(anna.account(), with(anna, ben)))
                    .contains(clock.instant().plusSeconds(15));
            assertThat(swarms.mailbox(anna.id())).as("told once").hasSize(before + 1);
            assertThat(news).hasValue(1);

            clock.travel(Duration.ofSeconds(10));
            messenger.typing.writes(ben.account(), with(ben, anna), true);
            await().until(() -> swarms.mailbox(anna.id()).size() > before + 1);
            messenger.typing.writes(ben.account(), with(ben, anna), false);
            messenger.typing.writes(ben.account(), with(ben, anna), false);
            await().until(() -> swarms.mailbox(anna.id()).size() > before + 2);
            clock.travel(Duration.ofMillis(5));
            anna.poller().poll();
            assertThat(messenger.typing.writingUntil(anna.account(), with(anna, ben))).isEmpty();
        }
        assertThat(rows()).isEqualTo(rows);
        assertThat(contents(anna))
                .filteredOn(Content.Typing.class::isInstance)
                .containsExactly(
                        new Content.Typing(true),
                        new Content.Typing(true),
                        new Content.Typing(false));
    }

    @Test
    void aMessageEndsTypingAndSoDoesTime() throws Exception {
        typingOf(anna, true);
        receive(anna, ben, new Content.Typing(true), 1);
        assertThat(messenger.typing.writingUntil(anna.account(), with(anna, ben))).isPresent();
        clock.travel(Duration.ofSeconds(15));
        assertThat(messenger.typing.writingUntil(anna.account(), with(anna, ben))).isEmpty();
        receive(anna, ben, new Content.Typing(true), 14);
        assertThat(messenger.typing.writingUntil(anna.account(), with(anna, ben))).isPresent();
        receive(anna, ben, new Content.Visible("There", Context.NONE), 15);
        anna.poller().poll();
        assertThat(messenger.typing.writingUntil(anna.account(), with(anna, ben))).isEmpty();
    }

    /** Android passes over what has the time of something that it has seen, whatever it is. */
    @Test
    void allThatIsToldHasATimeOfItsOwnThoughTheClockStandsStill() throws Exception {
        typingOf(ben, true);
        int before = swarms.mailbox(anna.id()).size();
        messenger.typing.writes(ben.account(), with(ben, anna), true);
        messenger.typing.writes(ben.account(), with(ben, anna), false);
        var unused = messenger.messages.send(ben.account(), with(ben, anna), "Written");
        messenger.reactions.react(ben.account(), said(ben, anna, "Hello").id(), "👍", false);
        await().until(() -> swarms.mailbox(anna.id()).size() == before + 4);
        assertThat(List.copyOf(swarms.mailbox(anna.id())))
                .extracting(stored -> open(anna, stored.data()))
                .filteredOn(opened -> opened.sender().equals(ben.id()))
                .extracting(DirectMessage.Opened::sentAt)
                .hasSizeGreaterThan(4)
                .doesNotHaveDuplicates();
    }

    @Test
    void aMessageSaysThatItsAuthorHasStoppedAndWhatIsWrittenNextIsNews() throws Exception {
        typingOf(ben, true);
        int before = swarms.mailbox(anna.id()).size();
        messenger.typing.writes(ben.account(), with(ben, anna), true);
        await().until(() -> swarms.mailbox(anna.id()).size() == before + 1);
        messenger.typing.sent(ben.account(), with(ben, anna));
        messenger.typing.writes(ben.account(), with(ben, anna), false);
        messenger.typing.writes(ben.account(), with(ben, anna), true);
        await().until(() -> swarms.mailbox(anna.id()).size() == before + 2);
        assertThat(contents(anna))
                .filteredOn(Content.Typing.class::isInstance)
                .containsExactly(new Content.Typing(true), new Content.Typing(true));
    }

    @Test
    void typingIsForThoseWhoWantItAndHaveAcceptedEachOther() throws Exception {
        receive(anna, ben, new Content.Typing(true), 0);
        anna.poller().poll();
        assertThat(messenger.typing.writingUntil(anna.account(), with(anna, ben))).isEmpty();
        typingOf(anna, true);
        receive(anna, ben, new Content.Typing(true), -20);
        assertThat(messenger.typing.writingUntil(anna.account(), with(anna, ben))).isEmpty();
        Person cleo = person("Cleo");
        say(cleo, anna, "Let me in");
        receive(anna, cleo, new Content.Typing(true), 0);
        assertThat(messenger.typing.writingUntil(anna.account(), with(anna, cleo))).isEmpty();
    }
}
