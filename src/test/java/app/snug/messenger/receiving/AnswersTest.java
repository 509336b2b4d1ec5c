/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.Message.Kind;
import app.snug.messenger.MessageId;
import app.snug.messenger.SendToken;
import app.snug.messenger.Writing;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.DirectMessage.Opened;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Messages that answer others, and how messages are found. */
class AnswersTest extends TwoPeople {

    @Test
    void anAnswerQuotesTheMessageByItsNameOnBothSides() throws Exception {
        Message hello = said(ben, anna, "Hello");
        messenger.messages.send(
                ben.account(),
                with(ben, anna),
                new Writing("Which one?", Optional.of(hello.id())),
                SendToken.random());
        deliver();

        assertThat(said(ben, anna, "Which one?").extras().quote()).contains(hello.name());
        Message answer = said(anna, ben, "Which one?");
        assertThat(answer.extras().quote()).contains(hello.name());
        assertThat(messenger.messages.named(anna.account(), with(anna, ben), List.of(hello.name())))
                .containsOnlyKeys(hello.name());
        Opened wire = newest(anna);
        assertThat(((Content.Visible) wire.content()).quote()).contains(hello.name());
    }

    @Test
    void theSameWordsAsAnAnswerAreAnotherMessage() throws Exception {
        SendToken token = SendToken.random();
        MessageId hello = said(ben, anna, "Hello").id();
        Message plain = messenger.messages.send(ben.account(), with(ben, anna), "Yes", token);
        Writing answer = new Writing("Yes", Optional.of(hello));
        Message first = messenger.messages.send(ben.account(), with(ben, anna), answer, token);
        Message again = messenger.messages.send(ben.account(), with(ben, anna), answer, token);
        assertThat(first.id()).isNotEqualTo(plain.id()).isEqualTo(again.id());
    }

    @Test
    void aMessageOfAnotherConversationIsNotQuoted() throws Exception {
        Person cleo = person("Cleo");
        say(ben, cleo, "Between us");
        MessageId secret = said(ben, cleo, "Between us").id();
        Message sent =
                messenger.messages.send(
                        ben.account(),
                        with(ben, anna),
                        new Writing("Look", Optional.of(secret)),
                        SendToken.random());
        assertThat(sent.extras().quote()).isEmpty();
    }

    @Test
    void messagesAreFoundByNameByPlaceAndByTime() throws Exception {
        clock.travel(Duration.ofMinutes(1));
        say(anna, ben, "Later");
        ConversationId here = with(ben, anna);
        Message first = said(ben, anna, "Hello");
        assertThat(messenger.messages.after(ben.account(), here, first.id(), 10))
                .filteredOn(message -> message.kind() == Kind.TEXT)
                .extracting(Message::body)
                .containsExactly("Hello to you", "Later");
        assertThat(messenger.messages.after(ben.account(), here, first.id(), 1)).hasSize(1);
        assertThat(messenger.messages.firstSince(ben.account(), here, NOON.plusSeconds(30)))
                .contains(said(ben, anna, "Later").id());
        assertThat(messenger.messages.hash(ben.account(), first.id())).isPresent();
        assertThat(messenger.messages.hash(anna.account(), first.id())).isEmpty();
        assertThat(messenger.messages.after(anna.account(), here, first.id(), 10)).isEmpty();
        assertThat(messenger.messages.named(anna.account(), here, List.of(first.name()))).isEmpty();
    }
}
