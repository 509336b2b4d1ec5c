/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import app.snug.messenger.Conversations.Summary;
import app.snug.protocol.identity.AccountId;
import java.util.Locale;

/**
 * Names on pages. They come from strangers: without characters that turn or hide what stands around
 * them, and never long.
 */
public final class Names {

    private static final int LONGEST = 80;

    private final Words words;

    Names(Words words) {
        this.words = words;
    }

    /** What to call the other side of a conversation. */
    public String of(Summary conversation, Locale locale) {
        if (conversation.noteToSelf()) {
            return words.say(locale, "talk.self");
        }
        String name = plain(conversation.name().orElse(""), LONGEST);
        return name.isEmpty() ? shortened(conversation.peer()) : name;
    }

    /** Such as {@code 05a3c1…5a17}. */
    public static String shortened(AccountId id) {
        String hex = id.hex();
        return hex.substring(0, 6) + "…" + hex.substring(hex.length() - 4);
    }

    /** One of eight colours, the same for everyone who sees this account. */
    public static int hue(AccountId id) {
        return Character.digit(id.hex().charAt(id.hex().length() - 1), 16) % 8 + 1;
    }

    /** The first letter, or nothing if it begins with none. */
    public static String initial(String name) {
        if (name.isEmpty()) {
            return "";
        }
        int first = name.codePointAt(0);
        return Character.isLetterOrDigit(first)
                ? Character.toString(Character.toUpperCase(first))
                : "";
    }

    /** One line of at most so many code points, without control and direction characters. */
    public static String plain(String text, int longest) {
        StringBuilder line = new StringBuilder();
        int count = 0;
        int at = 0;
        boolean gap = false;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                gap = !line.isEmpty();
                continue;
            }
            if (isUnseen(c)) {
                continue;
            }
            if (count >= longest) {
                return line.append('…').toString();
            }
            if (gap) {
                line.append(' ');
                count++;
                gap = false;
            }
            line.appendCodePoint(c);
            count++;
        }
        return line.toString();
    }

    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> true;
            // Joiners are needed inside emoji and some scripts.
            case Character.FORMAT -> c != 0x200C && c != 0x200D && !isTag(c);
            default -> false;
        };
    }

    /** Flags of regions are spelt with these. */
    private static boolean isTag(int c) {
        return c >= 0xE0020 && c <= 0xE007F;
    }
}
