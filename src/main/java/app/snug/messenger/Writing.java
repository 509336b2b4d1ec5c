/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.util.List;
import java.util.Optional;

/**
 * What somebody wants to say.
 *
 * @param text may be empty if there are files
 * @param answers the message of the same conversation that it answers
 * @param files that go with it, in this order; a preview among them counts only if its link is in
 *     the text, and there is nothing else
 */
public record Writing(String text, Optional<MessageId> answers, List<DraftId> files) {

    public Writing {
        files = List.copyOf(files);
    }

    /** Without files. */
    public Writing(String text, Optional<MessageId> answers) {
        this(text, answers, List.of());
    }

    public static Writing of(String text) {
        return new Writing(text, Optional.empty());
    }

    public Writing with(List<DraftId> chosen) {
        return new Writing(text, answers, chosen);
    }

    /** Without the text. */
    @Override
    public String toString() {
        return "Writing[" + text.length() + " characters, " + files.size() + " files]";
    }
}
