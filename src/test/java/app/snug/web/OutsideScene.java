/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import app.snug.crypto.Secret;
import app.snug.household.Members.Member;
import app.snug.messenger.Account;
import app.snug.messenger.Attachment;
import app.snug.messenger.Contacts.Contact;
import app.snug.messenger.ConversationId;
import app.snug.messenger.ConversationSettings;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Drafts.Upload;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.messenger.Message.SendFailure;
import app.snug.messenger.Message.State;
import app.snug.messenger.MessageId;
import app.snug.messenger.SyncStatus.Membership;
import app.snug.protocol.config.Notifications;
import app.snug.protocol.identity.RecoveryPhrase;
import app.snug.protocol.identity.WordList;
import app.snug.protocol.message.Disappearing;
import app.snug.web.People.Person;
import jakarta.servlet.http.Cookie;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** A house in which strangers have put text wherever they can, and a walk through its pages. */
final class OutsideScene {

    /** Beans of the {@link PageHouse}. */
    static final class House {
        @Autowired People people;
        @Autowired MemoryMessenger messenger;
        @Autowired MemoryResponses responses;
        @Autowired MemoryFiles files;
        @Autowired MemoryChoices choices;
    }

    private final House house;
    private final Places places;
    private final Person ana;
    private final Account account;
    private final ConversationId with;
    private final Message first;
    private final Message linked;
    private final Message own;
    private final Message card;
    private final List<RequestBuilder> walk = new ArrayList<>();

    OutsideScene(House house, Places places) throws Exception {
        this.house = house;
        this.places = places;
        ana = house.people.someone(places.in("account", 100));
        account = ana.account();
        MemoryMessenger messenger = house.messenger;
        with = messenger.meet(account, messenger.stranger(), places.in("name")).id();
        settle(with, settings(false));
        first = messenger.receive(account, with, places.in("body"), at(1));
        own = messenger.say(account, with, places.in("own"), at(2));
        messenger.receive(account, with, places.in("answer"), answering(first), at(3));
        Extras bad = linked(places.bare(), places.bare());
        messenger.receive(account, with, "", answering(own).and(bad), at(4));
        linked =
                messenger.receive(
                        account,
                        with,
                        "",
                        linked("https://a.example/x", places.in("title")),
                        at(5));
        card =
                messenger.receive(
                        account,
                        with,
                        "",
                        Extras.NONE.inviting(
                                new Extras.Invitation(
                                        places.in("communityurl"), places.in("community"))),
                        at(6));
        responses();
        attached();
        lines();
        others();
    }

    private static Instant at(int minutes) {
        return PageHouse.NOW.plusSeconds(60L * minutes);
    }

    private static Extras answering(Message message) {
        return Extras.NONE.answering(message.name());
    }

    private static Extras linked(String url, String title) {
        return Extras.NONE.linking(new Extras.Link(url, title));
    }

    private ConversationSettings settings(boolean blocked) {
        return new ConversationSettings(
                0,
                Notifications.DEFAULT,
                Optional.empty(),
                false,
                Optional.of(places.in("ownname")),
                Optional.of(places.in("nickname")),
                true,
                true,
                blocked,
                Optional.of(
                        new Disappearing(Disappearing.Mode.AFTER_SENDING, Duration.ofHours(12))));
    }

    private void settle(ConversationId conversation, ConversationSettings settings) {
        house.messenger.decide(account, conversation, settings);
    }

    private void responses() {
        house.responses.react(account, first, peer().peer(), places.in("heart"));
        for (int i = 0; i < 7; i++) {
            house.responses.react(account, own, account.id(), "👍" + i);
        }
    }

    private Summary peer() {
        return house.messenger.find(account, with).orElseThrow();
    }

