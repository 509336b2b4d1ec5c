/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Reactions;
import app.snug.messenger.Reactions.TooManyException;
import app.snug.protocol.message.Content;
import app.snug.web.page.Names;
import app.snug.web.page.Reader;
import app.snug.web.page.Words;
import app.snug.web.security.SignedIn;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** All emoji to choose from, and what was chosen. */
@Controller
class ReactPage {

    private final Chosen chosen;
    private final Reactions reactions;
    private final Sides sides;
    private final Single single;
    private final Words words;

    ReactPage(Chosen chosen, Reactions reactions, Sides sides, Single single, Words words) {
        this.chosen = chosen;
        this.reactions = reactions;
        this.sides = sides;
        this.single = single;
        this.words = words;
    }

    /** The whole choice, for scripts; it is the same for everybody. */
    @GetMapping("/emoji")
    ModelAndView choice() {
        return new ModelAndView("talk/emoji :: choice").addObject("groups", Emoji.ALL);
    }

    /**
     * @param q words in their names
     */
    @GetMapping("/c/{id}/messages/{message}/react")
    ModelAndView show(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @PathVariable long message,
            @RequestParam(defaultValue = "") String q,
            Reader reader,
            HttpSession session) {
        Chosen.One one = chosen.one(me, id, message, session);
        String typed = Names.plain(q, 50);
        return new ModelAndView("talk/react")
                .addObject("side", sides.of(one.account(), reader))
                .addObject("reader", reader)
                .addObject("conversation", id)
                .addObject("message", message)
                .addObject("q", typed)
                .addObject("groups", Emoji.named(typed));
    }

    /**
     * @param on an emoji to put
     * @param off an emoji to take back
     */
    @PostMapping("/c/{id}/messages/{message}/react")
    ModelAndView react(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @PathVariable long message,
            @RequestParam(defaultValue = "") String on,
            @RequestParam(defaultValue = "") String off,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            Reader reader,
            HttpSession session) {
        Chosen.One one = chosen.one(me, id, message, session);
        try {
            if (Emoji.isOne(on)) {
                reactions.react(one.account(), one.message().id(), on, false);
            } else if (isSome(off)) {
                reactions.react(one.account(), one.message().id(), off, true);
            }
        } catch (TooManyException e) {
            String why = words.say(reader.locale(), "react.many");
            ModelAndView again =
                    script
                            ? new ModelAndView("talk/log :: refused").addObject("textError", why)
                            : show(me, id, message, "", reader, session).addObject("wrong", why);
            again.setStatus(HttpStatus.TOO_MANY_REQUESTS);
            return again;
        }
        return script
                ? single.bubble(one.account(), one.conversation(), one.message().id(), reader)
                : new ModelAndView("redirect:/c/" + id + "?at=" + message + "#m" + message);
    }

    /** Whatever another device has put can be taken back. */
    private static boolean isSome(String text) {
        return !text.isBlank()
                && text.getBytes(StandardCharsets.UTF_8).length <= Content.Reaction.MAX_EMOJI_BYTES;
    }
}
