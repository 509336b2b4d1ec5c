/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.conversation.EarlyWords;
import app.snug.protocol.message.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose messages were read is told to whoever wants that. */
class ReceiptsTest extends TwoPeople {

    @Test
    void whatIsReadIsToldInOneLetterAndMarksExactlyThoseMessages() throws Exception {
        both(true);
        say(anna, ben, "One");
        say(anna, ben, "Two");
        messenger.conversations.markRead(ben.account(), with(ben, anna));
        say(anna, ben, "Three");
        deliver();

        assertThat(states(anna, ben))
                .containsExactly("Hello READ", "One READ", "Two READ", "Three SENT");
        assertThat(contents(anna)).filteredOn(Content.ReadReceipt.class::isInstance).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void receiptsAreForThoseWhoWantThem(boolean reader) throws Exception {
        receiptsOf(ben, reader);
        receiptsOf(anna, !reader);
        messenger.conversations.markRead(ben.account(), with(ben, anna));
        deliver();
        assertThat(states(anna, ben)).containsExactly("Hello SENT");
        assertThat(contents(anna))
                .filteredOn(Content.ReadReceipt.class::isInstance)
                .hasSize(reader ? 1 : 0);
    }

    @Test
    void aPersonWhoWasNotAcceptedIsToldNothing() throws Exception {
        both(true);
        Person cleo = person("Cleo");
        say(cleo, ben, "Let me in");
        messenger.conversations.markRead(ben.account(), with(ben, cleo));
        deliver();
        assertThat(contents(cleo)).noneMatch(Content.ReadReceipt.class::isInstance);
        say(ben, ben, "Note");
        messenger.conversations.markRead(ben.account(), with(ben, ben));
        assertThat(contents(ben)).noneMatch(Content.ReadReceipt.class::isInstance);
    }

    @Test
    void aStrangersOrABlockedPersonsReceiptMarksNothing() throws Exception {
        both(true);
        Instant sentAt = said(anna, ben, "Hello").sentAt();
        Person cleo = person("Cleo");
        receive(anna, cleo, new Content.ReadReceipt(List.of(sentAt)), 3);
        messenger.choices.block(anna.account(), with(anna, ben), true);
        receive(anna, ben, new Content.ReadReceipt(List.of(sentAt)), 4);
        assertThat(states(anna, ben)).containsExactly("Hello SENT");
        messenger.choices.block(anna.account(), with(anna, ben), false);
        receive(anna, ben, new Content.ReadReceipt(List.of(sentAt.plusMillis(1), sentAt)), 5);
        assertThat(states(anna, ben)).containsExactly("Hello READ");
    }

    private void copyFromElsewhere(String text, Instant sentAt) throws Exception {
        Content.Visible said = new Content.Visible(text, Content.Context.copy(ben.id()));
        receive(anna, anna, said, sentAt);
    }

    @Test
    void whatIsReadBeforeItComesFromAnotherDeviceIsReadWhenItComes() throws Exception {
        both(true);
        Instant one = NOON.plusSeconds(1);
        Instant two = NOON.plusSeconds(2);
        receive(anna, ben, new Content.ReadReceipt(List.of(one)), 3);
        copyFromElsewhere("One", one);
        copyFromElsewhere("Two", two);
        assertThat(states(anna, ben)).containsExactly("Hello SENT", "One READ", "Two SENT");
        assertThat(early()).as("asked once").isZero();
    }

    @Test
    void whatWasReadBeforeItCameIsKeptForAFewMessagesAndSomeTimeOnly() throws Exception {
        both(true);
        for (int letter = 0; letter < 3; letter++) {
            Instant first = NOON.plusSeconds(1000L * letter);
            receive(
                    anna,
                    ben,
                    new Content.ReadReceipt(
                            IntStream.range(0, 400).mapToObj(first::plusSeconds).toList()),
                    10L + letter);
        }
        assertThat(early()).isEqualTo(500);
        copyFromElsewhere("The last", NOON.plusSeconds(2399));
        assertThat(states(anna, ben)).contains("The last READ");

        EarlyWords words = new EarlyWords(messenger.jdbc);
        words.prune(clock.instant().plus(Duration.ofDays(13)));
        assertThat(early()).isPositive();
        words.prune(clock.instant().plus(Duration.ofDays(15)));
        assertThat(early()).isZero();
    }

    private long early() {
        return messenger.jdbc.sql("select count(*) from early_word").query(Long.class).single();
    }
}
