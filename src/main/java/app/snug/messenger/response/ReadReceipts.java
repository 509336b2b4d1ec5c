/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.response;

import app.snug.messenger.Account;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Preferences;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ContactTable;
import app.snug.messenger.conversation.ReadListener;
import app.snug.messenger.conversation.Receipts;
import app.snug.messenger.outbox.Post;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Content;
import java.time.Instant;
import java.util.List;

/**
 * Tells others what was read here, if its reader wants that: all that was read at once in one
 * letter ({@code protocol/01} §4.10).
 */
public final class ReadReceipts implements ReadListener {

    private final Preferences preferences;
    private final ContactTable contacts;
    private final Receipts receipts;
    private final Post post;

    public ReadReceipts(
            Preferences preferences, ContactTable contacts, Receipts receipts, Post post) {
        this.preferences = preferences;
        this.contacts = contacts;
        this.receipts = receipts;
        this.post = post;
    }

    @Override
    public void read(
            Account account,
            ConversationId conversation,
            AccountId peer,
            Instant after,
            Instant to,
            Ledger.Entries entries) {
        if (!preferences.of(account).readReceipts() || !contacts.isMutual(account.ref(), peer)) {
            return;
        }
        List<Instant> read = receipts.sentTimes(conversation, after, to, Content.ReadReceipt.MOST);
        if (!read.isEmpty()) {
            post.tell(
                    new Post.Address(account, conversation, peer),
                    new Content.ReadReceipt(read),
                    post.time(account),
                    entries);
        }
    }
}
