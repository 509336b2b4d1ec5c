/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Account;
import app.snug.messenger.Contacts;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Mark;
import app.snug.protocol.identity.AccountId;
import app.snug.web.page.Names;
import app.snug.web.page.Words;
import app.snug.web.talk.Bubble.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** What was written, taken apart: blocks of code, links, and people who are mentioned. */
@Component
public final class Spoken {

    private static final String FENCE = "```";
    private static final int MOST_BLOCKS = 20;
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9+#.-]{1,20}");
    private static final Pattern MENTION = Pattern.compile("@([0-9a-fA-F]{66})(?![0-9a-zA-Z])");

    /** In one message; a name is looked up in the database. */
    private static final int MOST_NAMES = 20;

    private static final int NAME = 80;

    private final Contacts contacts;
    private final Names names;
    private final Words words;

    Spoken(Contacts contacts, Names names, Words words) {
        this.contacts = contacts;
        this.names = names;
        this.words = words;
    }

    /** Nothing but text: people by their names, code without its fences. */
    public record Plain(String text, List<Mark> marks) {}

    List<Piece> pieces(String body, Account account, Summary conversation, Locale locale) {
        Pieces pieces = new Pieces(body, account, conversation, locale);
        int from = 0;
        for (int blocks = 0; blocks < MOST_BLOCKS; blocks++) {
            int open = body.indexOf(FENCE, from);
            int close = open < 0 ? -1 : body.indexOf(FENCE, open + FENCE.length());
            if (close < 0) {
                break;
            }
            int code = code(body, open + FENCE.length(), close);
            int end = stripped(body, code, close);
            if (body.substring(code, end).isBlank()) {
                pieces.text(from, close);
                from = close;
                continue;
            }
            pieces.text(from, stripped(body, from, open));
            pieces.add(new Piece(Piece.Kind.CODE, body.substring(code, end), code));
            from = close + FENCE.length();
            from += from < body.length() && body.charAt(from) == '\n' ? 1 : 0;
        }
        pieces.text(from, body.length());
        return pieces.all;
    }

    /** Behind the name of a language, if the first line is one. */
    private static int code(String body, int from, int to) {
        int end = body.indexOf('\n', from);
        if (end < 0 || end >= to) {
            return from;
        }
        String first = body.substring(from, end).strip();
        return first.isEmpty() || LANGUAGE.matcher(first).matches() ? end + 1 : from;
    }

    /** The end without white space before it. */
    private static int stripped(String body, int from, int to) {
        return from + body.substring(from, to).stripTrailing().length();
    }

    private final class Pieces {

        private final List<Piece> all = new ArrayList<>();
        private final String body;
        private final Map<AccountId, String> called = new HashMap<>();
        private final Account account;
        private final Summary conversation;
        private final Locale locale;
        private int links;

        Pieces(String body, Account account, Summary conversation, Locale locale) {
            this.body = body;
            this.account = account;
            this.conversation = conversation;
            this.locale = locale;
        }

        void add(Piece piece) {
            if (!piece.text().isEmpty()) {
                all.add(piece);
            }
        }

        void text(int from, int to) {
            for (Piece piece : Links.in(body.substring(from, to), from)) {
                if (piece.link()) {
                    add(new Piece(piece.kind(), piece.text(), piece.from(), piece.to(), links++));
                } else {
                    words(piece);
                }
            }
        }

        private void words(Piece piece) {
            Matcher mention = MENTION.matcher(piece.text());
            int done = 0;
            while (mention.find()) {
                add(part(piece, done, mention.start()));
                add(person(mention, piece.from()));
                done = mention.end();
            }
            add(part(piece, done, piece.text().length()));
        }

        private static Piece part(Piece piece, int from, int to) {
            return new Piece(
                    Piece.Kind.TEXT, piece.text().substring(from, to), piece.from() + from);
        }

        private Piece person(Matcher mention, int from) {
            AccountId id = new AccountId(mention.group(1).toLowerCase(Locale.ROOT));
            boolean me = id.equals(account.id());
            return new Piece(
                    me ? Piece.Kind.ME : Piece.Kind.PERSON,
                    "@" + (me ? words.say(locale, "talk.you") : name(id)),
                    from + mention.start(),
                    from + mention.end(),
                    0);
        }

        private String name(AccountId id) {
            if (id.equals(conversation.peer())) {
                return names.of(conversation, locale);
            }
            if (called.size() < MOST_NAMES) {
                called.computeIfAbsent(id, this::known);
            }
            return called.getOrDefault(id, Names.shortened(id));
        }

        private String known(AccountId id) {
            String name = Names.plain(contacts.name(account, id).orElse(""), NAME);
            return name.isEmpty() ? Names.shortened(id) : name;
        }
    }

    /**
     * What is shown wherever text stands without its looks.
     *
     * @param marks in what was written, in order and apart; afterwards in the plain text. Who was
     *     marked by some of an Account ID is so by the whole name
     */
    public Plain plain(
            String body, List<Mark> marks, Account account, Summary conversation, Locale locale) {
        StringBuilder text = new StringBuilder();
        List<Mark> moved = new ArrayList<>();
        boolean apart = false;
        for (Piece piece : pieces(body, account, conversation, locale)) {
            if ((apart || piece.code()) && !text.isEmpty()) {
                text.append('\n');
            }
            int at = text.length();
            text.append(piece.text());
            apart = piece.code();
            for (Mark mark : marks) {
                int start = Math.max(mark.start(), piece.from());
                int end = Math.min(mark.end(), piece.to());
                if (start < end) {
                    moved.add(
                            piece.person()
                                    ? new Mark(at, text.length())
                                    : new Mark(at + start - piece.from(), at + end - piece.from()));
                }
            }
        }
        return new Plain(text.toString(), moved);
    }

    /** One line of at most so many code points. */
    String line(String body, Account account, Summary conversation, Locale locale, int longest) {
        // Long enough for names and white space to go.
        String beginning = body.length() > 2000 ? body.substring(0, 2000) : body;
        return Names.plain(
                plain(beginning, List.of(), account, conversation, locale).text(), longest);
    }
}
