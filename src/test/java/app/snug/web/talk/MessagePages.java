/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Message;
import app.snug.web.MemoryMessenger;
import app.snug.web.MemoryPreferences;
import app.snug.web.MemoryResponses;
import app.snug.web.PageHouse;
import app.snug.web.People;
import app.snug.web.People.Person;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Ana and Ben, for what is done with messages by pages and plain forms. */
abstract class MessagePages {

    @Autowired MockMvcTester pages;
    @Autowired People people;
    @Autowired MemoryMessenger messenger;
    @Autowired MemoryResponses responses;
    @Autowired MemoryPreferences preferences;

    Person ana;
    Summary ben;
    String here;

    @BeforeEach
    void meet() throws Exception {
        ana = people.someone("Ana");
        ben = messenger.meet(ana.account(), messenger.stranger(), "Ben");
        here = "/c/" + ben.id().value();
        responses.deleted.clear();
        responses.told.clear();
    }

    MvcTestResult get(String path) {
        return pages.get()
                .uri(URI.create((here + path).replace(" ", "%20")))
                .with(ana.asks())
                .exchange();
    }

    static String text(MvcTestResult answer) {
        return new String(answer.getResponse().getContentAsByteArray(), UTF_8);
    }

    MvcTestResult fragment(String path) {
        return pages.get()
                .uri(here + path)
                .header("HX-Request", "true")
                .with(ana.asks())
                .exchange();
    }

    MockMvcRequestBuilder post(String path) {
        return pages.post().uri(here + path).with(csrf()).with(ana.asks());
    }

    MvcTestResult react(Message message, String how, String emoji) {
        return post(message(message) + "/react").param(how, emoji).exchange();
    }

    MvcTestResult delete(String everyone, Message... messages) {
        MockMvcRequestBuilder request = post("/delete").param("everyone", everyone);
        for (Message message : messages) {
            request = request.param("m", String.valueOf(id(message)));
        }
        return request.exchange();
    }

    Message hear(String text) {
        return messenger.receive(ana.account(), ben.id(), text, PageHouse.NOW);
    }

    Message say(String text) {
        return messenger.say(ana.account(), ben.id(), text, PageHouse.NOW);
    }

    long find(String text) {
        return messenger.page(ana.account(), ben.id(), Optional.empty(), 1000).stream()
                .filter(message -> message.body().equals(text))
                .mapToLong(MessagePages::id)
                .findFirst()
                .orElseThrow();
    }

    static String message(Message message) {
        return "/messages/" + id(message);
    }

    static long id(Message message) {
        return message.id().value();
    }
}
