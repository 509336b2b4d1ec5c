/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.Account;
import app.snug.messenger.Changes.TooOldException;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Preferences.Notify;
import app.snug.messenger.Preferences.NotifyContent;
import app.snug.web.MemoryMessenger;
import app.snug.web.MemoryPreferences;
import app.snug.web.PageHouse;
import app.snug.web.PageTest;
import app.snug.web.People;
import app.snug.web.live.Alerts.Alert;
import app.snug.web.page.Reader;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@PageTest
class AlertsTest {

    private static final Reader READER = new Reader(ZoneOffset.UTC, Locale.UK);

    @Autowired People people;
    @Autowired MemoryMessenger messenger;
    @Autowired MemoryPreferences preferences;
    @Autowired Alerts alerts;
    private Account ana;
    private Summary ben;
    private long seen;

    @BeforeEach
    void meet() throws Exception {
        ana = people.someone("Ana").account();
        ben = messenger.meet(ana, messenger.stranger(), "Ben");
        seen = messenger.newest(ana);
    }

    private List<Alert> news() throws TooOldException {
        List<Alert> all = alerts.of(ana, messenger.after(ana, seen, 100), READER);
        seen = messenger.newest(ana);
        return all;
    }

    private void benWrites(String text) {
        messenger.receive(ana, ben.id(), text, PageHouse.NOW);
    }

    @Test
    void aNotificationSaysAsMuchAsItsReaderWants() throws Exception {
        String path = "/c/" + ben.id().value();
        benWrites("The kettle\nis on");
        assertThat(news()).containsExactly(new Alert("Ben", "The kettle is on", path));
        preferences.change(ana, p -> p.notifyContent(NotifyContent.NAME));
        benWrites("Again");
        assertThat(news()).containsExactly(new Alert("Ben", "New message", path));
        preferences.change(ana, p -> p.notifyContent(NotifyContent.NOTHING));
        benWrites("And again");
        assertThat(news()).containsExactly(new Alert("Snug", "New message", path));
        preferences.change(ana, p -> p.notifyOf(Notify.NONE));
        benWrites("Once more");
        assertThat(news()).isEmpty();
    }

    @Test
    void ofMentionsAloneOnlyWhatIsForUsIsNews() throws Exception {
        preferences.change(ana, p -> p.notifyOf(Notify.MENTIONS));
        benWrites("Anybody?");
        benWrites("@" + ana.id().hex() + " you?");
        assertThat(news()).hasSize(1);
    }

    @Test
    void whatIsOldOursOrSilencedIsNoNews() throws Exception {
        messenger.receive(ana, ben.id(), "Old", PageHouse.NOW.minus(Duration.ofHours(1)));
        messenger.say(ana, ben.id(), "Ours", PageHouse.NOW);
        assertThat(news()).isEmpty();
        messenger.decide(
                ana,
                ben.id(),
                MemoryMessenger.settings(
                        0, Optional.of(PageHouse.NOW.plusSeconds(60)), false, true, true, false));
        benWrites("Hush");
        assertThat(news()).isEmpty();
    }

    @Test
    void onlyTheFirstRequestIsNewsAndSaysNothingOfWhoItIs() throws Exception {
        messenger.knock(ana, "Jonas", "Hello", PageHouse.NOW);
        assertThat(news())
                .containsExactly(
                        new Alert(
                                "Someone’s at the door",
                                "You have a new message request.",
                                "/requests"));
        messenger.knock(ana, "Mallory", "Buy this", PageHouse.NOW);
        assertThat(news()).isEmpty();
    }
}
