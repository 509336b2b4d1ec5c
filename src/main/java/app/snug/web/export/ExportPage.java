/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.export;

import app.snug.messenger.Account;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.History;
import app.snug.web.page.MemberAccounts;
import app.snug.web.page.Names;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.Reader;
import app.snug.web.page.Times;
import app.snug.web.page.Words;
import app.snug.web.security.SignedIn;
import app.snug.web.talk.Spoken;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * A conversation as a file to keep, written while it is read: however long it is, only a page of it
 * is in memory.
 */
@Controller
class ExportPage {

    private static final int LONGEST = 60;

    private final MemberAccounts accounts;
    private final Conversations conversations;
    private final History history;
    private final Spoken spoken;
    private final Names names;
    private final Times times;
    private final Words words;
    private final InstantSource clock;

    ExportPage(
            MemberAccounts accounts,
            Conversations conversations,
            History history,
            Spoken spoken,
            Names names,
            Times times,
            Words words,
            InstantSource clock) {
        this.accounts = accounts;
        this.conversations = conversations;
        this.history = history;
        this.spoken = spoken;
        this.names = names;
        this.times = times;
        this.words = words;
        this.clock = clock;
    }

    @GetMapping("/c/{id}/export.html")
    void html(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            Reader reader,
            HttpSession session,
            HttpServletResponse response)
            throws IOException {
        Account account = accounts.holding(me, new ConversationId(id), session);
        Exported exported = exported(account, id, reader);
        describe(response, exported, "text/html;charset=UTF-8", "html");
        HtmlFile file =
                new HtmlFile(
                        response.getOutputStream(),
                        exported,
                        attached -> history.open(account, attached),
                        times,
                        words,
                        reader);
        whole(
                response,
                () -> {
                    file.open();
                    history.read(account, new ConversationId(id), file::add);
                    file.finish();
                });
    }

    @GetMapping("/c/{id}/export.json")
    void json(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            Reader reader,
            HttpSession session,
            HttpServletResponse response)
            throws IOException {
        Account account = accounts.holding(me, new ConversationId(id), session);
        Exported exported = exported(account, id, reader);
        describe(response, exported, "application/json", "json");
        JsonFile file =
                new JsonFile(
                        response.getOutputStream(),
                        exported,
                        attached -> history.open(account, attached));
        whole(
                response,
                () -> {
                    file.open();
                    history.read(account, new ConversationId(id), file::add);
                    file.finish();
                });
    }

    /** Something that writes a file. */
    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    /**
     * The whole file, or none: what fails before anything was sent is answered by a page, and what
     * fails later breaks the connection off, so that the browser says so.
     */
    private static void whole(HttpServletResponse response, Writing writing) throws IOException {
        boolean done = false;
        try {
            writing.run();
            done = true;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            if (!done) {
                response.setHeader(HttpHeaders.CONTENT_DISPOSITION, null);
            }
        }
    }

    private Exported exported(Account account, long id, Reader reader) {
        Summary with =
                conversations
                        .find(account, new ConversationId(id))
                        .orElseThrow(NotFoundException::new);
        return new Exported(
                account.id().hex(),
                Names.plain(account.displayName(), LONGEST),
                with.peer().hex(),
                names.of(with, reader.locale()),
                body -> spoken.plain(body, List.of(), account, with, reader.locale()).text(),
                clock.instant());
    }

    private static void describe(
            HttpServletResponse response, Exported exported, String type, String ending) {
        String day = exported.at().toString().substring(0, 10);
        String name = "Snug " + exported.name().replaceAll("[^\\p{L}\\p{N} -]", "") + " " + day;
        response.setContentType(type);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(name + "." + ending, StandardCharsets.UTF_8)
                        .build()
                        .toString());
    }
}
