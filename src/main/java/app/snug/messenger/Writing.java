/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.util.Optional;

/**
 * What somebody wants to say.
 *
 * @param answers the message of the same conversation that it answers
 */
public record Writing(String text, Optional<MessageId> answers) {

    public static Writing of(String text) {
        return new Writing(text, Optional.empty());
    }

    /** Without the text. */
    @Override
    public String toString() {
        return "Writing[" + text.length() + " characters]";
    }
}
