/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A conversation from its beginning to its end. */
public interface History {

    /**
     * A message with what belongs to it.
     *
     * @param answered what it answers, if that is here
     * @param files in their order
     * @param reactions the oldest first
     */
    record Told(
            Message message,
            Optional<Message> answered,
            List<Attachment> files,
            List<Reactions.Reaction> reactions) {

        public Told {
            files = List.copyOf(files);
            reactions = List.copyOf(reactions);
        }
    }

    /**
     * Gives every message, the oldest first, a few at a time, so that a conversation may be longer
     * than memory. What comes while this goes on may be among them.
     *
     * @throws RuntimeException of the reader, which ends it
     */
    void read(Account account, ConversationId conversation, Consumer<Told> reader);

    /** The bytes of a file; empty if it is not here. */
    Optional<Content> open(Account account, Attachment file) throws IOException;
}
