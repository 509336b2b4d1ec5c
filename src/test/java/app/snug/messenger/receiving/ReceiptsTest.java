/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.message.Content;
import java.time.Instant;
import java.util.List;
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
}
