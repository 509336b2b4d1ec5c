/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.AccountRef;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Preferences;
import app.snug.messenger.conversation.ContactTable;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.conversation.EarlyWords;
import app.snug.messenger.conversation.Receipts;
import app.snug.protocol.identity.AccountId;
import java.util.List;

/** Learns what was read, if that is wanted, of people who have accepted each other. */
public final class ReceiptHandler {

    private final Preferences preferences;
    private final ContactTable contacts;
    private final ConversationTable conversations;
    private final Receipts receipts;
    private final EarlyWords early;

    public ReceiptHandler(
            Preferences preferences,
            ContactTable contacts,
            ConversationTable conversations,
            Receipts receipts,
            EarlyWords early) {
        this.preferences = preferences;
        this.contacts = contacts;
        this.conversations = conversations;
        this.receipts = receipts;
        this.early = early;
    }

    List<Action> handle(Incoming.Receipt receipt, Handling in) {
        if (!contacts.isMutual(in.account().ref(), receipt.reader())
                || !preferences.of(in.account()).readReceipts()) {
            return List.of();
        }
        return conversations
                .idWith(in.account().ref(), receipt.reader())
                .map(conversation -> read(conversation, receipt, in))
                .orElse(List.of());
    }

    private List<Action> read(ConversationId conversation, Incoming.Receipt receipt, Handling in) {
        AccountRef account = in.account().ref();
        AccountId self = in.account().id();
        early.read(account, conversation, self, receipt.sentAt(), in.now());
        return receipts.read(account, conversation, self, receipt.sentAt()).stream()
                .<Action>map(id -> new Action.ChangeMessage(conversation, id))
                .toList();
    }
}