    private void attached() throws Exception {
        for (int i = 0; i < 5; i++) {
            file(first, "picture", "image/png", Attachment.Part.FILE, Attachment.State.HERE);
        }
        file(first, "video", "video/mp4", Attachment.Part.FILE, Attachment.State.HERE);
        file(own, "sound", "audio/mpeg", Attachment.Part.FILE, Attachment.State.HERE);
        file(own, "sending", "image/png", Attachment.Part.FILE, Attachment.State.SENDING);
        file(own, "offered", places.bare(), Attachment.Part.FILE, Attachment.State.OFFERED);
        file(own, "document", "text/html", Attachment.Part.FILE, Attachment.State.HERE);
        byte[] bytes = {1, 2, 3};
        house.files.add(account, with, Upload.of(places.in("draft"), places.bare(), bytes));
    }

    private void file(
            Message of, String name, String type, Attachment.Part part, Attachment.State state) {
        Attachment file =
                new Attachment(
                        house.files.nextId(),
                        of.id(),
                        part,
                        type,
                        Optional.of(places.in(name)),
                        Optional.of(places.in("caption")),
                        4,
                        false,
                        40,
                        30,
                        Duration.ofSeconds(3),
                        state,
                        Optional.empty(),
                        Optional.empty(),
                        type.equals("image/png"));
        house.files.put(account, file, new byte[4]);
    }

    private void lines() {
        house.messenger.note(account, with, Message.Kind.TIMER, false, at(10));
        house.messenger.note(account, with, Message.Kind.MEDIA_SAVED, false, at(11));
        house.messenger.note(account, with, Message.Kind.ACCEPTED, false, at(12));
        Message failed = house.messenger.say(account, with, "failed", at(13));
        house.messenger.become(
                account, failed.id(), State.FAILED, Optional.of(SendFailure.REFUSED));
    }

    private void others() {
        MemoryMessenger messenger = house.messenger;
        messenger.knock(account, places.in("stranger"), places.in("request"), at(20));
        Summary blocked = messenger.meet(account, messenger.stranger(), places.in("blockedtalk"));
        settle(blocked.id(), settings(true));
        house.choices.shutOut.add(
                new Contact(messenger.stranger(), Optional.of(places.in("blocked"))));
        house.choices.joined =
                List.of(
                        new Membership(
                                Membership.Kind.GROUP,
                                places.in("group"),
                                "03",
                                Membership.Place.INVITED),
                        new Membership(
                                Membership.Kind.COMMUNITY,
                                places.in("room"),
                                places.in("server"),
                                Membership.Place.INSIDE),
                        new Membership(
                                Membership.Kind.OLD_GROUP,
                                "",
                                places.in("reference"),
                                Membership.Place.INSIDE));
        ask("/c/" + blocked.id().value());
    }

    /** Of beans that other tests see, too. */
    void leave() {
        house.choices.shutOut.clear();
        house.choices.joined = List.of(MemoryChoices.HALL);
    }

    private void ask(String path, Object... parts) {
        walk.add(get(path, parts).with(ana.asks()));
    }

    private void fragment(String path, Object... parts) {
        walk.add(get(path, parts).header("HX-Request", "true").with(ana.asks()));
    }

    private MockHttpServletRequestBuilder form(String path, Object... parts) {
        MockHttpServletRequestBuilder form = post(path, parts).with(csrf()).with(ana.asks());
        walk.add(form);
        return form;
    }

    private MockHttpServletRequestBuilder script(String path, Object... parts) {
        return form(path, parts).header("HX-Request", "true");
    }

    /** Every page and every fragment that is asked for, with text in every field. */
    List<RequestBuilder> walk() throws Exception {
        long id = with.value();
        conversation(id, first.id().value(), own.id().value());
        ask("/c/" + id + "/messages/" + linked.id().value() + "/leave");
        fragment("/c/" + id + "/messages/" + linked.id().value() + "/leave");
        // One that is Ana's, and below another's.
        form("/household/invitations");
        List.of("/", "/new", "/me", "/me/devices", "/household", "/welcome", "/welcome/restore")
                .forEach(this::ask);
        List.of("/settings", "/settings/keys", "/settings/blocked", "/settings/clear", "/status")
                .forEach(this::ask);
        ask("/requests");
        ask("/settings/trim?after=YEAR");
        fragment("/settings/keys");
        ask("/talk/" + house.messenger.stranger().hex());
        form("/new").param("to", places.in("to"));
        form("/me/name").param("name", places.in("rename") + "x".repeat(100));
        form("/me/words").param("passphrase", People.PASSPHRASE);
        ask("/me/passphrase");
        nobodyYet();
        form("/welcome").param("name", places.in("newname") + "x".repeat(100));
        form("/welcome/restore")
                .param("words", places.in("words"))
                .param("name", places.in("restored"));
        moving();
        form("/settings/clear")
                .param("typed", places.bare())
                .param("where", "HERE")
                .param("passphrase", "");
        form("/settings/clear").param("where", places.bare());
        walk.add(get("/household/check").with(house.people.owner().asks()));
        search();
        porch();
        return walk;
    }

