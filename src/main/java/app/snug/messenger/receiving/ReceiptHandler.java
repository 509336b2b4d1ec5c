/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.Preferences;
import app.snug.messenger.conversation.ContactTable;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.conversation.Receipts;
import java.util.List;

/** Learns what was read, if that is wanted, of people who have accepted each other. */
public final class ReceiptHandler {

    private final Preferences preferences;
    private final ContactTable contacts;
    private final ConversationTable conversations;
    private final Receipts receipts;

    public ReceiptHandler(
            Preferences preferences,
            ContactTable contacts,
            ConversationTable conversations,
            Receipts receipts) {
        this.preferences = preferences;
        this.contacts = contacts;
        this.conversations = conversations;
        this.receipts = receipts;
    }

    List<Action> handle(Incoming.Receipt receipt, Handling in) {
        if (!contacts.isMutual(in.account().ref(), receipt.reader())
                || !preferences.of(in.account()).readReceipts()) {
            return List.of();
        }
        return conversations
                .idWith(in.account().ref(), receipt.reader())
                .map(conversation ->
                        receipts
                                .read(
                                        in.account().ref(),
                                        conversation,
                                        in.account().id(),
                                        receipt.sentAt())
                                .stream()
                                .<Action>map(id -> new Action.ChangeMessage(conversation, id))
                                .toList())
                .orElse(List.of());
    }
}
