/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import app.snug.messenger.Account;
import app.snug.messenger.Content;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Draft;
import app.snug.messenger.DraftId;
import app.snug.messenger.Drafts;
import app.snug.messenger.Drafts.Upload;
import app.snug.messenger.FileRefusedException;
import app.snug.messenger.LinkPreviews;
import app.snug.web.page.MemberAccounts;
import app.snug.web.page.Names;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.Reader;
import app.snug.web.security.FormTokenCheck;
import app.snug.web.security.SignedIn;
import app.snug.web.talk.Sides;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

/** Files that are chosen for a message: one by one with a script, in a form without. */
@Controller
@RequestMapping("/c/{id}/drafts")
class DraftPage {

    private static final Logger LOG = LoggerFactory.getLogger(DraftPage.class);

    private static final String TOKEN = "_csrf";

    private final MemberAccounts accounts;
    private final Conversations conversations;
    private final Drafts drafts;
    private final LinkPreviews previews;
    private final Albums albums;
    private final Refusals refusals;
    private final Uploads uploads;
    private final FormTokenCheck tokens;
    private final Sides sides;
    private final Names names;

    DraftPage(
            MemberAccounts accounts,
            Conversations conversations,
            Drafts drafts,
            LinkPreviews previews,
            Albums albums,
            Refusals refusals,
            Uploads uploads,
            FormTokenCheck tokens,
            Sides sides,
            Names names) {
        this.accounts = accounts;
        this.conversations = conversations;
        this.drafts = drafts;
        this.previews = previews;
        this.albums = albums;
        this.refusals = refusals;
        this.uploads = uploads;
        this.tokens = tokens;
        this.sides = sides;
        this.names = names;
    }

    /** Where files are chosen without a script. */
    @GetMapping
    ModelAndView choose(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            Reader reader,
            HttpSession session) {
        return page(accounts.holding(me, new ConversationId(id), session), id, List.of(), reader);
    }

    private ModelAndView page(Account account, long id, List<String> refused, Reader reader) {
        Summary summary =
                conversations
                        .find(account, new ConversationId(id))
                        .orElseThrow(NotFoundException::new);
        return new ModelAndView("talk/drafts")
                .addObject("side", sides.of(account, reader))
                .addObject("reader", reader)
                .addObject("conversation", id)
                .addObject("name", names.of(summary, reader.locale()))
                .addObject("refused", refused)
                .addObject("drafts", tiles(account, id, reader));
    }

    private List<Tile> tiles(Account account, long id, Reader reader) {
        return drafts.of(account, new ConversationId(id)).stream()
                .filter(draft -> draft.link().isEmpty())
                .map(draft -> albums.tile(id, draft, reader.locale()))
                .toList();
    }

