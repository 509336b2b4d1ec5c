/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.Preferences;
import app.snug.messenger.conversation.ContactTable;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.response.TypingNow;
import java.util.List;

/** Hears that somebody writes, if that is wanted, of people who have accepted each other. */
public final class TypingHandler {

    private final Preferences preferences;
    private final ContactTable contacts;
    private final ConversationTable conversations;
    private final TypingNow typing;

    public TypingHandler(
            Preferences preferences,
            ContactTable contacts,
            ConversationTable conversations,
            TypingNow typing) {
        this.preferences = preferences;
        this.contacts = contacts;
        this.conversations = conversations;
        this.typing = typing;
    }

    List<Action> handle(Incoming.Typing word, Handling in) {
        if (contacts.isMutual(in.account().ref(), word.name().author())
                && preferences.of(in.account()).typing()) {
            conversations
                    .idWith(in.account().ref(), word.name().author())
                    .ifPresent(conversation ->
                            in.entries()
                                    .afterCommit(() ->
                                            typing.heard(
                                                    in.account(),
                                                    conversation,
                                                    word.started(),
                                                    word.name().sentAt())));
        }
        return List.of();
    }
}
