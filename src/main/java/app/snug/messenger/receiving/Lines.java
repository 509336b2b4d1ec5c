/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.ConversationId;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.NewMessage;
import app.snug.protocol.message.Disappearing;
import app.snug.protocol.message.MessageName;
import app.snug.protocol.storage.MessageHash;
import java.util.Optional;

/** Lines in a conversation that say what somebody did. */
final class Lines {

    private Lines() {}

    /** Empty if it stands there already. */
    static Optional<Action> insert(
            MessageTable messages,
            ConversationId conversation,
            MessageName name,
            Message.Kind kind,
            Optional<Disappearing> timer,
            MessageHash hash,
            Handling in) {
        return messages.insert(
                        in.account().ref(),
                        in.vault(),
                        new NewMessage(
                                conversation,
                                name,
                                ShownTimes.of(name.sentAt(), in.now()),
                                kind,
                                "",
                                Extras.NONE.vanishing(timer, Optional.empty()),
                                Message.State.RECEIVED,
                                hash))
                .map(line -> new Action.ShowMessage(conversation, line));
    }
}
