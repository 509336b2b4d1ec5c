/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.ConversationId;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.messenger.SendToken;
import app.snug.protocol.message.MessageName;
import app.snug.protocol.storage.MessageHash;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message to be stored.
 *
 * @param shownAt its place in the conversation
 * @param hash under which our own swarm has it
 * @param token of one that was written here
 */
public record NewMessage(
        ConversationId conversation,
        MessageName name,
        Instant shownAt,
        Message.Kind kind,
        String body,
        Extras extras,
        Message.State state,
        Optional<MessageHash> hash,
        @Nullable SendToken token) {

    /** That came from the swarm. */
    public NewMessage(
            ConversationId conversation,
            MessageName name,
            Instant shownAt,
            Message.Kind kind,
            String body,
            Extras extras,
            Message.State state,
            MessageHash hash) {
        this(conversation, name, shownAt, kind, body, extras, state, Optional.of(hash), null);
    }
}
