/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import app.snug.messenger.Account;
import app.snug.messenger.Attachment;
import app.snug.messenger.AttachmentId;
import app.snug.messenger.Attachments;
import app.snug.messenger.Attachments.Progress;
import app.snug.messenger.Content;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.Messages;
import app.snug.messenger.Notices;
import app.snug.web.page.MemberAccounts;
import app.snug.web.page.NotFoundException;
import app.snug.web.security.SignedIn;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The bytes of files, and what is done with files that are not here. */
@Controller
@RequestMapping("/c/{id}/files")
class FilePage {

    private static final int MOST = 64;

    private final MemberAccounts accounts;
    private final Attachments attachments;
    private final Messages messages;
    private final Notices notices;

    FilePage(MemberAccounts accounts, Attachments attachments, Messages messages, Notices notices) {
        this.accounts = accounts;
        this.attachments = attachments;
        this.messages = messages;
        this.notices = notices;
    }

    @GetMapping("/{file}")
    void show(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @PathVariable long file,
            @RequestParam(required = false) @Nullable String small,
            @RequestParam(required = false) @Nullable String save,
            @RequestHeader(name = "Range", required = false) @Nullable String range,
            HttpSession session,
            HttpServletResponse response)
            throws IOException {
        Account account = accounts.holding(me, new ConversationId(id), session);
        Attachment found = in(account, id, file);
        try (Content content =
                attachments
                        .open(account, found.id(), small != null)
                        .orElseThrow(NotFoundException::new)) {
            Delivered.write(
                    content,
                    small == null ? found.contentType() : Thumbnails.type(content),
                    found.name().orElseGet(() -> "snug-" + file),
                    save != null,
                    range,
                    response);
        }
    }

    /** To keep it outside of here; whoever sent it is told. */
    @PostMapping("/{file}/save")
    ResponseEntity<Void> save(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @PathVariable long file,
            HttpSession session) {
        Account account = accounts.holding(me, new ConversationId(id), session);
        notices.saved(account, in(account, id, file).message());
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header("Location", "/c/" + id + "/files/" + file + "?save")
                .build();
    }

    @PostMapping("/{file}/fetch")
    ResponseEntity<Void> fetch(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @PathVariable long file,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            HttpSession session) {
        Account account = accounts.holding(me, new ConversationId(id), session);
        boolean unused = attachments.fetch(account, in(account, id, file).id());
        return done(id, script);
    }

    @PostMapping("/{file}/cancel")
    ResponseEntity<Void> cancel(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @PathVariable long file,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            HttpSession session) {
        Account account = accounts.holding(me, new ConversationId(id), session);
        Attachment found = in(account, id, file);
        if (found.state() == Attachment.State.SENDING) {
            // Nothing of a message goes without the rest of it.
            messages.discard(account, found.message());
        }
        attachments.cancel(account, found.id());
        return done(id, script);
    }

    @PostMapping("/{file}/retry")
    ResponseEntity<Void> retry(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @PathVariable long file,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            HttpSession session) {
        Account account = accounts.holding(me, new ConversationId(id), session);
        attachments.retry(account, in(account, id, file).message());
        return done(id, script);
    }

    /** From now on files of this person come by themselves. */
    @PostMapping("/always")
    ResponseEntity<Void> always(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(defaultValue = "true") boolean on,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            HttpSession session) {
        ConversationId conversation = new ConversationId(id);
        Account account = accounts.holding(me, conversation, session);
        if (on) {
            attachments.fetchAlways(account, conversation);
        } else {
            attachments.askFirst(account, conversation);
        }
        return done(id, script);
    }

    /** How far those are that are under way: percent by number. */
    @GetMapping("/progress")
    ResponseEntity<Map<Long, Integer>> progress(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam List<Long> of,
            HttpSession session) {
        Account account = accounts.holding(me, new ConversationId(id), session);
        Map<AttachmentId, Progress> known =
                attachments.progress(
                        account, of.stream().limit(MOST).map(AttachmentId::new).toList());
        return ResponseEntity.ok(
                known.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        entry -> entry.getKey().value(),
                                        entry -> entry.getValue().percent())));
    }

    private Attachment in(Account account, long conversation, long file) {
        Attachment found =
                attachments
                        .find(account, new AttachmentId(file))
                        .orElseThrow(NotFoundException::new);
        return messages.find(account, found.message())
                .map(Message::conversation)
                .filter(held -> held.value() == conversation)
                .map(held -> found)
                .orElseThrow(NotFoundException::new);
    }

    /** With a script the page hears of it by itself. */
    private static ResponseEntity<Void> done(long conversation, boolean script) {
        return script
                ? ResponseEntity.noContent().build()
                : ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .header("Location", "/c/" + conversation)
                        .build();
    }
}
