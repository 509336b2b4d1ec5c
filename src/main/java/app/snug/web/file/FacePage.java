/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import app.snug.messenger.Account;
import app.snug.messenger.Content;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations;
import app.snug.messenger.Drafts;
import app.snug.messenger.FileRefusedException;
import app.snug.messenger.PictureRefusedException;
import app.snug.messenger.ProfilePictures;
import app.snug.web.page.MemberAccounts;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.Reader;
import app.snug.web.page.Words;
import app.snug.web.security.FormTokenCheck;
import app.snug.web.security.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Pictures that people show of themselves. */
@Controller
class FacePage {

    private static final Logger LOG = LoggerFactory.getLogger(FacePage.class);

    private final MemberAccounts accounts;
    private final Conversations conversations;
    private final ProfilePictures pictures;
    private final Uploads uploads;
    private final FormTokenCheck tokens;
    private final Words words;

    FacePage(
            MemberAccounts accounts,
            Conversations conversations,
            ProfilePictures pictures,
            Uploads uploads,
            FormTokenCheck tokens,
            Words words) {
        this.accounts = accounts;
        this.conversations = conversations;
        this.pictures = pictures;
        this.uploads = uploads;
        this.tokens = tokens;
        this.words = words;
    }

    @GetMapping("/c/{id}/face")
    void of(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            HttpSession session,
            HttpServletResponse response)
            throws IOException {
        ConversationId conversation = new ConversationId(id);
        Account account = accounts.holding(me, conversation, session);
        write(
                pictures.open(
                        account,
                        conversations
                                .find(account, conversation)
                                .orElseThrow(NotFoundException::new)
                                .peer()),
                response);
    }

    @GetMapping("/me/picture")
    void own(Account account, HttpServletResponse response) throws IOException {
        write(pictures.open(account), response);
    }

    private static void write(Optional<Content> found, HttpServletResponse response)
            throws IOException {
        try (Content content = found.orElseThrow(NotFoundException::new)) {
            Delivered.write(content, Thumbnails.type(content), "picture", false, null, response);
        }
    }

    @PostMapping("/me/picture")
    String choose(
            Account account, Reader reader, HttpServletRequest request, RedirectAttributes next)
            throws IOException {
        Locale locale = reader.locale();
        try {
            if (uploads.inTurn(() -> choose(account, request))) {
                next.addFlashAttribute("done", "picture.shown");
            } else {
                next.addFlashAttribute("pictureError", refused("stale", locale));
            }
        } catch (FileRefusedException e) {
            String why = e.picture().map(Enum::name).orElse("too_large").toLowerCase(Locale.ROOT);
            next.addFlashAttribute("pictureError", refused(why, locale));
        } catch (FormParts.MalformedException e) {
            throw e;
        } catch (IOException e) {
            LOG.warn("A picture was not taken in: {}", e.getMessage());
            next.addFlashAttribute("pictureError", refused("here", locale));
        }
        return "redirect:/me";
    }

    private String refused(String why, Locale locale) {
        return words.say(locale, "picture.refused", words.say(locale, "file.picture." + why));
    }

    /** Returns whether the form is one of ours. */
    private boolean choose(Account account, HttpServletRequest request)
            throws IOException, FileRefusedException {
        FormParts form =
                FormParts.of(
                        request.getInputStream(),
                        String.valueOf(request.getContentType()),
                        Drafts.MAX_SIZE);
        Optional<FormParts.Part> token = form.next();
        if (token.isEmpty() || !tokens.isValid(request, token.get().text())) {
            return false;
        }
        FormParts.Part picture =
                form.next().orElseThrow(() -> new FormParts.MalformedException("No picture"));
        if (picture.over() > 0) {
            throw new FileRefusedException(picture.over());
        }
        try {
            pictures.choose(account, picture.bytes());
            return true;
        } catch (PictureRefusedException e) {
            throw new FileRefusedException(e);
        }
    }

    @PostMapping("/me/picture/remove")
    String remove(Account account, RedirectAttributes next) {
        pictures.remove(account);
        next.addFlashAttribute("done", "picture.removed");
        return "redirect:/me";
    }
}