    /** A login without an account. */
    private void nobodyYet() throws Exception {
        Member member = house.people.newcomer();
        for (String page : List.of("/welcome", "/welcome/restore", "/me/passphrase")) {
            walk.add(get(page).with(People.asks(member)));
        }
    }

    private void moving() throws Exception {
        byte[] drawn = new byte[16];
        new SecureRandom().nextBytes(drawn);
        String words = RecoveryPhrase.encode(Secret.owning(drawn), WordList.ENGLISH);
        house.messenger.restore(house.people.newcomer().id(), words, "Elsewhere");
        form("/welcome/restore").param("words", words).param("name", places.in("moving"));
    }

    private void search() {
        String asked = places.in("search", 300);
        ask("/search?q={q}", "Zqbody");
        ask("/search?q={q}", asked);
        fragment("/search?q={q}", asked);
        fragment("/search?q={q}", "from:" + places.bare());
        fragment("/search?q={q}&kept={k}&before=999999999", "Zqbody", places.bare());
    }

    private void porch() throws Exception {
        String token = house.people.invitation();
        walk.add(get("/join/" + token));
        walk.add(post("/join/" + token).with(csrf()).param("login", places.in("login")));
        walk.add(get("/join/nonsense"));
        String tried =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(places.in("tried", 90).getBytes(StandardCharsets.UTF_8));
        walk.add(
                get("/login?wrong&locked&next={n}", places.in("next"))
                        .cookie(new Cookie("snug-tried", tried)));
    }

    private void conversation(long id, long message, long other) {
        String talk = "/c/" + id;
        ask(talk);
        ask(talk + "?answer=" + message);
        ask(talk + "?at=" + message + "&select=" + message);
        ask(talk + "?date={d}", places.bare());
        fragment(talk + "?answer=" + message);
        fragment(talk + "?before=" + other);
        fragment(talk + "?after=" + message);
        String one = talk + "/messages/";
        for (MessageId each : List.of(first.id(), own.id(), card.id())) {
            ask(one + each.value());
            fragment(one + each.value());
        }
        ask(one + message + "/react?q={q}", places.in("emoji", 40));
        ask(one + message + "/react");
        fragment("/emoji");
        ask(talk + "/delete?m=" + message);
        fragment(talk + "/delete?m=" + message);
        ask(talk + "/copy?m=" + message + "&m=" + other);
        ask(talk + "/about");
        fragment(talk + "/about/menu");
        form(talk + "/about/nickname").param("nickname", places.in("toolong") + "x".repeat(100));
        ask(talk + "/media");
        ask(talk + "/documents");
        ask(talk + "/drafts");
        String empty = "refused";
        script(talk + "/drafts?name={n}", places.in(empty)).content(new byte[0]);
        script(talk + "/drafts?name={n}", places.in("staged"))
                .header("X-File-Type", "image/png")
                .content(new byte[] {1});
        script(talk + "/drafts/link").param("url", "https://a.example/" + places.bare());
        script(talk + "/drafts/link").param("url", places.in("linked"));
        String tooLong = places.in("written", 800) + "x ".repeat(1100);
        form(talk + "/messages").param("text", tooLong);
        script(talk + "/messages").param("text", tooLong);
        script(talk + "/messages").param("text", places.in("sent", 1000));
        script(one + message + "/react").param("on", "👍");
        script(talk + "/delete").param("m", String.valueOf(other));
    }
}