    /**
     * One file, as it is.
     *
     * @param name as it is called
     * @param voice whether it was spoken just now, and for how many milliseconds
     */
    @PostMapping
    ModelAndView add(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "0") long voice,
            @RequestHeader(name = "X-File-Type", defaultValue = "") String type,
            Reader reader,
            HttpServletRequest request,
            HttpSession session) {
        ConversationId conversation = new ConversationId(id);
        Account account = accounts.holding(me, conversation, session);
        try {
            Draft draft =
                    uploads.inTurn(() ->
                            drafts.add(
                                    account,
                                    conversation,
                                    new Upload(
                                            name,
                                            type,
                                            Uploads.read(
                                                    request.getInputStream(),
                                                    request.getContentLengthLong()),
                                            voice > 0,
                                            Duration.ofMillis(Math.clamp(voice, 0, 600_000)))));
            return new ModelAndView("talk/attachment :: staged")
                    .addObject("d", albums.tile(id, draft, reader.locale()))
                    .addObject("conversation", id);
        } catch (FileRefusedException e) {
            return refused(refusals.of(e, name, reader.locale()));
        } catch (EOFException e) {
            LOG.debug(
                    "A file ended before its end: its upload was called off, or its line was cut");
            return refused(refusals.here(name, reader.locale()));
        } catch (IOException e) {
            LOG.warn("A file was not taken in: {}", e.getMessage());
            return refused(refusals.here(name, reader.locale()));
        }
    }

    private static ModelAndView refused(String why) {
        ModelAndView answer = new ModelAndView("talk/log :: refused").addObject("textError", why);
        answer.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return answer;
    }

    /** What others will see of a link. */
    @PostMapping("/link")
    ModelAndView link(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam String url,
            HttpSession session) {
        ConversationId conversation = new ConversationId(id);
        Account account = accounts.holding(me, conversation, session);
        return previews.look(account, conversation, url)
                .map(draft ->
                        new ModelAndView("talk/attachment :: linked")
                                .addObject("d", albums.card(conversation.value(), draft))
                                .addObject("draft", draft.id().value())
                                .addObject("conversation", id))
                .orElseGet(() -> new ModelAndView("talk/log :: nothing"));
    }

    /** All files of a form. */
    @PostMapping("/form")
    ModelAndView addAll(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            Reader reader,
            HttpServletRequest request,
            HttpSession session)
            throws IOException {
        ConversationId conversation = new ConversationId(id);
        Account account = accounts.holding(me, conversation, session);
        List<String> refused = new ArrayList<>();
        HttpStatus status = HttpStatus.UNPROCESSABLE_CONTENT;
        try {
            if (!uploads.inTurn(() -> take(account, conversation, request, refused, reader))) {
                refused.add(refusals.stale(reader.locale()));
                status = HttpStatus.FORBIDDEN;
            }
        } catch (FormParts.MalformedException e) {
            throw e;
        } catch (FileRefusedException | IOException e) {
            LOG.warn("The files of a form were not taken in: {}", e.getMessage());
            refused.add(refusals.all(reader.locale()));
        }
        if (refused.isEmpty()) {
            return new ModelAndView("redirect:/c/" + id);
        }
        ModelAndView again = page(account, id, refused, reader);
        again.setStatus(status);
        return again;
    }

    /** Returns whether the form is one of ours. */
    private boolean take(
            Account account,
            ConversationId conversation,
            HttpServletRequest request,
            List<String> refused,
            Reader reader)
            throws IOException {
        FormParts form =
                FormParts.of(
                        request.getInputStream(),
                        String.valueOf(request.getContentType()),
                        Drafts.MAX_SIZE);
        Optional<FormParts.Part> token = form.next();
        if (token.isEmpty()
                || !token.get().name().equals(TOKEN)
                || !tokens.isValid(request, token.get().text())) {
            return false;
        }
        for (var part = form.next(); part.isPresent(); part = form.next()) {
            FormParts.Part file = part.get();
            // Browsers send an empty part where nothing was chosen.
            if (!file.fileName().isEmpty()) {
                add(account, conversation, file, refused, reader);
            }
        }
        return true;
    }

    private void add(
            Account account,
            ConversationId conversation,
            FormParts.Part file,
            List<String> refused,
            Reader reader) {
        try {
            if (file.over() > 0) {
                throw new FileRefusedException(file.over());
            }
            Draft unused =
                    drafts.add(
                            account,
                            conversation,
                            Upload.of(file.fileName(), file.contentType(), file.bytes()));
        } catch (FileRefusedException e) {
            refused.add(refusals.of(e, file.fileName(), reader.locale()));
        } catch (IOException e) {
            LOG.warn("A file was not taken in: {}", e.getMessage());
            refused.add(refusals.here(file.fileName(), reader.locale()));
        }
    }

    @PostMapping("/{draft}/remove")
    ModelAndView remove(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @PathVariable long draft,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            HttpSession session) {
        Account account = accounts.holding(me, new ConversationId(id), session);
        drafts.remove(account, in(account, id, draft).id());
        return script
                ? new ModelAndView("talk/log :: nothing")
                : new ModelAndView("redirect:/c/" + id + "/drafts");
    }

    @GetMapping("/{draft}")
    void show(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @PathVariable long draft,
            @RequestParam(required = false) @Nullable String small,
            @RequestHeader(name = "Range", required = false) @Nullable String range,
            HttpSession session,
            HttpServletResponse response)
            throws IOException {
        Account account = accounts.holding(me, new ConversationId(id), session);
        Draft found = in(account, id, draft);
        try (Content content =
                drafts.open(account, found.id(), small != null)
                        .orElseThrow(NotFoundException::new)) {
            Delivered.write(
                    content,
                    small == null ? found.contentType() : Thumbnails.type(content),
                    found.name().orElse("file"),
                    false,
                    range,
                    response);
        }
    }

    private Draft in(Account account, long conversation, long draft) {
        return drafts.of(account, new ConversationId(conversation)).stream()
                .filter(each -> each.id().equals(new DraftId(draft)))
                .findFirst()
                .orElseThrow(NotFoundException::new);
    }
}
