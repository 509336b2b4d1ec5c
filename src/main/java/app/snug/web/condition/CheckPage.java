/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.condition;

import app.snug.household.Members;
import app.snug.household.Members.Member;
import app.snug.household.Surroundings;
import app.snug.household.Surroundings.Measures;
import app.snug.messenger.Account;
import app.snug.network.Network;
import app.snug.web.live.LiveArrivals;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.Reader;
import app.snug.web.page.Words;
import app.snug.web.security.SignedIn;
import app.snug.web.talk.Sides;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** What whoever runs the server wants to know: is everything around it as it should be? */
@Controller
class CheckPage {

    private final Members members;
    private final Network network;
    private final Surroundings around;
    private final LiveArrivals sockets;
    private final Sides sides;
    private final Words words;
    private final InstantSource clock;

    CheckPage(
            Members members,
            Network network,
            Surroundings around,
            LiveArrivals sockets,
            Sides sides,
            Words words,
            InstantSource clock) {
        this.members = members;
        this.network = network;
        this.around = around;
        this.sockets = sockets;
        this.sides = sides;
        this.words = words;
        this.clock = clock;
    }

    /** Lines under a heading. */
    public record Part(String key, List<Line> lines) {}

    /** For the owner alone: to others there is no such page. */
    @GetMapping("/household/check")
    ModelAndView show(
            @AuthenticationPrincipal SignedIn me,
            Account account,
            Reader reader,
            HttpServletRequest request) {
        if (!members.find(me.owner()).map(Member::owner).orElse(false)) {
            throw new NotFoundException();
        }
        Measures measures = around.measure();
        BrowserChecks browser = new BrowserChecks(request, words, reader.locale());
        ServerChecks server = new ServerChecks(measures, words, reader.locale());
        return new ModelAndView("condition/check")
                .addObject("side", sides.of(account, reader))
                .addObject("reader", reader)
                .addObject(
                        "parts",
                        List.of(
                                new Part(
                                        "check.browser",
                                        List.of(
                                                browser.proxy(),
                                                browser.host(),
                                                browser.tls(),
                                                browser.socket(
                                                        sockets.last(me.owner()),
                                                        clock.instant()))),
                                new Part(
                                        "check.outside",
                                        List.of(
                                                server.network(network.status()),
                                                server.seeds(),
                                                server.clock())),
                                new Part(
                                        "check.here",
                                        List.of(
                                                server.database(),
                                                server.disk(around.troubles())))));
    }
}
