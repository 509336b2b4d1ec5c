/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message, ready for the template.
 *
 * @param text what was written, taken apart
 * @param cut whether there is more of it
 * @param large how many emoji the text is, if it is nothing else and they are few; else 0
 * @param quote what it answers
 * @param card a community that it invites to
 * @param hearts the emoji on it
 * @param moreHearts kinds of emoji beyond those
 * @param iso when, for the machine
 * @param time when, for people
 * @param state of one's own message
 * @param failure the sentence that says why it was not sent
 * @param opens whether a run of messages begins here
 * @param closes whether it ends here
 */
public record Bubble(
        long id,
        boolean own,
        List<Piece> text,
        boolean cut,
        int large,
        @Nullable Quote quote,
        @Nullable Card card,
        List<Heart> hearts,
        int moreHearts,
        String iso,
        String time,
        @Nullable Delivery state,
        @Nullable String failure,
        boolean opens,
        boolean closes) {

    /**
     * A piece of text.
     *
     * @param from where it stands in what was written
     * @param to exclusive
     * @param nth of a link, among those of the message, from 0; of everything else 0
     */
    public record Piece(Kind kind, String text, int from, int to, int nth) {

        /** As it was written. */
        Piece(Kind kind, String text, int from) {
            this(kind, text, from, from + text.length(), 0);
        }

        /** What it is. */
        public enum Kind {
            TEXT,
            /** The address of a web page. */
            LINK,
            CODE,
            /** Somebody who is mentioned. */
            PERSON,
            /** The reader, who is mentioned. */
            ME
        }

        public boolean link() {
            return kind == Kind.LINK;
        }

        public boolean code() {
            return kind == Kind.CODE;
        }

        public boolean person() {
            return kind == Kind.PERSON || kind == Kind.ME;
        }

        public boolean me() {
            return kind == Kind.ME;
        }

        public boolean plain() {
            return kind == Kind.TEXT;
        }
    }

    /**
     * A message that is answered.
     *
     * @param id 0 if it is not here
     */
    public record Quote(long id, String author, String text) {}

    /**
     * Into a community.
     *
     * @param place its server
     * @param address to copy
     */
    public record Card(String name, String place, String address) {}

    /**
     * An emoji on a message.
     *
     * @param label says it and whose it is
     */
    public record Heart(String emoji, int count, boolean own, String label) {}

    /** For the style sheet: in or out, a run's ends, what is not sent. */
    public String look() {
        StringBuilder look = new StringBuilder(own ? "out" : "in");
        look.append(opens ? " a" : "").append(closes ? " z" : "");
        if (state == Delivery.SENDING) {
            look.append(" busy");
        } else if (state == Delivery.FAILED) {
            look.append(" fail");
        }
        if (large > 0) {
            look.append(large < 3 ? " huge" : large < 5 ? " large" : " big");
        }
        return look.toString();
    }

    /** Key of the word that says the state. */
    public String stateKey() {
        return state == null ? "" : "state." + state.name().toLowerCase(Locale.ROOT);
    }
}
