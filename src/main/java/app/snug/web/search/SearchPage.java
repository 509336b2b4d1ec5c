/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.search;

import app.snug.messenger.Account;
import app.snug.messenger.Attachments;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Mark;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Query;
import app.snug.messenger.Search;
import app.snug.messenger.Search.Found;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountId.InvalidAccountIdException;
import app.snug.web.page.Names;
import app.snug.web.page.Reader;
import app.snug.web.page.Times;
import app.snug.web.search.Results.Doubt;
import app.snug.web.search.Results.Group;
import app.snug.web.search.Results.Hit;
import app.snug.web.search.Results.Person;
import app.snug.web.talk.Lines;
import app.snug.web.talk.Sides;
import app.snug.web.talk.Spoken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Looks for messages and people: as one types where scripts run, else by a plain form. */
@Controller
class SearchPage {

    private static final int PAGE = 40;
    private static final int PEOPLE = 8;
    private static final int LONGEST = 80;
    private static final Set<String> KINDS = Set.of("file", "link", "image", "voice");

    private final Search search;
    private final Conversations conversations;
    private final Attachments attachments;
    private final Spoken spoken;
    private final Lines lines;
    private final Sides sides;
    private final Names names;
    private final Times times;

    SearchPage(
            Search search,
            Conversations conversations,
            Attachments attachments,
            Spoken spoken,
            Lines lines,
            Sides sides,
            Names names,
            Times times) {
        this.search = search;
        this.conversations = conversations;
        this.attachments = attachments;
        this.spoken = spoken;
        this.lines = lines;
        this.sides = sides;
        this.names = names;
        this.times = times;
    }

    /**
     * @param has a kind that was chosen just now; empty takes the choice back
     * @param kept the kind that was chosen before
     */
    @GetMapping("/search")
    ModelAndView show(
            Account account,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable String has,
            @RequestParam(defaultValue = "") String kept,
            @RequestParam(required = false) @Nullable Long before,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            Reader reader) {
        String kind = has == null ? kept : has;
        Results results =
                results(
                        account,
                        q,
                        KINDS.contains(kind) ? kind : "",
                        Optional.ofNullable(before).map(MessageId::new),
                        reader);
        if (script) {
            return new ModelAndView(before == null ? "search/page :: found" : "search/more :: more")
                    .addObject("found", results)
                    .addObject("reader", reader);
        }
        return new ModelAndView("search/page")
                .addObject("found", results)
                .addObject("side", sides.of(account, reader))
                .addObject("reader", reader);
    }

    private Results results(
            Account account, String asked, String has, Optional<MessageId> before, Reader reader) {
        String text =
                asked.codePointCount(0, asked.length()) > Query.LONGEST
                        ? asked.substring(0, asked.offsetByCodePoints(0, Query.LONGEST))
                        : asked;
        Query query = Query.of(has.isEmpty() ? text : "has:" + has + " " + text, reader.zone());
        Optional<AccountId> whole = accountId(text);
        List<Summary> people =
                before.isPresent() || query.words().isBlank()
                        ? List.of()
                        : search.people(account, query.words(), PEOPLE);
        Found found =
                whole.isPresent()
                        ? new Found(List.of(), Optional.empty())
                        : search.messages(account, query, before, PAGE);
        return new Results(
                text,
                has,
                whole.filter(id -> people.stream().noneMatch(one -> one.peer().equals(id)))
                        .map(AccountId::hex)
                        .orElse(""),
                people.stream().map(one -> person(one, reader.locale())).toList(),
                groups(account, found, query, reader),
                query.doubts().stream()
                        .map(doubt ->
                                new Doubt(
                                        "search.doubt."
                                                + doubt.reason().name().toLowerCase(Locale.ROOT),
                                        Names.plain(doubt.part(), LONGEST)))
                        .toList(),
                found.next().map(MessageId::value).orElse(0L),
                before.isEmpty(),
                found.hits().size(),
                search.isIndexing(account));
    }

    private static Optional<AccountId> accountId(String text) {
        try {
            return Optional.of(AccountId.parseUser(text.strip()));
        } catch (InvalidAccountIdException e) {
            return Optional.empty();
        }
    }

    private List<Group> groups(Account account, Found found, Query query, Reader reader) {
        Map<ConversationId, List<Search.Hit>> together = new LinkedHashMap<>();
        for (Search.Hit hit : found.hits()) {
            together.computeIfAbsent(hit.message().conversation(), id -> new ArrayList<>())
                    .add(hit);
        }
        List<Group> groups = new ArrayList<>();
        together.forEach((id, hits) ->
                conversations
                        .find(account, id)
                        .ifPresent(with ->
                                groups.add(
                                        new Group(
                                                person(with, reader.locale()),
                                                hits.stream()
                                                        .map(hit ->
                                                                hit(
                                                                        account, with, hit, query,
                                                                        reader))
                                                        .toList()))));
        return groups;
    }

    private Hit hit(Account account, Summary with, Search.Hit hit, Query query, Reader reader) {
        return new Hit(
                hit.message().id().value(),
                hit.message().outgoing() ? "" : names.of(with, reader.locale()),
                hit.message().shownAt().toString(),
                times.moment(hit.message().shownAt(), reader),
                text(account, with, hit, query, reader.locale()));
    }

    /** Around what was asked for, be it in the words or in the name of a file. */
    private List<Snippet.Piece> text(
            Account account, Summary with, Search.Hit hit, Query query, Locale locale) {
        Message message = hit.message();
        if (hit.marks().isEmpty() && (message.body().isEmpty() || !query.words().isBlank())) {
            String names = names(account, message);
            Optional<List<Mark>> marks = names.isEmpty() ? Optional.empty() : query.in(names);
            if (marks.isPresent()) {
                return Snippet.of(names, marks.get());
            }
        }
        if (message.body().isEmpty()) {
            return Snippet.of(
                    lines.brief(account, with, message, locale, Snippet.LONGEST), List.of());
        }
        Spoken.Plain plain = spoken.plain(message.body(), hit.marks(), account, with, locale);
        return Snippet.of(plain.text(), plain.marks());
    }

    private String names(Account account, Message message) {
        return attachments
                .of(account, List.of(message.id()))
                .getOrDefault(message.id(), List.of())
                .stream()
                .flatMap(file -> file.name().stream())
                .collect(Collectors.joining(", "));
    }

    private Person person(Summary with, Locale locale) {
        String name = names.of(with, locale);
        return new Person(
                with.id().value(),
                name,
                with.name().isPresent() ? Names.initial(name) : "",
                Names.hue(with.peer()),
                with.noteToSelf(),
                Names.shortened(with.peer()));
    }
}
