/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Reactions;
import app.snug.messenger.Reactions.TooManyException;
import app.snug.protocol.message.Content;
import app.snug.web.page.Names;
import app.snug.web.page.Reader;
import app.snug.web.page.Words;
import app.snug.web.security.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** All emoji to choose from, and what was chosen. */
@Controller
class ReactPage {

    private static final String TONE_COOKIE = "snug-tone";
    private static final Duration A_YEAR = Duration.ofDays(365);

    /** A hand in each colour of skin. */
    private static final List<String> TONES =
            IntStream.range(0, Emoji.TONES)
                    .mapToObj(tone -> new Emoji("\u270B", "").toned(tone).text())
                    .toList();

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

    /**
     * The whole choice, for scripts.
     *
     * @param tone the colour of skin from now on
     * @param kept the one that was chosen before
     */
    @GetMapping("/emoji")
    ModelAndView choice(
            @RequestParam(required = false) @Nullable Integer tone,
            @CookieValue(name = TONE_COOKIE, defaultValue = "0") String kept,
            HttpServletRequest request,
            HttpServletResponse response) {
        int chosen = tone(tone, kept, request, response);
        return new ModelAndView("talk/emoji :: choice")
                .addObject("groups", Emoji.toned(Emoji.ALL, chosen))
                .addObject("tones", TONES)
                .addObject("tone", chosen);
    }

    /** What is asked for is remembered by this browser. */
    private static int tone(
            @Nullable Integer asked,
            String kept,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (asked == null || asked < 0 || asked >= Emoji.TONES) {
            return kept.matches("[0-5]") ? Integer.parseInt(kept) : 0;
        }
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(TONE_COOKIE, asked.toString())
                        .path("/")
                        .maxAge(A_YEAR)
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Lax")
                        .build()
                        .toString());
        return asked;
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
            @RequestParam(required = false) @Nullable Integer tone,
            @CookieValue(name = TONE_COOKIE, defaultValue = "0") String kept,
            Reader reader,
            HttpServletRequest request,
            HttpServletResponse response,
            HttpSession session) {
        Chosen.One one = chosen.one(me, id, message, session);
        return page(one, q, tone(tone, kept, request, response), reader);
    }

    private ModelAndView page(Chosen.One one, String q, int tone, Reader reader) {
        String typed = Names.plain(q, 50);
        return new ModelAndView("talk/react")
                .addObject("side", sides.of(one.account(), reader))
                .addObject("reader", reader)
                .addObject("conversation", one.conversation().id().value())
                .addObject("message", one.message().id().value())
                .addObject("q", typed)
                .addObject("tones", TONES)
                .addObject("tone", tone)
                .addObject("groups", Emoji.named(typed, tone));
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
                            : page(one, "", 0, reader).addObject("wrong", why);
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
