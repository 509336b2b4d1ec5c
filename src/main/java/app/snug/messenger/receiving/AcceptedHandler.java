/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.conversation.ContactTable.Person;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.Relations;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Learns that our message request is accepted. From somebody whom we never wrote to it means
 * nothing.
 */
public final class AcceptedHandler {

    private final Relations relations;
    private final MessageTable messages;

    public AcceptedHandler(Relations relations, MessageTable messages) {
        this.relations = relations;
        this.messages = messages;
    }

    List<Action> handle(Incoming.Accepted accepted, MessageHash hash, Handling in) {
        AccountId peer = accepted.name().author();
        Person before = relations.person(in.scope(), peer);
        if (before.blocked() || !before.approved()) {
            return List.of();
        }
        boolean other =
                accepted.profile()
                        .filter(profile -> relations.meet(in.scope(), peer, profile))
                        .isPresent();
        ConversationId conversation = relations.heardOf(in.scope(), peer);
        List<Action> actions = new ArrayList<>();
        if (other || !before.approvedMe()) {
            actions.add(new Action.ShowConversation(conversation));
        }
        if (!before.approvedMe()) {
            Lines.insert(
                            messages,
                            conversation,
                            accepted.name(),
                            Message.Kind.ACCEPTED,
                            Optional.empty(),
                            hash,
                            in)
                    .ifPresent(actions::add);
        }
        return actions;
    }
}
