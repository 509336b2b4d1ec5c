/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message, ready for the template.
 *
 * @param text what was written, links apart
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
        String iso,
        String time,
        @Nullable Delivery state,
        @Nullable String failure,
        boolean opens,
        boolean closes) {

    /**
     * A piece of text.
     *
     * @param link whether it is the address of a web page
     */
    public record Piece(String text, boolean link) {}

    /** For the style sheet: in or out, a run's ends, what is not sent. */
    public String look() {
        StringBuilder look = new StringBuilder(own ? "out" : "in");
        look.append(opens ? " a" : "").append(closes ? " z" : "");
        if (state == Delivery.SENDING) {
            look.append(" busy");
        } else if (state == Delivery.FAILED) {
            look.append(" fail");
        }
        return look.toString();
    }

    /** Key of the word that says the state. */
    public String stateKey() {
        return state == null ? "" : "state." + state.name().toLowerCase(Locale.ROOT);
    }
}
