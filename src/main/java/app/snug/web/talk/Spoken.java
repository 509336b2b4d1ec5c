/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Conversations.Summary;
import app.snug.protocol.identity.AccountId;
import app.snug.web.page.Names;
import app.snug.web.page.Words;
import app.snug.web.talk.Bubble.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    private final Names names;
    private final Words words;

    Spoken(Names names, Words words) {
        this.names = names;
        this.words = words;
    }

    List<Piece> pieces(String body, AccountId self, Summary conversation, Locale locale) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        for (int blocks = 0; blocks < MOST_BLOCKS; blocks++) {
            int open = body.indexOf(FENCE, from);
            int close = open < 0 ? -1 : body.indexOf(FENCE, open + FENCE.length());
            if (close < 0) {
                break;
            }
            String code = code(body.substring(open + FENCE.length(), close));
            if (!code.isBlank()) {
                text(
                        body.substring(from, open).stripTrailing(),
                        self,
                        conversation,
                        locale,
                        pieces);
                pieces.add(new Piece(Piece.Kind.CODE, code));
                from = close + FENCE.length();
                from += from < body.length() && body.charAt(from) == '\n' ? 1 : 0;
            } else {
                text(body.substring(from, close), self, conversation, locale, pieces);
                from = close;
            }
        }
        text(body.substring(from), self, conversation, locale, pieces);
        number(pieces);
        return pieces;
    }

    private static void number(List<Piece> pieces) {
        int links = 0;
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i).link()) {
                pieces.set(i, new Piece(Piece.Kind.LINK, pieces.get(i).text(), links));
                links++;
            }
        }
    }

    /** Without the name of a language on its first line. */
    private static String code(String block) {
        int end = block.indexOf('\n');
        if (end < 0) {
            return block;
        }
        String first = block.substring(0, end).strip();
        return first.isEmpty() || LANGUAGE.matcher(first).matches()
                ? block.substring(end + 1).stripTrailing()
                : block.stripTrailing();
    }

    private void text(
            String text, AccountId self, Summary conversation, Locale locale, List<Piece> pieces) {
        for (Piece piece : Links.in(text)) {
            if (piece.link()) {
                pieces.add(piece);
                continue;
            }
            Matcher mention = MENTION.matcher(piece.text());
            int done = 0;
            while (mention.find()) {
                if (mention.start() > done) {
                    pieces.add(Piece.text(piece.text().substring(done, mention.start())));
                }
                pieces.add(person(mention.group(1), self, conversation, locale));
                done = mention.end();
            }
            if (done < piece.text().length()) {
                pieces.add(Piece.text(piece.text().substring(done)));
            }
        }
    }

    private Piece person(String hex, AccountId self, Summary conversation, Locale locale) {
        String id = hex.toLowerCase(Locale.ROOT);
        if (id.equals(self.hex())) {
            return new Piece(Piece.Kind.ME, "@" + words.say(locale, "talk.you"));
        }
        if (id.equals(conversation.peer().hex())) {
            return new Piece(Piece.Kind.PERSON, "@" + names.of(conversation, locale));
        }
        return new Piece(
                Piece.Kind.PERSON, "@" + id.substring(0, 6) + "…" + id.substring(id.length() - 4));
    }

    /** One line of at most so many code points. */
    String line(String body, AccountId self, Summary conversation, Locale locale, int longest) {
        // Long enough for names and white space to go.
        String beginning = body.length() > 2000 ? body.substring(0, 2000) : body;
        StringBuilder line = new StringBuilder();
        pieces(beginning, self, conversation, locale)
                .forEach(piece -> line.append(piece.text()).append(piece.code() ? " " : ""));
        return Names.plain(line.toString(), longest);
    }
}
