/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Extras;
import app.snug.web.file.Albums;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.Reader;
import app.snug.web.security.SignedIn;
import app.snug.web.talk.Bubble.Piece;
import jakarta.servlet.http.HttpSession;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Says where a link leads before somebody follows it. The link is named by its place in its
 * message: no address of a stranger's choosing stands in one of ours.
 */
@Controller
class LeavePage {

    private final Chosen chosen;
    private final Spoken spoken;
    private final Sides sides;

    LeavePage(Chosen chosen, Spoken spoken, Sides sides) {
        this.chosen = chosen;
        this.spoken = spoken;
        this.sides = sides;
    }

    /**
     * A link.
     *
     * @param open whether anybody on the way can read along
     */
    public record Away(long conversation, long message, String url, String host, boolean open) {}

    /**
     * @param n which link of the message; without it the one whose page its sender saw
     */
    @GetMapping("/c/{id}/messages/{message}/leave")
    ModelAndView ask(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @PathVariable long message,
            @RequestParam(required = false) @Nullable Integer n,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            Reader reader,
            HttpSession session) {
        Chosen.One one = chosen.one(me, id, message, session);
        String url =
                (n == null ? seen(one) : written(one, n, reader.locale()))
                        .filter(Links::leadsSomewhere)
                        .orElseThrow(NotFoundException::new);
        ModelAndView page =
                new ModelAndView(script ? "talk/leave :: ask" : "talk/leave")
                        .addObject("script", script)
                        .addObject(
                                "away",
                                new Away(
                                        id,
                                        message,
                                        url,
                                        Albums.host(url),
                                        url.startsWith("http:")));
        return script
                ? page
                : page.addObject("side", sides.of(one.account(), reader))
                        .addObject("reader", reader);
    }

    private static Optional<String> seen(Chosen.One one) {
        return one.message().extras().link().map(Extras.Link::url);
    }

    private Optional<String> written(Chosen.One one, int n, Locale locale) {
        return spoken
                .pieces(one.message().body(), one.account(), one.conversation(), locale)
                .stream()
                .filter(piece -> piece.link() && piece.nth() == n)
                .map(Piece::text)
                .findFirst();
    }
}
