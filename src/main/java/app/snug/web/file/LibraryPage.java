/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import app.snug.messenger.Account;
import app.snug.messenger.AttachmentId;
import app.snug.messenger.Attachments;
import app.snug.messenger.Attachments.Item;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations;
import app.snug.messenger.Conversations.Summary;
import app.snug.web.page.MemberAccounts;
import app.snug.web.page.Names;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.Reader;
import app.snug.web.security.SignedIn;
import app.snug.web.talk.Sides;
import jakarta.servlet.http.HttpSession;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** All pictures or documents of a conversation, month by month. */
@Controller
class LibraryPage {

    private static final int PAGE = 60;

    private final MemberAccounts accounts;
    private final Conversations conversations;
    private final Attachments attachments;
    private final Albums albums;
    private final Sides sides;
    private final Names names;

    LibraryPage(
            MemberAccounts accounts,
            Conversations conversations,
            Attachments attachments,
            Albums albums,
            Sides sides,
            Names names) {
        this.accounts = accounts;
        this.conversations = conversations;
        this.attachments = attachments;
        this.albums = albums;
        this.sides = sides;
        this.names = names;
    }

    /** What came and went in a month. */
    public record Month(String title, List<Tile> tiles) {}

    @GetMapping("/c/{id}/media")
    ModelAndView media(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Long before,
            Reader reader,
            HttpSession session) {
        return page(
                accounts.holding(me, new ConversationId(id), session), id, false, before, reader);
    }

    @GetMapping("/c/{id}/documents")
    ModelAndView documents(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Long before,
            Reader reader,
            HttpSession session) {
        return page(
                accounts.holding(me, new ConversationId(id), session), id, true, before, reader);
    }

    private ModelAndView page(
            Account account, long id, boolean documents, @Nullable Long before, Reader reader) {
        ConversationId conversation = new ConversationId(id);
        Summary summary =
                conversations.find(account, conversation).orElseThrow(NotFoundException::new);
        List<Item> items =
                attachments.library(
                        account,
                        conversation,
                        documents,
                        Optional.ofNullable(before).map(AttachmentId::new),
                        PAGE + 1);
        boolean more = items.size() > PAGE;
        List<Item> shown = more ? items.subList(0, PAGE) : items;
        return new ModelAndView("talk/library")
                .addObject("side", sides.of(account, reader))
                .addObject("reader", reader)
                .addObject("conversation", id)
                .addObject("name", names.of(summary, reader.locale()))
                .addObject("documents", documents)
                .addObject("months", months(id, shown, reader))
                .addObject("more", more ? shown.getLast().file().id().value() : 0L);
    }

    private List<Month> months(long conversation, List<Item> items, Reader reader) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern("LLLL y", reader.locale());
        List<Month> months = new ArrayList<>();
        YearMonth present = null;
        List<Tile> tiles = new ArrayList<>();
        for (Item item : items) {
            YearMonth month = YearMonth.from(item.shownAt().atZone(reader.zone()));
            if (!month.equals(present)) {
                present = month;
                tiles = new ArrayList<>();
                months.add(new Month(format.format(month), tiles));
            }
            tiles.add(albums.tile(conversation, item.file(), reader.locale()));
        }
        return months;
    }
}
