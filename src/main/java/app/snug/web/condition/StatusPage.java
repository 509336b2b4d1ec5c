/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.condition;

import app.snug.household.Members;
import app.snug.household.Members.Member;
import app.snug.household.Surroundings;
import app.snug.messenger.Account;
import app.snug.messenger.Reception;
import app.snug.messenger.SyncStatus;
import app.snug.network.Files;
import app.snug.network.Network;
import app.snug.web.condition.Line.Level;
import app.snug.web.page.Hops;
import app.snug.web.page.MemberAccounts;
import app.snug.web.page.Names;
import app.snug.web.page.Reader;
import app.snug.web.page.Words;
import app.snug.web.security.SignedIn;
import app.snug.web.talk.Sides;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** How a member is connected: the path, and when each account was last asked for. */
@Controller
class StatusPage {

    /** Nobody looking, a poller asks every half minute. */
    private static final Duration USUAL = Duration.ofSeconds(90);

    /** After which it is more than a hiccup. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Longer than a server nearby needs; the page is not to wait for one that is away. */
    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final Members members;
    private final MemberAccounts accounts;
    private final Reception reception;
    private final SyncStatus sync;
    private final Network network;
    private final Surroundings around;
    private final Sides sides;
    private final Words words;
    private final InstantSource clock;

    StatusPage(
            Members members,
            MemberAccounts accounts,
            Reception reception,
            SyncStatus sync,
            Network network,
            Surroundings around,
            Sides sides,
            Words words,
            InstantSource clock) {
        this.members = members;
        this.accounts = accounts;
        this.reception = reception;
        this.sync = sync;
        this.network = network;
        this.around = around;
        this.sides = sides;
        this.words = words;
        this.clock = clock;
    }

    /**
     * An account, and how its messages come in.
     *
     * @param unreadable what else has come and could not be read, in words; empty if nothing has
     */
    public record Inbox(int hue, String name, Line line, String unreadable) {}

    @GetMapping("/status")
    ModelAndView show(@AuthenticationPrincipal SignedIn me, Account account, Reader reader) {
        Network.Status status = network.status();
        return new ModelAndView("condition/status")
                .addObject("side", sides.of(account, reader))
                .addObject("reader", reader)
                .addObject("way", way(status, reader.locale()))
                .addObject("files", files(reader.locale()))
                .addObject("hops", Hops.of(status))
                .addObject(
                        "inboxes",
                        accounts.all(me).stream().map(a -> inbox(a, reader.locale())).toList())
                .addObject("fine", around.troubles().isEmpty())
                .addObject("owner", members.find(me.owner()).map(Member::owner).orElse(false));
    }

    private Line way(Network.Status status, Locale locale) {
        return switch (status.connection()) {
            case READY -> way(Level.OK, "status.ready", status.path().size(), status, locale);
            case CONNECTING -> way(Level.WAIT, "status.connecting", 0, status, locale);
            case OFFLINE -> way(Level.BAD, "status.offline", 0, status, locale);
        };
    }

    private Line way(Level level, String key, int hops, Network.Status status, Locale locale) {
        return new Line(
                level,
                words.say(locale, key, hops),
                words.say(locale, key + ".long", status.knownNodes()),
                "way");
    }

    private Line files(Locale locale) {
        Files.Standing standing = network.files().standing(GLANCE);
        Level level =
                switch (standing) {
                    case ANSWERS -> Level.OK;
                    case UNKNOWN, NONE -> Level.UNKNOWN;
                    case AWAY -> Level.BAD;
                };
        String key = "status.files." + standing;
        return new Line(level, words.say(locale, key), words.say(locale, key + ".long"), "files");
    }

    private Inbox inbox(Account account, Locale locale) {
        String name = Names.plain(account.displayName(), 100);
        long unreadable = sync.unreadable(account);
        return new Inbox(
                Names.hue(account.id()),
                name,
                line(reception.of(account), locale),
                unreadable == 0 ? "" : words.say(locale, "status.unreadable", unreadable));
    }

    private Line line(Reception.State state, Locale locale) {
        if (state.lastGood().isEmpty() && state.failures() == 0) {
            return new Line(
                    Level.WAIT,
                    words.say(locale, "status.poll.never"),
                    words.say(locale, "status.poll.first"),
                    "poll");
        }
        Duration since =
                state.lastGood().map(at -> Duration.between(at, clock.instant())).orElse(PATIENCE);
        String title =
                state.lastGood().isEmpty()
                        ? words.say(locale, "status.failures", state.failures())
                        : words.say(locale, "status.poll.good", Ago.of(since, words, locale));
        boolean fine = state.failures() == 0 && since.compareTo(USUAL) < 0;
        String text =
                state.trouble()
                        .map(trouble -> words.say(locale, "status.poll." + trouble))
                        .orElse(words.say(locale, fine ? "status.poll.fine" : "status.poll.first"));
        Level level = fine ? Level.OK : since.compareTo(PATIENCE) < 0 ? Level.WAIT : Level.BAD;
        return new Line(level, title, text, "poll");
    }
}
