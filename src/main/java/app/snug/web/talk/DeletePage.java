/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Deletions;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.messenger.Message.Kind;
import app.snug.web.page.Names;
import app.snug.web.page.Reader;
import app.snug.web.page.Times;
import app.snug.web.security.SignedIn;
import app.snug.web.talk.Chosen.Some;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What is done with several messages at once: asks before it deletes, and copies. */
@Controller
@RequestMapping("/c/{id}")
class DeletePage {

    private final Chosen chosen;
    private final Deletions deletions;
    private final Sides sides;
    private final Quotes quotes;
    private final Names names;
    private final Times times;

    DeletePage(
            Chosen chosen,
            Deletions deletions,
            Sides sides,
            Quotes quotes,
            Names names,
            Times times) {
        this.chosen = chosen;
        this.deletions = deletions;
        this.sides = sides;
        this.quotes = quotes;
        this.names = names;
        this.times = times;
    }

    /**
     * What is asked.
     *
     * @param own how many of them can be deleted for everyone
     */
    public record Question(
            long conversation, String name, boolean self, List<Long> messages, int own) {}

    @GetMapping("/delete")
    ModelAndView ask(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(defaultValue = "") List<Long> m,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            Reader reader,
            HttpSession session) {
        Some some = chosen.some(me, id, m, session);
        if (some.messages().isEmpty()) {
            return new ModelAndView("redirect:/c/" + id);
        }
        ModelAndView page =
                new ModelAndView(script ? "talk/delete :: ask" : "talk/delete")
                        .addObject(
                                "question",
                                new Question(
                                        id,
                                        names.of(some.conversation(), reader.locale()),
                                        some.conversation().noteToSelf(),
                                        some.ids().stream().map(each -> each.value()).toList(),
                                        (int)
                                                some.messages().stream()
                                                        .filter(DeletePage::isOwn)
                                                        .count()));
        if (!script) {
            page.addObject("side", sides.of(some.account(), reader)).addObject("reader", reader);
        }
        return page;
    }

    private static boolean isOwn(Message message) {
        return message.outgoing()
                && (message.kind() == Kind.TEXT || message.kind() == Kind.INVITATION);
    }

    /**
     * @param everyone or else on this server only
     */
    @PostMapping("/delete")
    ModelAndView delete(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(defaultValue = "") List<Long> m,
            @RequestParam(defaultValue = "false") boolean everyone,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            HttpSession session) {
        Some some = chosen.some(me, id, m, session);
        if (everyone) {
            deletions.everywhere(some.account(), some.ids());
        } else {
            deletions.here(some.account(), some.ids());
        }
        ModelAndView done = new ModelAndView(script ? "talk/log :: nothing" : "redirect:/c/" + id);
        if (script) {
            done.setStatus(HttpStatus.OK);
        }
        return done;
    }

    /** The chosen ones as text. */
    @GetMapping("/copy")
    ModelAndView copy(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(defaultValue = "") List<Long> m,
            Reader reader,
            HttpSession session) {
        Some some = chosen.some(me, id, m, session);
        return new ModelAndView("talk/copy")
                .addObject("side", sides.of(some.account(), reader))
                .addObject("reader", reader)
                .addObject("conversation", id)
                .addObject("count", some.messages().size())
                .addObject("text", text(some, reader));
    }

    /** One message alone is copied as it is. */
    private String text(Some some, Reader reader) {
        if (some.messages().size() == 1) {
            return words(some.messages().getFirst());
        }
        return some.messages().stream()
                .filter(message -> !Lines.isLine(message))
                .map(message ->
                        "[%s] %s: %s"
                                .formatted(
                                        times.dateOf(message.shownAt(), reader)
                                                + ", "
                                                + times.time(message.shownAt(), reader),
                                        quotes.author(
                                                some.account(),
                                                some.conversation(),
                                                message.author(),
                                                reader.locale()),
                                        words(message)))
                .collect(Collectors.joining("\n"));
    }

    /** An invitation says nothing but its address. */
    private static String words(Message message) {
        return message.extras().invitation().map(Extras.Invitation::url).orElse(message.body());
    }
}
