/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.conversation.ContactTable.Person;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.Relations;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import java.util.List;

/** Says in the conversation that the other has saved a file of ours. */
public final class SavedHandler {

    private final Relations relations;
    private final MessageTable messages;

    public SavedHandler(Relations relations, MessageTable messages) {
        this.relations = relations;
        this.messages = messages;
    }

    List<Action> handle(Incoming.Saved saved, MessageHash hash, Handling in) {
        AccountId peer = saved.name().author();
        Person person = relations.person(in.scope(), peer);
        // Nobody saves what we never sent.
        if (person.blocked() || !person.approved()) {
            return List.of();
        }
        ConversationId conversation = relations.heardOf(in.scope(), peer);
        return Lines.insert(
                        messages,
                        conversation,
                        saved.name(),
                        Message.Kind.MEDIA_SAVED,
                        saved.disappearing(),
                        hash,
                        in)
                .map(List::of)
                .orElse(List.of());
    }
}
